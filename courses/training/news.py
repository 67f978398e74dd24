"""What training tells people: assigned, recalled, reminded by somebody, reminded by the date, and to managers who is late."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.models import TrainingAssignment, TrainingTask
from courses.training.naming import names_by_language
from courses.training.states import key
from notices.kinds import Delivery, Due, Kind
from notices.telling import tell, tell_all
from organisations.models import Membership, Organisation, Role

ROOM = _("Training by an organisation")
# Days from the due date on which a task that is not done is spoken of: before it, on it, after it.
SPOKEN_OF = (-14, -3, 0, 7)
# Then whoever looks after the training reads of it, too.
ESCALATED = 7
DAY = dt.timedelta(days=1)
Names = Mapping[str, Mapping[str, str]]


def tell_assigned(tasks: Sequence[TrainingTask]) -> None:
    """Everybody who has a new task, except who has done it already. Queries grow with the assignments, not the people."""
    names = names_by_language() if tasks else {}
    groups: dict[tuple[TrainingAssignment, dt.date], list[int]] = {}
    for task in tasks:
        if task.done_on is None and task.membership.person_id:
            groups.setdefault((task.assignment, task.due_on), []).append(task.membership.person_id)
    for (assignment, due_on), people in groups.items():
        facts = _facts(assignment, names) | {"due_on": due_on.isoformat(), "by": assignment.by.full_name}
        occasion = f"{assignment.pk}:{due_on}"
        tell_all(ASSIGNED.code, _people(people), occasion=occasion, facts=facts, address=reverse("courses:dashboard"))


def tell_recalled(assignment: TrainingAssignment, tasks: Sequence[TrainingTask]) -> None:
    """Everybody for whom it ended, except who had done it."""
    names = names_by_language() if tasks else {}
    members = Membership.objects.filter(pk__in=[task.membership_id for task in tasks if task.done_on is None])
    people = [key for key in members.values_list("person_id", flat=True) if key]
    facts = _facts(assignment, names) | {"reason": assignment.recalled_because}
    tell_all(RECALLED.code, _people(people), occasion=assignment.pk, facts=facts, address=reverse("courses:dashboard"))


def tell_reminded(person: User, tasks: Sequence[TrainingTask], by: User, on: dt.date, names: Names) -> bool:
    """One notice for one person, whatever it names."""
    organisation = tasks[0].organisation
    what = {language: _listed(tasks, names, language) for language in ("zh-hans", "zh-hant", "en")}
    facts = {
        "what": what,
        "organisation": organisation.name,
        "by": by.full_name,
        "due_on": min(task.due_on for task in tasks).isoformat(),
    }
    occasion = f"{tasks[0].membership_id}:{on}:{len(tasks)}:{tasks[0].pk}"
    return tell(REMINDED.code, person, occasion=occasion, facts=facts, address=reverse("courses:dashboard"))


def _listed(tasks: Sequence[TrainingTask], names: Names, language: str) -> str:
    between = ", " if language == "en" else "、"
    return between.join(_name(names.get(task.subject_key, {}), language) for task in tasks)


def _name(titles: Mapping[str, str], language: str) -> str:
    return titles.get(language) or titles.get("zh-hans") or next(iter(titles.values()), "")


def _people(keys: Sequence[int]) -> list[User]:
    found: list[User] = []
    for start in range(0, len(keys), 500):
        found += User.objects.filter(pk__in=keys[start : start + 500], is_active=True)
    return found


def _facts(assignment: TrainingAssignment, names: Names) -> dict[str, Any]:
    titles = names.get(key(assignment.course_id, assignment.track_id), {})
    return {"what": dict(titles), "organisation": assignment.organisation.name, "reason": assignment.reason}


def tasks_near(start: dt.date, end: dt.date, reader: User | None) -> Iterator[Due]:
    """Tasks that are not done, a fortnight and three days before their date, on it and a week after it (2 queries and 4)."""
    names: Names | None = None
    for days in SPOKEN_OF:
        step = days * DAY
        rows = _open_tasks(start - step, end - step).select_related("membership__person", "organisation", "assignment__by")
        for task in rows.filter(membership__person=reader) if reader else rows:
            if task.since > task.due_on + step:
                continue  # who had it later than that has just been told of it
            person = task.membership.person
            names = names_by_language() if names is None else names
            facts = _facts(task.assignment, names) | {"due_on": task.due_on.isoformat(), "organisation": task.organisation.name}
            facts |= {"state": _state(is_past=days > 0)}
            assert person is not None  # noqa: S101 - only members with an account have tasks
            yield Due(task.due_on + step, person, occasion(task, days), facts, reverse("courses:dashboard"))


def _state(*, is_past: bool) -> dict[str, str]:
    """Whether the day has passed, in every language. In how many days it is nobody can say who may be told two days late."""
    told = {}
    for language in dict(settings.LANGUAGES):
        with override(language):
            past = gettext("That day has passed; complete it as soon as you can.")
            told[language] = past if is_past else gettext("That day is the last one that counts.")
    return told


def occasion(task: TrainingTask, days: int) -> str:
    """One notice for each task, date and rule; a new date is a new occasion."""
    return f"{task.pk}:{task.due_on}:{days}"


def people_late(start: dt.date, end: dt.date, reader: User | None) -> Iterator[Due]:
    """To whoever looks after the training: how many people of the body passed a date a week ago (2 queries)."""
    rows = _open_tasks(start - ESCALATED * DAY, end - ESCALATED * DAY).order_by()
    late = {
        (organisation, due_on): number
        for organisation, due_on, number in rows.values_list("organisation", "due_on").annotate(
            n=Count("membership", distinct=True)
        )
    }
    bodies = {organisation for organisation, _due in late}
    leaders = Membership.objects.present().filter(organisation__in=bodies).exclude(role=Role.LEARNER)
    leaders = leaders.select_related("person", "organisation")
    of_body: dict[object, list[Membership]] = {}
    for one in leaders.filter(person=reader) if reader else leaders:
        of_body.setdefault(one.organisation_id, []).append(one)
    for (organisation, due_on), number in late.items():
        for leader in of_body.get(organisation, []):
            yield _escalated(leader, leader.organisation, due_on, number)


def _escalated(leader: Membership, body: Organisation, due_on: dt.date, number: int) -> Due:
    assert leader.person is not None  # noqa: S101 - `present` has people alone
    facts = {"organisation": body.name, "n": number, "due_on": due_on.isoformat()}
    address = reverse("training:matrix", args=[body.slug]) + "?state=overdue"
    return Due(due_on + ESCALATED * DAY, leader.person, f"{body.pk}:{due_on}", facts, address)


def _open_tasks(first: dt.date, last: dt.date) -> "QuerySet[TrainingTask]":
    open_ = TrainingTask.objects.live().filter(done_on=None, due_on__range=(first, last), membership__until=None)
    return open_.order_by("due_on", "pk")


ASSIGNED = Kind(
    code="courses.training_assigned",
    room=ROOM,
    name=_("My organisation assigned me something to learn"),
    rule=_("Goes when your organisation assigns you a course or a track."),
    subject=_("%(organisation)s assigned you: %(what)s"),
    text=_("By %(by)s, until %(due_on)s. Reason: %(reason)s"),
)
RECALLED = Kind(
    code="courses.training_recalled",
    room=ROOM,
    name=_("My organisation recalled something it had assigned"),
    rule=_("Goes when your organisation recalls a course or a track it had assigned to you."),
    subject=_("%(organisation)s recalled: %(what)s"),
    text=_("What you have learned and your credit hours stay yours. Reason: %(reason)s"),
)
REMINDED = Kind(
    code="courses.training_reminded",
    room=ROOM,
    name=_("My organisation reminds me of a task"),
    rule=_("Goes when somebody of your organisation reminds you of a task: once in three days for each task at most."),
    subject=_("%(organisation)s reminds you: %(what)s"),
    text=_("%(by)s asks you to complete it. The nearest date: %(due_on)s."),
)
DUE = Kind(
    code="courses.training_due",
    room=ROOM,
    name=_("The date of a task draws near or has passed"),
    rule=_("Goes 14 days and 3 days before the date of a task of your organisation, on that day, and 7 days after it."),
    subject=_("%(what)s: until %(due_on)s"),
    text=_("%(state)s Assigned by %(organisation)s. Reason: %(reason)s"),
    delivery=Delivery.DIGEST,
    due=tasks_near,
    late_days=2,
)
LATE = Kind(
    code="courses.training_late",
    room=ROOM,
    name=_("People of my organisation are late"),
    rule=_("Goes to whoever looks after the training of an organisation, 7 days after a date that people did not keep."),
    subject=_("%(organisation)s: %(n)s people did not keep the date of %(due_on)s"),
    text=_("They were reminded before, on and after the date. See who they are, and talk to them."),
    delivery=Delivery.DIGEST,
    due=people_late,
    late_days=2,
)
KINDS = (ASSIGNED, RECALLED, REMINDED, DUE, LATE)
