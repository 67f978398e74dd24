"""Writing GIFT. What it cannot express (ordering, cases, several blanks) is listed; where an item is used goes into a comment."""

import json
from collections.abc import Callable, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any

from exams.exchange import spelling
from exams.exchange.drafts import Draft, Finding, Line, Place, Written, said
from exams.exchange.gift.source import OURS, WEIGHT, escaped
from exams.exchange.richtext import to_html
from exams.keys import BLANK
from exams.languages import SOURCE

HUNDRED = Decimal(100)


def write(drafts: Sequence[Draft], locale: str) -> Written:
    """The drafts as GIFT in one language, UTF-8."""
    language = locale or "zh-hans"
    pieces, findings = list[str](), list[Finding]()
    category = ""
    for draft in drafts:
        if (reason := _unfit(draft)) is not None:
            findings.append(Finding("unknown", Place(), reason, {"code": draft.code}))
            continue
        if language not in draft.stem:
            findings.append(Finding("warning", Place(), "gift-not-in-language", {"code": draft.code}))
        of, area = next(iter(draft.areas.items()), ("", ""))
        if (there := f"{of}/{area}" if of else "") != category:
            pieces.append(f"$CATEGORY: {there or 'top'}")
            category = there
        pieces.append(_question(draft, language))
    return Written(("\n\n".join(pieces) + "\n").encode(), tuple(findings))


def _unfit(draft: Draft) -> str | None:
    if draft.kind in ("ordering", "case"):
        return f"gift-no-{draft.kind}"
    words = [text for line in (*draft.left, *draft.right) for text in line.text.values()]
    words += [one["text"] for blank in draft.key.get("blanks", ()) for one in blank]
    if any("->" in text for text in words):
        return "gift-arrow"
    return "gift-no-blanks" if draft.kind == "fillin" and draft.blanks != 1 else None


def _question(draft: Draft, locale: str) -> str:
    texts = [said(draft.stem, locale), said(draft.explanation, locale)]
    texts += [said(line.text, locale) for line in (*draft.choices, *draft.left, *draft.right)]
    is_html = any(sign in text for text in texts for sign in ("**", "<", "&", "\n"))

    form = "[html]" if is_html else "[plain]" if texts[0].startswith("[") else ""

    def spelt(text: str) -> str:
        return escaped(to_html(text) if is_html else text)

    explanation = said(draft.explanation, locale)
    inside = _ANSWERS[draft.kind](draft, locale, spelt) + (f" ####{spelt(explanation)}" if explanation else "")
    stem = said(draft.stem, locale)
    before, gap, after = stem.partition(BLANK) if draft.kind == "fillin" else (stem, "", "")
    asked = f"{spelt(before)}{{{inside}}}{spelt(after)}" if gap and after else f"{spelt(before)} {{{inside}}}"
    head = f"::{escaped(draft.code)}::" + form
    return "\n".join([*_comments(draft, locale), f"{head}{asked}"])


def _comments(draft: Draft, locale: str) -> list[str]:
    tags = "".join(f" [tag:{tag}]" for tag in draft.tags)
    told: dict[str, Any] = {
        "kind": draft.kind,
        "language": locale if locale in draft.stem else SOURCE,
        "difficulty": draft.difficulty,
        "areas": dict(draft.areas),
        "objective": draft.objective,
        "source": draft.source,
        "purpose": draft.purpose,
        "marks": str(draft.marks),
        "rule": draft.rule,
    }
    if draft.unit:
        told["unit"] = draft.unit
    if draft.choices:
        told["last"] = [line.id for line in draft.choices if line.last]
    if draft.rubric:
        told["rubric"] = [
            {"text": {locale: said(line["text"], locale)}, "marks": str(line["marks"])} for line in draft.rubric[0]["lines"]
        ]
    return [f"// [id:{draft.code}]{tags}", OURS + json.dumps(told, ensure_ascii=False)]


Spelt = Callable[[str], str]


def _single(draft: Draft, locale: str, spelt: Spelt) -> str:
    return _listed(draft.choices, locale, spelt, lambda line: "=" if line.id == draft.key["correct"] else "~")


def _multiple(draft: Draft, locale: str, spelt: Spelt) -> str:
    if draft.rule == "map_response":
        worth = {name: Decimal(str(share)) / draft.marks * HUNDRED for name, share in draft.key["map"].items()}
    else:
        right = draft.key["correct"]
        share = (HUNDRED / len(right)).quantize(Decimal("0.00001"), ROUND_DOWN)
        worth = {line.id: share if line.id in right else -HUNDRED for line in draft.choices}
    return _listed(draft.choices, locale, spelt, lambda line: f"~%{spelling.plain(worth.get(line.id, Decimal(0)))}%")


def _listed(lines: Sequence[Line], locale: str, spelt: Spelt, sign: Callable[[Line], str]) -> str:
    return " ".join(f"{_weighed(sign(line), spelt(said(line.text, locale)))}" for line in lines)


def _weighed(sign: str, text: str) -> str:
    """With an explicit weight where the text itself begins like one."""
    return f"{sign}%{100 if sign == '=' else 0}%{text}" if len(sign) == 1 and WEIGHT.match(text) else f"{sign}{text}"


def _truefalse(draft: Draft, _locale: str, _spelt: Spelt) -> str:
    return "TRUE" if draft.key["correct"] else "FALSE"


def _numeric(draft: Draft, _locale: str, _spelt: Spelt) -> str:
    value, share = Decimal(draft.key["value"]), Decimal(draft.key.get("relative", "0"))
    tolerance = max(Decimal(draft.key.get("tolerance", "0")), abs(value) * share)
    return f"#{spelling.plain(value)}:{spelling.plain(tolerance)}"


def _matching(draft: Draft, locale: str, spelt: Spelt) -> str:
    right = {line.id: spelt(said(line.text, locale)) for line in draft.right}
    pairs = draft.key["pairs"]
    told = [f"={spelt(said(line.text, locale))} -> {right[pairs[line.id]]}" for line in draft.left]
    return " ".join([*told, *(f"= -> {words}" for name, words in right.items() if name not in pairs.values())])


def _words(draft: Draft, _locale: str, spelt: Spelt) -> str:
    if draft.rule == "manual":
        return ""
    shares = [(Decimal(one.get("weight", "1")) * HUNDRED, one["text"]) for one in draft.key["blanks"][0]]
    return " ".join(
        f"=%{spelling.plain(share)}%{spelt(text)}" if share != HUNDRED else f"={spelt(text)}" for share, text in shares
    )


_ANSWERS: dict[str, Callable[[Draft, str, Spelt], str]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "numeric": _numeric,
    "matching": _matching,
    "fillin": _words,
    "short": _words,
}
