"""One draft in one language as a QTI 3.0 assessment item."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from exams.exchange import images, schemes
from exams.exchange.drafts import Draft, Line, Part, said
from exams.exchange.markup import Element, written
from exams.exchange.notation import BLANK, plain
from exams.exchange.qti import processing
from exams.exchange.qti.names import LANG, TAGS, identifier
from exams.exchange.qti.processing import q

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_JUDGED = {"zh-hans": ("正确", "错误"), "zh-hant": ("正確", "錯誤"), "en": ("True", "False")}


def item(draft: Draft, locale: str, name: str) -> Element:
    """The item named `name`, as a reader of `locale` gets it."""
    shown = [q("p", q("img", src=f"../{media(draft)}", alt=said(draft.picture.alt, locale)))] if draft.picture else []
    body = q("qti-item-body", *shown, *_blocks(draft, locale), *_SCORERS.get(draft.rule, _none)(draft, locale))
    explanation = said(draft.explanation, locale) if draft.explanation else ""
    title = draft.title or draft.code or said(draft.stem, locale)[:60]
    element = q("qti-assessment-item", identifier=name, title=" ".join(written(title).split()) or name, adaptive="false")
    element.set("time-dependent", "false")
    element.set(LANG, TAGS.get(locale, locale))
    element.set("tool-name", "haizhun")
    element.extend([*_responses(draft), *_outcomes(draft, bool(explanation)), body])
    deeds = processing.processing(draft, has_feedback=bool(explanation))
    if deeds is not None:
        element.append(deeds)
    if explanation:
        element.append(_feedback(explanation))
    return element


def media(draft: Draft) -> str:
    """Where the draft's picture lies in the package; equal pictures are one file."""
    if draft.picture is None:
        return ""
    data = draft.picture.data
    return f"media/{hashlib.sha256(data).hexdigest()[:32]}.{images.ending(data) or 'png'}"


def _outcomes(draft: Draft, has_feedback: bool) -> list[Element]:
    is_human = draft.rule == "manual"
    found = [processing.outcome("SCORE", "float", "0", highest=draft.marks, is_human=is_human)]
    found.append(processing.outcome("MAXSCORE", "float", plain(draft.marks)))
    found += [
        processing.outcome(identifier(f"SCORE_{part.id}"), "float", "0", highest=part.marks, is_human=True)
        for part in draft.parts
    ]
    return [*found, processing.outcome("FEEDBACK", "identifier")] if has_feedback else found


def _responses(draft: Draft) -> list[Element]:
    key = draft.key
    if draft.kind == "truefalse":
        return [processing.declaration("RESPONSE", "single", "identifier", ["true" if key["correct"] else "false"])]
    if draft.kind == "multiple":
        return [processing.ticks(draft)]
    if draft.rule == "text":
        names = [_response(place, draft.blanks) for place in range(1, draft.blanks + 1)]
        pairs = zip(names, key["blanks"], strict=True)
        return [
            processing.declaration(name, "single", "string", [words[0]["text"]], processing.word_mapping(words))
            for name, words in pairs
        ]
    if draft.rule == "pairs":
        pairs_said = [f"{_left(left)} {_right(right)}" for left, right in key["pairs"].items()]
        worth = dict.fromkeys(pairs_said, Decimal(1))
        return [processing.declaration("RESPONSE", "multiple", "directedPair", pairs_said, processing.mapping(worth))]
    simple: dict[str, tuple[str, str, list[str]]] = {
        "match_correct": ("single", "identifier", [identifier(str(key.get("correct", "")))]),
        "order_pairs": ("ordered", "identifier", list(map(identifier, key.get("order", ())))),
        "numeric": ("single", "float", [str(key.get("value", ""))]),
    }
    if draft.rule in simple:
        return [processing.declaration("RESPONSE", *simple[draft.rule])]
    names = [identifier(f"RESPONSE_{part.id}") for part in draft.parts] or ["RESPONSE"]
    return [processing.declaration(name, "single", "string") for name in names]


def _response(place: int, of: int) -> str:
    return "RESPONSE" if of == 1 else f"RESPONSE_{place}"


def _blocks(draft: Draft, locale: str) -> list[Element]:
    """The question and its interactions."""
    stem = said(draft.stem, locale)
    if draft.kind == "fillin" or (draft.kind == "numeric" and BLANK in stem):
        return _paragraphs(stem, _entries(draft))
    interaction = _INTERACTIONS[draft.kind]
    return [*_paragraphs(stem), *interaction(draft, locale)]


def _entries(draft: Draft) -> Iterator[Element]:
    """An entry for each blank, as they are asked for."""
    of = max(1, draft.blanks)
    for place in range(1, of + 1):
        yield q("qti-text-entry-interaction", **{"response-identifier": _response(place, of)})


