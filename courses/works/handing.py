"""Handing in a practical task (交作业): files are put in and taken out until it is handed in, once a round.

Lock order: the learner's row, then nothing. A round that was returned is followed by the next; one that waits or was accepted by
none.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import record
from core.dates import now
from core.handed_in import HandedIn
from courses import hours, working
from courses.activities import Activity
from courses.models import Enrolment, Work, WorkFile

MOST_FILES, MOST_WORDS = 10, 5000
FOLDER = "works"


class Refused(Exception):
    """Nothing is changed; the message says why and what to do."""


@transaction.atomic
def put_in(*, enrolment: Enrolment, lesson_code: str, activity: Activity, file: HandedIn) -> WorkFile:
    """Put a file in. The same one twice is kept once."""
    hours.lock(enrolment.learner)
    work = _open_round(enrolment, lesson_code, activity)
    standing = work.files.standing()
    if same := standing.filter(sha256=file.sha256).first():
        return same
    if standing.count() >= MOST_FILES:
        raise Refused(
            _("At most %(most)s files are handed in. Take one out first, or put several into one PDF.") % {"most": MOST_FILES}
        )
    made = WorkFile(work=work, name=file.name, media_type=file.mime, sha256=file.sha256, size=len(file.content))
    # The file first, under a name that holds its digest: a row never points at nothing.
    made.key = file.keep_in(FOLDER, made.pk)
    made.save()
    return made


@transaction.atomic
def take_out(*, enrolment: Enrolment, file: WorkFile) -> None:
    """Take a file out again, while the round is open."""
    hours.lock(enrolment.learner)
    taken = WorkFile.objects.filter(pk=file.pk, kept_at=None, removed_at=None, work__handed_in_at=None)
    if not taken.update(removed_at=now()):
        raise Refused(_("This has been handed in: it stays as it is until the teacher has marked it."))


@transaction.atomic
def hand_in(*, enrolment: Enrolment, lesson_code: str, activity: Activity, words: str = "") -> Work:
    """Hand the open round in: from now on it stays as it is. Asked again while it waits, the round that waits."""
    hours.lock(enrolment.learner)
    last = last_round(enrolment, lesson_code, activity)
    if last is not None and last.handed_in_at and not hasattr(last, "mark"):
        return last
    work = _open_round(enrolment, lesson_code, activity)
    if not work.files.standing().exists():
        raise Refused(_("There is no file yet. Put in at least one, then hand the task in."))
    at = now()
    work.files.standing().update(kept_at=at)
    work.run, work.words, work.handed_in_at = enrolment.run, words.strip()[:MOST_WORDS], at
    work.terms = {"title": dict(activity.titles), "rule": activity.rule.data, "facts": dict(activity.facts)}
    work.save()
    working.note(
        learner=enrolment.learner,
        lesson_code=lesson_code,
        activity=activity,
        deed="handed_in",
        data={"work": str(work.pk)},
        since=enrolment.counts_from,
    )
    record("work.handed_in", work, by=enrolment.learner, files=work.files.standing().count())
    return work


def last_round(enrolment: Enrolment, lesson_code: str, activity: Activity) -> Work | None:
    """The newest round of this cycle, with its mark."""
    mine = Work.objects.visible_to(enrolment.learner).filter(lesson_code=lesson_code, activity_id=activity.id)
    if enrolment.counts_from:
        mine = mine.filter(begun_at__gte=enrolment.counts_from)
    return mine.select_related("mark").order_by("-number").first()


def _open_round(enrolment: Enrolment, lesson_code: str, activity: Activity) -> Work:
    """The round files are put into; begun if there is none. Raises Refused while one waits or was accepted."""
    last = last_round(enrolment, lesson_code, activity)
    if last is not None and last.handed_in_at is None:
        return last
    if last is not None and not hasattr(last, "mark"):
        raise Refused(_("This has been handed in: it stays as it is until the teacher has marked it."))
    if last is not None and last.mark.is_accepted:
        raise Refused(_("This task has been accepted: nothing more is to be handed in."))
    mine = Work.objects.visible_to(enrolment.learner).filter(lesson_code=lesson_code, activity_id=activity.id)
    # What was begun in an earlier cycle and never handed in goes on now.
    if left := mine.filter(handed_in_at=None).first():
        left.begun_at = now()
        left.save(update_fields=["begun_at"])
        return left
    return Work.objects.create(
        learner=enrolment.learner,
        course=enrolment.course,
        lesson_code=lesson_code,
        activity_id=activity.id,
        number=mine.count() + 1,
    )
