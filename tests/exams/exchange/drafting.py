"""Drafts of every kind for property tests, and what two drafts must share to mean the same."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from exams.exchange.drafts import Draft, Line, Part, Picture, Place
from exams.exchange.notation import plain
from exams.exchange.richtext import tidy

LOCALES = (("zh-hans",), ("zh-hans", "en"), ("zh-hans", "zh-hant", "en"))
SIGNS = "质量安全官首席授权条例第九章，。（）“”《》 abcXYZ0129<>&\"'{}~=#%:;,.!?()[]/\\|$^+-@　𠮷é"
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(20)
MARKS = st.sampled_from(["1", "2", "2.5", "10"]).map(Decimal)


def words(least: int = 1) -> st.SearchStrategy[str]:
    """One clean line."""
    return st.text(SIGNS, min_size=least, max_size=12).map(lambda text: tidy(text) or "字")


def texts(locales: tuple[str, ...], lines: int = 1) -> st.SearchStrategy[dict[str, str]]:
    """A text in each language; the languages never read the same."""
    line = st.one_of(words(), words().map(lambda text: f"**{text.strip()}**尾"))
    whole = st.lists(line, min_size=1, max_size=lines).map("\n".join)
    return whole.map(lambda text: {locale: f"{locale[:2].upper()}{locale[-1]}{text}" for locale in locales})


def scheme(draw: Any, locales: tuple[str, ...], part: str, marks: Decimal, area: str = "") -> dict[str, Any]:
    split = [marks - 1, Decimal(1)] if marks > 1 and draw(st.booleans()) else [marks]
    lines = [{"text": draw(texts(locales)), "marks": str(worth)} for worth in split]
    return {"part": part, "area": area, "marks": str(marks), "lines": lines}


@st.composite
def drafts(draw: Any, kind: str = "") -> Draft:
    """A draft the bank could hold."""
    kind = kind or draw(st.sampled_from(sorted(_KINDS)))
    locales = draw(st.sampled_from(LOCALES))
    general = {
        "code": f"{draw(st.sampled_from(['LAW', 'QMS']))}-S-{draw(st.integers(0, 999)):03d}",
        "stem": draw(texts(locales, 3)),
        "explanation": draw(st.one_of(st.just({}), texts(locales, 2))),
        "areas": draw(st.sampled_from([{}, {"QSO": "S1"}, {"CQO": "A", "QSD": "D1"}])),
        "objective": draw(st.sampled_from(["", "LAW-01"])),
        "difficulty": draw(st.integers(1, 5)),
        "source": draw(st.sampled_from(["", "条例 7, 10 <附>"])),
        "tags": tuple(draw(st.lists(st.sampled_from(["法规", "重点", "2026"]), unique=True, max_size=2))),
        "purpose": draw(st.sampled_from(["", "exam", "practice"])),
        "marks": draw(MARKS),
        "picture": draw(st.sampled_from([None, None, Picture(PIXEL, {locale: f"图<{locale}>" for locale in locales})])),
    }
    return Draft(kind=kind, **{**general, **_KINDS[kind](draw, locales, general)})


def _lines(
    draw: Any, locales: tuple[str, ...], least: int, most: int = 5, names: str = "ABCDEF", **more: Any
) -> tuple[Line, ...]:
    count = draw(st.integers(least, most))
    made = [draw(texts(locales)) for _place in range(count)]
    # Two choices never read the same.
    return tuple(
        Line(names[place], {code: f"{text}{place}" for code, text in said.items()}, **more) for place, said in enumerate(made)
    )


def _single(draw, locales, general):
    choices = _lines(draw, locales, 2)
    if draw(st.booleans()):
        choices = (*choices[:-1], replace(choices[-1], last=True))
    return {"choices": choices, "rule": "match_correct", "key": {"correct": draw(st.sampled_from([c.id for c in choices]))}}


def _multiple(draw, locales, general):
    choices = _lines(draw, locales, 3)
    right = sorted(draw(st.sets(st.sampled_from([c.id for c in choices]), min_size=1, max_size=len(choices) - 1)))
    rule = draw(st.sampled_from(["cn_multi", "all_or_nothing", "map_response"]))
    if rule != "map_response":
        return {"choices": choices, "rule": rule, "key": {"correct": right}}
    share = general["marks"] / len(right)
    worth = {choice: plain(share.quantize(Decimal("0.01"))) for choice in right}
    wrong = {choice.id: "-0.25" for choice in choices if choice.id not in right}
    return {"choices": choices, "rule": rule, "key": {"map": {**worth, **wrong}}}


def _truefalse(draw, locales, general):
    return {"rule": "match_correct", "key": {"correct": draw(st.booleans())}}


def _accepted(draw):
    first, *more = draw(st.lists(words(), min_size=1, max_size=3, unique_by=str.casefold))
    weights = draw(st.lists(st.sampled_from(["0.5", "0.25"]), min_size=len(more), max_size=len(more)))
    return [{"text": first}, *({"text": word, "weight": weight} for word, weight in zip(more, weights, strict=True))]


def _fillin(draw, locales, general):
    blanks = [_accepted(draw) for _place in range(draw(st.integers(1, 3)))]
    stem = {locale: text + "____，".join(["在"] * (len(blanks) + 1)) for locale, text in general["stem"].items()}
    return {"stem": stem, "rule": "text", "key": {"blanks": blanks}, "marks": Decimal(len(blanks))}


def _numeric(draw, locales, general):
    value = draw(st.decimals(-(10**6), 10**6, places=3, allow_nan=False, allow_infinity=False))
    unit = draw(st.sampled_from(["", "mm", "元", "%"]))
    key = {"value": f"{value:f}", "tolerance": draw(st.sampled_from(["0", "0.05", "2"])), "units": [unit] if unit else []}
    return {"rule": "numeric", "key": key, "unit": unit}


def _matching(draw, locales, general):
    left = _lines(draw, locales, 2, 4, "1234")
    right = _lines(draw, locales, 2, 5, "abcde")
    pairs = {line.id: draw(st.sampled_from([r.id for r in right])) for line in left}
    return {"left": left, "right": right, "rule": "pairs", "key": {"pairs": pairs}}


def _ordering(draw, locales, general):
    choices = _lines(draw, locales, 3)
    return {"choices": choices, "rule": "order_pairs", "key": {"order": draw(st.permutations([c.id for c in choices]))}}


def _short(draw, locales, general):
    if draw(st.booleans()):
        return {"rule": "text", "key": {"blanks": [_accepted(draw)]}}
    return {"rule": "manual", "rubric": (scheme(draw, locales, "1", general["marks"]),)}


def _case(draw, locales, general):
    worth = draw(st.lists(st.sampled_from([Decimal(2), Decimal(5)]), min_size=1, max_size=3))
    parts = tuple(
        Part(str(place), draw(texts(locales)), marks, draw(st.sampled_from(["", "S1"]))) for place, marks in enumerate(worth, 1)
    )
    rubric = tuple(scheme(draw, locales, part.id, part.marks, part.area) for part in parts)
    return {"parts": parts, "rule": "manual", "rubric": rubric, "marks": sum(worth, Decimal(0))}


_KINDS = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "fillin": _fillin,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "short": _short,
    "case": _case,
}
KINDS = sorted(_KINDS)


def placeless(draft: Draft) -> Draft:
    """A draft wherever it was read."""
    return replace(draft, place=Place())


def meaning(draft: Draft) -> dict[str, Any]:
    """What a draft says, whatever letters its choices bear and wherever they stand."""
    said = {line.id: tuple(line.text.items()) for line in (*draft.choices, *draft.left)}
    right = {line.id: tuple(line.text.items()) for line in draft.right}
    key = dict(draft.key)
    if "pairs" in key:
        key = {"pairs": {said[a]: right[b] for a, b in key["pairs"].items()}}
    elif "order" in key:
        key = {"order": [said[choice] for choice in key["order"]]}
    elif "map" in key:
        key = {"map": {said[choice]: Decimal(worth) for choice, worth in key["map"].items()}}
    elif "correct" in key and said:
        correct = key["correct"]
        key = {"correct": said[correct] if isinstance(correct, str) else sorted(said[choice] for choice in correct)}
    elif "value" in key:
        key |= {"value": Decimal(key["value"]), "tolerance": Decimal(key["tolerance"])}
    return {
        "kind": draft.kind,
        "picture": draft.picture,
        "code": draft.code,
        "stem": draft.stem,
        "lines": sorted(said.values()),
        "right": sorted(right.values()),
        "key": key,
        "unit": draft.unit,
        "parts": [(part.id, part.text, part.marks) for part in draft.parts],
        "rubric": [[(line["text"], Decimal(line["marks"])) for line in part["lines"]] for part in draft.rubric],
        "explanation": draft.explanation,
        "use": (draft.areas, draft.objective, draft.difficulty, draft.tags),
        "marks": draft.marks,
    }
