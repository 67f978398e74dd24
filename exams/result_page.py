"""The page of a result (成绩页): what it says, as texts and claims, so that it is rendered once by its shape (cms/shapes.py)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from cms import shapes
from core.clock import now
from exams import appealing, looking_back, resits
from exams.models import Attempt, Exam, Result
from exams.telling import Bar, Report, report, shown

if TYPE_CHECKING:
    from courses.dashboard import Section


@dataclass(frozen=True)
class Slip:
    """What was handed in, when, and the receipt to prove it."""

    attempt: UUID
    at: str
    reason: str
    receipt: str
    may_keep: bool
    is_own: bool


@dataclass(frozen=True)
class Appeal:
    """How to ask for a review of a result, or how far it is."""

    result: UUID
    attempt: UUID
    state: SafeString
    url: str
    until: str
    may_ask: bool
    may_look: bool
    is_own: bool


@dataclass(frozen=True)
class ResultPage:
    """Everything on it but head, foot, and what the rooms above add."""

    result: UUID
    attempt: UUID
    title: str
    ordinal: str
    day: str
    passed: bool
    total: str
    cut_score: str
    short_by: str
    missed: str
    is_void: bool
    replaces: bool
    is_appeals: bool
    retry_url: str
    resit: Sequence[str]
    resit_url: str
    sat_once: bool
    scale: SafeString
    bars: SafeString
    weak: SafeString
    may_look: bool
    is_own: bool
    took: str
    released: str
    attempts_left: int
    wait: Sequence[str]
    slip: Slip
    appeal: Appeal


def result_page(request: HttpRequest, result: Result, reader: User, extras: "Sequence[Section]") -> HttpResponse:
    """The page of this result for whoever may see it; `extras` is what the rooms above add."""
    told = mark_safe("".join(render_to_string(extra["template"], {"extra": extra["context"]}, request) for extra in extras))  # noqa: S308 - rendered
    own = {"page": _page(result, report(result), reader), "extras": told}
    return shapes.page(request, "exams/result.html", own, reader.full_name, section="exams")


def slip(attempt: Attempt, *, is_own: bool = True) -> Slip:
    """The slip of an attempt that was handed in."""
    at = date_format(localtime(attempt.submitted_at), "DATETIME_FORMAT") if attempt.submitted_at else ""
    may_keep = "own" in attempt.exam_version.review_policy.get("after_submit", ())
    return Slip(attempt.pk, at, attempt.get_submit_reason_display(), attempt.receipt_sha256, may_keep, is_own)


def _page(result: Result, told: Report, reader: User) -> ResultPage:
    attempt, is_own = result.attempt, result.attempt.candidate_id == reader.pk
    may_look = looking_back.is_offered(attempt)
    resit = resits.offer(result)
    return ResultPage(
        result=result.pk,
        attempt=attempt.pk,
        title=told.title,
        ordinal=str(told.ordinal),
        day=_day(attempt.submitted_at),
        passed=result.passed,
        total=told.total,
        cut_score=told.cut_score,
        short_by=shown(result.short_by) if result.short_by else "",
        missed=_(", ").join(told.missed),
        is_void=attempt.state == Attempt.State.VOID,
        replaces=result.cause != Result.Cause.INITIAL,
        is_appeals=result.cause == Result.Cause.APPEAL,
        retry_url=told.retry_url,
        resit=resit.sentences,
        resit_url=resit.url if is_own else "",
        sat_once=attempt.exam.kind == Exam.Purpose.SPOT_CHECK,
        scale=shapes.part("components/score_scale.html", scale=told.scale, passed=result.passed),
        bars=mark_safe("".join(map(_bar, told.bars))),  # noqa: S308 - rendered by its template
        weak=mark_safe("".join(map(_weak, told.weak))),  # noqa: S308 - rendered by its template
        may_look=may_look,
        is_own=is_own,
        took=told.took,
        released=_day(result.released_at),
        attempts_left=told.attempts_left,
        wait=told.wait,
        slip=slip(attempt, is_own=is_own),
        appeal=_appeal(result, is_own, may_look),
    )


def _appeal(result: Result, is_own: bool, may_look: bool) -> Appeal:
    made, until = (appealing.standing(result) if result.is_released else None), appealing.deadline(result)
    state = render_to_string("components/case_state.html", {"case": made}) if made else SafeString("")
    url = made.get_absolute_url() if made else ""
    return Appeal(result.pk, result.attempt_id, state, url, _day(until), is_own and now() <= until, may_look, is_own)


def _bar(bar: Bar) -> SafeString:
    return shapes.part("components/result_bar.html", bar=bar, state=bar.state)


def _weak(bar: Bar) -> SafeString:
    return shapes.part("components/result_weak.html", bar=bar)


def _day(moment: dt.datetime | None) -> str:
    return date_format(localtime(moment), "DATE_FORMAT") if moment else ""