def _choice(draft: Draft, locale: str) -> list[Element]:
    choices = [_simple(line.id, said(line.text, locale), is_fixed=line.last) for line in draft.choices]
    most = "1" if draft.kind == "single" else "0"
    return [_interaction("qti-choice-interaction", choices, shuffle="true", **{"max-choices": most})]


def _truefalse(draft: Draft, locale: str) -> list[Element]:
    right, wrong = _JUDGED.get(locale, _JUDGED["en"])
    choices = [_simple("true", right, is_fixed=True), _simple("false", wrong, is_fixed=True)]
    return [_interaction("qti-choice-interaction", choices, shuffle="false", **{"max-choices": "1"})]


def _order(draft: Draft, locale: str) -> list[Element]:
    choices = [_simple(line.id, said(line.text, locale), is_fixed=False) for line in draft.choices]
    return [_interaction("qti-order-interaction", choices, shuffle="true")]


def _match(draft: Draft, locale: str) -> list[Element]:
    lefts = q("qti-simple-match-set", *(_associable(_left(line.id), line, locale, 1) for line in draft.left))
    rights = q("qti-simple-match-set", *(_associable(_right(line.id), line, locale, 0) for line in draft.right))
    most = str(len(draft.left))
    return [_interaction("qti-match-interaction", [lefts, rights], shuffle="true", **{"max-associations": most})]


def _number(draft: Draft, locale: str) -> list[Element]:
    line = q("p", *_entries(draft))
    if draft.unit:
        line[-1].tail = " " + written(draft.unit)
    return [line]


def _extended(draft: Draft, locale: str) -> list[Element]:
    return [_interaction("qti-extended-text-interaction", [])]


def _case(draft: Draft, locale: str) -> list[Element]:
    return [_part(part, locale) for part in draft.parts]


def _part(part: Part, locale: str) -> Element:
    prompt = q("qti-prompt", *_paragraphs(said(part.text, locale)))
    return _interaction("qti-extended-text-interaction", [prompt], name=identifier(f"RESPONSE_{part.id}"))


_INTERACTIONS: dict[str, Callable[[Draft, str], list[Element]]] = {
    "single": _choice,
    "multiple": _choice,
    "truefalse": _truefalse,
    "numeric": _number,
    "matching": _match,
    "ordering": _order,
    "short": _extended,
    "case": _case,
}


def _interaction(tag: str, inner: Sequence[Element], *, name: str = "RESPONSE", **more: str) -> Element:
    return q(tag, *inner, **{"response-identifier": name, **more})


def _simple(name: str, text: str, *, is_fixed: bool) -> Element:
    element = q("qti-simple-choice", *_inline(text), identifier=identifier(name))
    if is_fixed:
        element.set("fixed", "true")
    return element


def _associable(name: str, line: Line, locale: str, most: int) -> Element:
    inner = _inline(said(line.text, locale))
    return q("qti-simple-associable-choice", *inner, identifier=name, **{"match-max": str(most)})


def _left(name: str) -> str:
    """Both sides may use the same letters; an item may use each identifier once."""
    return identifier(f"L-{name}")


def _right(name: str) -> str:
    return identifier(f"R-{name}")


def _none(draft: Draft, locale: str) -> list[Element]:
    return []


def _scheme(draft: Draft, locale: str) -> list[Element]:
    """What the marker goes by; candidates never see it."""
    lines = schemes.write(draft.rubric, locale)
    if not lines:
        return []
    content = q("qti-content-body", *_paragraphs(lines))
    return [q("qti-rubric-block", content, use="scoring", view="scorer")]


_SCORERS: dict[str, Callable[[Draft, str], list[Element]]] = {"manual": _scheme}


def _feedback(text: str) -> Element:
    content = q("qti-content-body", *_paragraphs(text))
    names = {"outcome-identifier": "FEEDBACK", "show-hide": "show"}
    return q("qti-modal-feedback", content, identifier="explanation", **names)


def _paragraphs(text: str, entries: Iterator[Element] | None = None) -> list[Element]:
    return [q("p", *_inline(line, entries)) for line in text.split("\n")]


def _inline(text: str, entries: Iterator[Element] | None = None) -> list[str | Element]:
    """Text with emphasis and, where `entries` gives them, an entry for each blank."""
    out: list[str | Element] = []
    for line_place, line in enumerate(text.split("\n")):
        out += [q("br")] if line_place else []
        for place, piece in enumerate(_STRONG.split(line)):
            inner = _filled(piece, entries)
            out += [q("strong", *inner)] if place % 2 else inner
    return out


def _filled(text: str, entries: Iterator[Element] | None) -> list[str | Element]:
    if entries is None or BLANK not in text:
        return [written(text)]
    out: list[str | Element] = []
    for place, piece in enumerate(text.split(BLANK)):
        entry = next(entries, None) if place else None
        out += [entry] if entry is not None else [BLANK] if place else []
        out.append(written(piece))
    return out
