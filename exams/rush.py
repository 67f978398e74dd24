"""What a rush asks (高峰): the questions that every start, save and handing in puts to the database, each compiled once.

Each says what the queryset in it says. Why here and not where they are asked: docs/algorithms/cost.md.
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    Subquery,
    UUIDField,
)

from accounts.models import User
from core.prepared import Change, Given, Rows, Values
from exams.answers import Counted
from exams.models import AnswerKey, Area, Attempt, AttemptEvent, AttemptItem, Case, Registration, Response, Result, Sitting

_PK, _PERSON, _AT = Given("pk", UUIDField()), Given("person", BigIntegerField()), Given("at", DateTimeField())
_MAY_SIT = (Registration.State.ADMITTED, Registration.State.ATTENDED)


def announced(pk: UUID, at: dt.datetime) -> Sitting | None:
    """The sitting, if the public may know of it, with its exam and rules."""
    return _announced.first(pk=pk, at=at)


def own_attempt(pk: UUID, person: int) -> Attempt | None:
    """The person's own attempt with exam, rules and sitting."""
    return _own_attempt.first(pk=pk, person=person)


def lock_person(person: int) -> None:
    """Serialises all starts of one person; NO KEY, so that rows pointing at the person are not held up."""
    _lock_person.all(person=person)


def lock(pk: UUID) -> Attempt:
    """The attempt as it stands, its row locked, with rules and sitting: what every verb needs at hand.

    SQLite has no row locks: there BEGIN IMMEDIATE locks all.
    """
    return _found(_locked.first(pk=pk))


def lock_lightly(pk: UUID) -> Attempt:
    """As `lock`, for the most frequent deed of all: only the columns it needs, none of the rules' JSON."""
    return _found(_locked_lightly.first(pk=pk))


def attempts_of(person: int) -> list[Attempt]:
    """All attempts of a person, at whatever exam, in their order."""
    return _attempts_of.all(person=person)


def admission(person: int, sitting: UUID) -> Registration | None:
    """An admission to this sitting that no attempt has used yet; one whose attempt was declared void can be used again."""
    return _admission.first(person=person, sitting=sitting)


def attend(registration: Any) -> bool:
    """Mark an admission as used. False: it was given back or refused in this very moment."""
    return bool(_attend.run(registration=registration))


def newest(items: Sequence[int]) -> dict[int, int]:
    """The newest sequence number of each of these items that has an answer."""
    return dict(_newest(len(items)).all(**_numbered(items)))


def counted(attempt: UUID) -> dict[int, Counted]:
    """The newest answer to each item of this attempt that is not late."""
    return {item: Counted(*answer) for item, *answer in _counted.all(pk=attempt) if answer[0] is not None}


def last_event(attempt: UUID) -> tuple[int, str] | None:
    """Number and digest of the newest event."""
    return _last_event.first(pk=attempt)


def close(pk: UUID, **changes: Any) -> bool:
    """End an attempt that is open. False: another did first."""
    return bool(_close.run(pk=pk, **changes))


def release(pk: UUID) -> None:
    """The candidate may read the result of this attempt."""
    _release.run(pk=pk)


def bare_keys(versions: Sequence[int]) -> list[AnswerKey]:
    """Every key of these item versions, the newest of each last: what a machine marks by, without words for people."""
    return _bare_keys(len(versions)).all(**_numbered(versions))


def own_result(pk: UUID, person: int) -> Result | None:
    """One's own released result with attempt, sitting, what came after it, and whether `is_appealed`."""
    return _own_result.first(pk=pk, person=person)


def results_of(person: int, exam: int) -> list[Result]:
    """What a person may know of their attempts at an exam: the released results that hold."""
    return _results_of.all(person=person, exam=exam)


def areas(credential: str) -> list[Area]:
    """The areas of a credential in their order."""
    return _areas.all(credential=credential)


def newest_appeal(attempt: UUID, since: dt.datetime | None) -> Case | None:
    """The appeal about this attempt opened since then."""
    return _newest_appeal.first(pk=attempt, at=since)


def _numbered(values: Sequence[int]) -> dict[str, int]:
    return {f"value{place}": value for place, value in enumerate(values)}


def _given(many: int) -> list[Given]:
    return [Given(f"value{place}", BigIntegerField()) for place in range(many)]


def _as_number(relation: str) -> "ExpressionWrapper[Any]":
    """Of a relation Django takes no values that come later; of a number it does."""
    return ExpressionWrapper(F(relation), BigIntegerField())


