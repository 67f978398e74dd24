"""The questions that wait in the exam page, filled in from stencils. A paper of 16 used to cost 16 renderings for every
candidate; now each wording is rendered once per process and language, and a candidate's slot, letters and answer are
put into it. The templates stay the only place that knows how a question looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.memory import Memory
from exams.answers import Counted
from exams.models import AttemptItem, ItemVersion, Kind
from exams.presentation import LETTERS, Option, Question, local_clock, question
from exams.wording import worth

# Signs no wording holds (Unicode's private use); a wording that does gets no stencil.
SLOT, SEQ, SAVED, WORTH, BODY, LETTER, ACTION, TOKEN, EPOCH = SIGNS = "\ue0f0\ue0f1\ue0f2\ue0f3\ue0f4\ue0f5\ue0f6\ue0f7\ue0f8"
KINDS = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUEFALSE)


@dataclass(frozen=True)
class Stencil:
    """A question, waiting and on show, with signs where a candidate's own things go; each choice twice: open, and ticked."""

    question: str
    shown: str
    options: Mapping[str, tuple[str, str]]


def waiting(item: AttemptItem, response: Counted | None, language: str) -> SafeString:
    """The question of `item` as it waits in the exam page, with the answer stored."""
    stencil = _stencil(item, language)
    if stencil is None:
        return render_to_string("components/question.html", {"q": question(item, response, language)})
    return _filled(stencil, stencil.question, item, response)


def shown(item: AttemptItem, language: str, *, action: str, token: str, epoch: int) -> SafeString:
    """The question of `item` on show, not answered yet: a form that is sent to `action`."""
    stencil = _stencil(item, language)
    if stencil is None:
        context = {"q": question(item, None, language), "action": action, "token": token, "epoch": epoch}
        return render_to_string("components/question.html", context)
    own = stencil.shown.replace(ACTION, escape(action)).replace(TOKEN, escape(token)).replace(EPOCH, str(epoch))
    return _filled(stencil, own, item, None)


def _stencil(item: AttemptItem, language: str) -> Stencil | None:
    return _kept.one((item.item_version, language)) if item.item_version.item.kind in KINDS else None


def _filled(stencil: Stencil, shell: str, item: AttemptItem, response: Counted | None) -> SafeString:
    order = {option: place for place, option in enumerate(item.choice_order)}
    ids = sorted(stencil.options, key=lambda option: order.get(option, len(order)))
    chosen = _chosen(response.value if response else None)
    body = "".join(
        stencil.options[option][option in chosen].replace(LETTER, letter) for letter, option in zip(LETTERS, ids, strict=False)
    )
    html = shell.replace(BODY, body).replace(SLOT, str(item.slot)).replace(WORTH, escape(worth(item.max_marks)))
    seq, saved = (str(response.seq), local_clock(response.received_at)) if response else ("0", "")
    return mark_safe(html.replace(SEQ, seq).replace(SAVED, saved))  # noqa: S308 - rendered by the template, all else escaped


def _chosen(value: Any) -> frozenset[str]:
    if isinstance(value, bool):
        return frozenset({"true" if value else "false"})
    return frozenset(value) if isinstance(value, list) else frozenset({str(value)}) if value is not None else frozenset()


def _made_all(keys: list[tuple[ItemVersion, str]]) -> dict[tuple[ItemVersion, str], Stencil | None]:
    return {(version, language): _made(version, language) for version, language in keys}


def _made(version: ItemVersion, language: str) -> Stencil | None:
    plain = question(AttemptItem(slot=1, item_version=version, choice_order=[], max_marks=Decimal(1)), None, language)
    # The template prints what it is given: a sign in place of a number.
    q = replace(plain, slot=cast(int, SLOT), seq=cast(int, SEQ), saved_at=SAVED, worth=WORTH)
    if any(sign in text for sign in SIGNS for text in _texts(plain)):
        return None
    context = {"q": q, "body": BODY}
    shell = render_to_string("components/question.html", context)
    form = render_to_string("components/question.html", {**context, "action": ACTION, "token": TOKEN, "epoch": EPOCH})
    return Stencil(shell, form, {option.id: (_choice(q, option, False), _choice(q, option, True)) for option in plain.options})


def _texts(plain: Question) -> list[str]:
    """All an author has written into it."""
    return [plain.stem, plain.picture.alt if plain.picture else "", *(option.text for option in plain.options)]


def _choice(q: Any, option: Option, chosen: bool) -> str:
    context = {"q": q, "option": replace(option, letter=LETTER, chosen=chosen)}
    return render_to_string("components/question_option.html", context)


# A version is equal to another of the same number in the database.
_kept: Memory[tuple[ItemVersion, str], Stencil | None] = Memory(4000, _made_all)
