"""Marking a practical task (评作业): by a teacher of the run, by the rubric, accepted or returned; the learner is told."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from courses import hours, working
from courses.activities import Activity, Reached, Rule, is_fulfilled
from courses.models import Enrolment, Work, WorkMark
from courses.signals import work_marked
from courses.works import rubric
from courses.works.handing import Refused

Verdict = WorkMark.Verdict


@transaction.atomic
def mark(*, work: Work, by: User, verdict: str, points: Mapping[str, int], comment: str = "") -> WorkMark:
    """Mark what was handed in, once. What it completes, no later mark, rule or edit takes back."""
    if not Work.objects.taught_by(by).filter(pk=work.pk).exists():
        raise PermissionError(work.pk)
    comment, criteria = comment.strip(), rubric.of(work.terms["facts"])
    hours.lock(work.learner)
    if WorkMark.objects.filter(work=work).exists():
        raise Refused(_("Somebody else has marked this in the meantime. Look at what was decided."))
    if verdict == Verdict.RETURNED and not comment:
        raise Refused(_("What is returned needs a comment: what is to be done better."))
    score = rubric.percent(criteria, points)
    activity = activity_of(work)
    if verdict == Verdict.ACCEPTED and not is_fulfilled(activity.rule, Reached(frozenset({"marked"}), score=score)):
        words = {"score": score, "needed": activity.rule.at_least}
        raise Refused(
            _("%(score)s%% by the rubric, and the task is accepted from %(needed)s%% on. Return it for rework.") % words
        )
    made = WorkMark.objects.create(work=work, verdict=verdict, points=dict(points), score=score, comment=comment, by=by)
    _note(made, activity)
    record("work.marked", work, by=by, verdict=verdict, score=score)
    work_marked.send(sender=WorkMark, mark=made)
    return made


def activity_of(work: Work) -> Activity:
    """The activity as it stood when the work was handed in."""
    rule = work.terms["rule"]
    return Activity(
        id=work.activity_id,
        kind="task",
        rule=Rule(rule["by"], rule.get("at_least", 0)),
        required=True,
        titles=work.terms["title"],
        facts=work.terms["facts"],
    )


def _note(made: WorkMark, activity: Activity) -> None:
    """Tell the activity. What was handed in before a later cycle began completes nothing in it."""
    work = made.work
    enrolment = Enrolment.objects.visible_to(work.learner).filter(course=work.course_id).first()
    since = enrolment.counts_from if enrolment else None
    if since is not None and work.handed_in_at is not None and work.handed_in_at < since:
        return
    accepted = made.is_accepted
    working.note(
        learner=work.learner,
        lesson_code=work.lesson_code,
        activity=activity,
        deed="marked" if accepted else "returned",
        reached=Reached(score=made.score) if accepted else None,
        by=made.by,
        data={"work": str(work.pk), "points": made.points},
        since=since,
    )
