"""The exams there are, and what one person has done in them: for the index, the start page and the dashboard."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Prefetch, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from core.clock import now
from exams import papers, rush
from exams.models import Area, Attempt, Exam, ExamVersion, Registration, Result, Sitting
from exams.passing import cut_off
from exams.wording import minutes_left, plain, rules


@dataclass(frozen=True)
class Rules:
    """What an exam asks, in figures and sentences."""

    code: str
    title: str
    minutes: int
    items: int
    marks: str
    cut_score: str
    attempts: int
    months: int
    sentences: list[str]
    sat_once: bool = False


@dataclass(frozen=True)
class Offer:
    """An exam and when it may be sat."""

    rules: Rules
    sittings: list[Sitting]
    is_spot_check: bool = False


@dataclass(frozen=True)
class Row:
    """One attempt in a list: which, when, and what came of it, in words."""

    title: str
    ordinal: int
    at: dt.datetime
    state: str
    tone: str
    icon: str
    url: str
    score: str
    is_open: bool
    minutes: int


def area_names(credential: str) -> Callable[[str], str]:
    """The names of a credential's areas (one query, in a rush none); an area nobody named is told by its code."""
    language = get_language() or ""
    named = papers.recent(("areas", credential), lambda: rush.areas(credential))
    names = {area.code: area.name_in(language) for area in named}
    return lambda code: names.get(code, code)


def rules_of(version: ExamVersion, names: Callable[[str], str]) -> Rules:
    """The rules of one version of an exam (one query for its blueprint unless it was prefetched)."""
    cells = list(version.blueprint.all())
    return Rules(
        code=version.exam.code,
        title=version.exam.title_in(get_language() or ""),
        minutes=version.duration_s // 60,
        items=sum(cell.count for cell in cells),
        marks=plain(sum((cell.marks_each * cell.count for cell in cells), Decimal(0))),
        cut_score=plain(version.cut_score),
        attempts=version.max_attempts,
        months=version.attempts_window_months,
        sentences=rules(version, names, sorted({cell.area for cell in cells if cell.area})),
        sat_once=version.exam.kind == Exam.Purpose.SPOT_CHECK,
    )


def offers() -> list[Offer]:
    """Every exam with its newest rules and its announced sittings: four queries, however many there are."""
    newest = Exam.objects.exclude(kind=Exam.Purpose.PRACTICE).annotate(highest=Max("versions__number"))
    wanted = {exam.pk: exam.highest for exam in newest}
    versions = (
        ExamVersion.objects.filter(exam__in=wanted).select_related("exam").order_by("exam__code").prefetch_related("blueprint")
    )
    names = _all_area_names()
    sittings: dict[int, list[Sitting]] = {}
    for sitting in Sitting.objects.announced().for_anybody().told().with_seats().order_by("opens_at"):
        sittings.setdefault(sitting.exam_version.exam_id, []).append(sitting)
    found = [
        Offer(
            rules_of(version, names(version.exam.credential)),
            sittings.get(version.exam_id, []),
            version.exam.kind == Exam.Purpose.SPOT_CHECK,
        )
        for version in versions
        if version.number == wanted[version.exam_id]
    ]
    # What can be sat comes first; a spot check that nobody has called is nobody's business.
    told = [offer for offer in found if offer.sittings or not offer.is_spot_check]
    return sorted(told, key=lambda offer: not offer.sittings)


def _all_area_names() -> Callable[[str], Callable[[str], str]]:
    language = get_language() or ""
    names = {(area.credential, area.code): area.name_in(language) for area in Area.objects.all()}
    return lambda credential: lambda code: names.get((credential, code), code)


def registrations_of(user: User) -> list[Registration]:
    """What one is registered for and has not sat yet, the next first: one query. Walk-in sittings need no telling."""
    to_come = Q(sitting__state__in=["open", "cancelled"]) & (Q(sitting__closes_at=None) | Q(sitting__closes_at__gt=now()))
    mine = Registration.objects.live().filter(to_come, candidate=user, sitting__walk_in=False)
    return list(mine.told().order_by("sitting__opens_at"))


def arrangement_told(registration: Registration) -> list[str]:
    """What is arranged for this person, in sentences; nothing for most."""
    said = []
    if registration.time_factor > 1:
        said.append(_("%(factor)s times the time") % {"factor": plain(registration.time_factor)})
    if registration.extra_s:
        said.append(_("%(minutes)s minutes more") % {"minutes": registration.extra_s // 60})
    return said + ([registration.other_arrangements] if registration.other_arrangements else [])


def attempts_of(user: User) -> list[Row]:
    """A person's attempts, newest first: two queries."""
    released = Result.objects.current().released()
    attempts = (
        Attempt.objects.filter(candidate=user)
        .select_related("exam", "exam_version")
        .prefetch_related(Prefetch("results", queryset=released, to_attr="told_results"))
    )
    return [_row(attempt) for attempt in attempts]


def _row(attempt: Attempt) -> Row:
    results: list[Result] = attempt.told_results  # type: ignore[attr-defined]  # set by the prefetch above
    result = results[0] if results else None
    state, tone, icon = _state(attempt, result)
    return Row(
        title=attempt.exam.title_in(get_language() or ""),
        ordinal=attempt.ordinal,
        at=attempt.submitted_at or attempt.started_at,
        state=state,
        tone=tone,
        icon=icon,
        url=result.get_absolute_url() if result else reverse("exams:attempt", args=[attempt.pk]),
        score=plain(cut_off(result.total, 2)) if result else "",
        is_open=attempt.in_progress and not attempt.is_over(),
        minutes=minutes_left(attempt.remaining_ms()),
    )


def _state(attempt: Attempt, result: Result | None) -> tuple[str, str, str]:
    """What stands beside an attempt: words, tone, icon."""
    if attempt.state == Attempt.State.VOID:
        return _("Void"), "", "slash"
    if result:
        return (_("Passed"), "is-ok", "check") if result.passed else (_("Not passed"), "is-bad", "cross")
    if attempt.in_progress and not attempt.is_over():
        return _("In progress"), "is-sea", "clock"
    return _("Handed in, result to come"), "is-brass", "clock"
