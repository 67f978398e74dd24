"""The first page of an exam (首页): nothing answered yet, the first question on show. In a rush nearly every page is one.

What is the same for all who sit this exam in this language is rendered once by each process, by the very template, with
signs where a candidate's own things go; then it is only filled in. Every other page is rendered as a whole (paging.py).
"""

import re
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from cms import pagecache
from core.memory import Memory
from exams import sealing_keys, stencils
from exams.models import Attempt, AttemptItem
from exams.paging import Cell, ExamPage, Review
from exams.presentation import local_clock, question
from exams.wording import clock, minutes_left

# Signs no text of the page holds (Unicode's private use); a page that does hold one is rendered as a whole.
SIGNS = "\ue0d0\ue0d1\ue0d2\ue0d3\ue0d4\ue0d5\ue0d6\ue0d7\ue0d8\ue0d9"
ATTEMPT, EPOCH, REMAINING, LEFT, MINUTES, ENDS, TOKEN, EMAIL, STAGE, WAITING = tuple(SIGNS)
_SIGN = re.compile(f"([{SIGNS}])")


def first_page(request: HttpRequest, attempt: Attempt, items: Sequence[AttemptItem], person: User) -> HttpResponse | None:
    """The page of an attempt of which nothing is answered; None where it has to be rendered as a whole."""
    generation, language = pagecache.generation(), get_language() or ""
    if not generation or len(get_messages(request)):
        return None
    sealing, title = sealing_keys.offered(), attempt.exam.title_in(language)
    key = (generation, request.get_host(), language, title, len(items), items[0].slot, astuple(sealing))
    parts = _kept.kept(key, lambda: _parts(request, attempt, items, title, sealing))
    if parts is None:
        return None
    number, token, remaining = str(attempt.pk), get_token(request), attempt.remaining_ms()
    address = reverse("exams:responses", args=[number])
    own = {
        ATTEMPT: number,
        EPOCH: str(attempt.session_epoch),
        REMAINING: str(remaining),
        LEFT: clock(remaining),
        MINUTES: str(minutes_left(remaining)),
        ENDS: local_clock(attempt.deadline_at),
        TOKEN: escape(token),
        EMAIL: escape(person.email),
        STAGE: stencils.shown(items[0], language, action=address, token=token, epoch=attempt.session_epoch),
        WAITING: "".join(stencils.waiting(item, None, language) for item in items[1:]),
    }
    return HttpResponse("".join(own.get(part, part) for part in parts))


def _parts(request: HttpRequest, attempt: Attempt, items: Sequence[AttemptItem], title: str, sealing: Any) -> list[str] | None:
    """The page cut at its signs, each a part of its own."""
    number, language = str(attempt.pk), get_language() or ""
    left = _("{n} minutes left. After handing in nothing can be changed.")
    page = ExamPage(
        attempt=number,
        exam_title=title,
        ends=ENDS,
        left=LEFT,
        remaining_ms=cast(int, REMAINING),
        epoch=cast(int, EPOCH),
        current=question(items[0], None, language),
        waiting=mark_safe(WAITING),  # noqa: S308 - a sign
        cells=[Cell(item.slot, False, item is items[0]) for item in items],
        review=Review(left.format(n=MINUTES), len(items), [item.slot for item in items]),
    )
    context = {"page": page, "sealing": sealing, "error": "", "csrf_cookie": settings.CSRF_COOKIE_NAME}
    own = {"csrf_token": TOKEN, "email": EMAIL, "stage": STAGE}
    html = render_to_string("exams/attempt.html", {**context, **own}, request).replace(number, ATTEMPT)
    parts = _SIGN.split(html)
    # Stage and questions stand once each: more means that a text holds a sign of ours.
    return parts if _SIGN.search(title) is None and parts.count(STAGE) == parts.count(WAITING) == 1 else None


_kept: Memory[tuple[Any, ...], list[str] | None] = Memory(60, lambda keys: {})