def _found(attempt: Attempt | None) -> Attempt:
    if attempt is None:
        raise Attempt.DoesNotExist
    return attempt


@lru_cache(maxsize=256)
def _newest(many: int) -> Values:
    def answers() -> Any:
        told = Response.objects.annotate(item=_as_number("attempt_item")).filter(item__in=_given(many))
        return told.order_by().values_list("item").annotate(newest=Max("seq"))

    return Values(answers)


@lru_cache(maxsize=256)
def _bare_keys(many: int) -> Rows[AnswerKey]:
    def keys() -> Any:
        found = AnswerKey.objects.alias(wording=_as_number("item_version")).filter(wording__in=_given(many))
        return found.defer("explanation", "rubric", "reason").order_by("revision")

    return Rows(keys)


def _counting() -> Any:
    # Sought place by place: a table that filled up since it was last looked over is not read as a whole, and neither are
    # the answers that have been changed since.
    mine = Response.objects.filter(attempt_item=OuterRef("pk"), late=False).order_by("-seq")
    newest = {f"newest_{name}": Subquery(mine.values(name)[:1]) for name in ("seq", "value", "received_at")}
    return AttemptItem.objects.filter(attempt=_PK).annotate(**newest).order_by().values_list("pk", *newest)


def _unused() -> Any:
    # Asked row by row: what every other candidate has used is no concern of this one.
    used = Attempt.objects.filter(registration=OuterRef("pk")).exclude(state=Attempt.State.VOID)
    mine = Registration.objects.filter(~Exists(used), candidate=_PERSON, state__in=_MAY_SIT)
    return mine.filter(sitting=Given("sitting", UUIDField())).order_by("visit")[:1]


def _appeals(**about: Any) -> Any:
    return Case.objects.filter(kind=Case.Kind.APPEAL, **about)


def _light() -> Any:
    columns = ("state", "session_epoch", "deadline_at", "exam_version__grace_s")
    locked = Attempt.objects.select_for_update(of=("self",), no_key=True).select_related("exam_version")
    return locked.only(*columns).filter(pk=_PK).order_by()


_announced = Rows(
    lambda: Sitting.objects.filter(Q(closes_at=None) | Q(closes_at__gt=_AT), state=Sitting.State.OPEN, pk=_PK).told().order_by()
)
_own_attempt = Rows(lambda: Attempt.objects.told().filter(pk=_PK, candidate=_PERSON).order_by())
_lock_person = Rows(lambda: User.objects.select_for_update(no_key=True).only("pk").filter(pk=_PERSON))
_locked = Rows(
    lambda: (
        Attempt.objects.select_for_update(of=("self",), no_key=True)
        .select_related("exam_version", "sitting")
        .filter(pk=_PK)
        .order_by()
    )
)
_locked_lightly = Rows(_light)
_attempts_of = Rows(lambda: Attempt.objects.filter(candidate=_PERSON).order_by("started_at"))
_admission = Rows(_unused)
_attend = Change(
    lambda: Registration.objects.filter(pk=Given("registration", Registration._meta.pk), state__in=_MAY_SIT),
    state=Registration.State.ATTENDED,
)
_counted = Values(_counting)
_last_event = Values(lambda: AttemptEvent.objects.filter(attempt=_PK).order_by("-number").values_list("number", "sha256")[:1])
_close = Change(
    lambda: Attempt.objects.open().filter(pk=_PK),
    state=Attempt.State.SUBMITTED,
    submitted_at=Given("submitted_at", DateTimeField()),
    submit_reason=Given("submit_reason", CharField()),
    receipt_sha256=Given("receipt_sha256", CharField()),
)
_own_result = Rows(
    lambda: (
        Result.objects.select_related("attempt__sitting", "successor")
        .annotate(is_appealed=Exists(_appeals(attempt=OuterRef("attempt"), opened_at__gte=OuterRef("released_at"))))
        .filter(pk=_PK, attempt__candidate=_PERSON, released_at__isnull=False)
        .order_by()
    )
)
_results_of = Rows(
    lambda: Result.objects.current().released().filter(attempt__candidate=_PERSON, attempt__exam=Given("exam", BigIntegerField()))
)
_areas = Rows(lambda: Area.objects.filter(credential=Given("credential", CharField())))
_newest_appeal = Rows(lambda: _appeals(attempt=_PK, opened_at__gte=_AT).order_by("-opened_at")[:1])
_release = Change(lambda: Attempt.objects.filter(pk=_PK), state=Attempt.State.RELEASED)
