"""Reading GIFT: each question with its name, its language and where it is used; what its braces say is read by answers.py."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from exams.exchange import guards, spelling
from exams.exchange.drafts import LOCALES, Draft, Finding, Level, Place, Reading, Refused
from exams.exchange.gift.answers import FORMAT, Broken, Text, answered
from exams.exchange.gift.source import Block, back, blocks
from exams.keys import BLANK
from exams.languages import SOURCE

_AREA = re.compile(r"(?:^|/)([A-Z]{2,20})/([A-Z]\d{0,2})$")
_CODE = re.compile(r"^(?=.{4,40}$)[A-Za-z]+[A-Za-z0-9]*(?:[-._][A-Za-z0-9]+)+$")


def read(data: bytes, locale: str) -> Reading:
    """The drafts of a GIFT file; it knows one language, `locale`."""
    drafts: list[Draft] = []
    findings: list[Finding] = []
    for block in blocks(guards.text(data)):
        place = Place(block.line, unit="line")

        def say(level: Level, code: str, place: Place = place, **params: Any) -> None:
            findings.append(Finding(level, place, code, params))

        try:
            draft = question(block, _language(block, locale), say)
        except Broken as fault:
            say("error", fault.code, **fault.params)
        else:
            drafts += [draft] if draft else []
    if not drafts and not findings:
        raise Refused("gift-nothing")
    return Reading(tuple(drafts), tuple(findings))


def _language(block: Block, locale: str) -> str:
    """What our own comment says, else what the reader was told."""
    stated = block.ours.get("language")
    return stated if stated in LOCALES else locale or SOURCE


def question(block: Block, locale: str, say: Callable[..., None]) -> Draft | None:
    """One question, or Broken."""
    name, rest = _name(block.text)
    form = FORMAT.match(rest)
    texts = Text(form[1].lower() if form else "", locale)
    before, inside, after = _braces(rest[form.end() :] if form else rest)
    if inside is None:
        say("unknown", "gift-description", text=texts.plain(before)[:40])
        return None
    answers, _marks, general = inside.partition("####")
    gap = BLANK if after.strip() else ""
    stem = spelling_of_gap(texts.plain(f"{before}{gap}{after}"))
    draft = Draft(kind="", stem={locale: stem}, place=Place(block.line, unit="line"), title=back(name).strip())
    draft = replace(draft, **_use(block, name, say), explanation=texts.said(general))
    draft = answered(draft, answers.strip(), texts, bool(gap), block, say)
    if not stem:
        raise Broken("no-stem")
    if texts.unknown:
        say("unknown", "html-tags", tags=", ".join(sorted(texts.unknown)))
    return draft


def spelling_of_gap(stem: str) -> str:
    """Moodle draws a gap with five underscores, others with more: ours has four."""
    return re.sub(r"_{4,}", BLANK, stem)


def _name(text: str) -> tuple[str, str]:
    if not text.startswith("::"):
        return "", text
    name, closing, rest = text[2:].partition("::")
    return (name, rest.strip()) if closing else ("", text)


def _braces(text: str) -> tuple[str, str | None, str]:
    if text.count("{") != text.count("}"):
        raise Broken("gift-braces")
    if "{" not in text:
        return text, None, ""
    before, _open, rest = text.partition("{")
    inside, _close, after = rest.partition("}")
    if "{" in inside or "{" in after:
        raise Broken("gift-several-braces")
    return before, inside, after


def _use(block: Block, name: str, say: Callable[..., None]) -> dict[str, Any]:
    """Code, tags and areas from comments, name and category; the rest of the use only our own comment tells."""
    title = back(name).strip()
    tags, areas = list(block.tags), dict[str, str]()
    if area := _AREA.search(block.category):
        areas[area[1]] = area[2]
    elif kept := re.sub(
        r"^\$(?:course|system|module|cat\w*)\$/?|^top/?", "", block.category.replace("$course$/top", "$course$")
    ).strip("/ "):
        tags.append(kept[:60])
    told: dict[str, Any] = {
        "code": block.code or (title if _CODE.match(title) else ""),
        "tags": tuple(dict.fromkeys(tags)),
        "areas": areas,
    }
    if title and not told["code"]:
        say("unknown", "gift-name", name=title[:40])
    ours = {key: value for key, value in block.ours.items() if isinstance(value, _OURS.get(key, ()))}
    for key in ("difficulty", "objective", "source", "purpose", "unit", "areas"):
        if key in ours:
            told[key] = ours[key]
    if "marks" in ours and (marks := spelling.decimal(str(ours["marks"]))):
        told["marks"] = marks
    known = {"tags": bool(tags), "areas": bool(told["areas"])} | {key: key in ours for key in _USE}
    told["untold"] = frozenset(key for key, is_told in known.items() if not is_told)
    return told


_OURS: dict[str, type | tuple[type, ...]] = {
    "difficulty": int, "objective": str, "source": str, "purpose": str, "unit": str, "areas": dict, "marks": str, "rule": str,
    "kind": str, "last": list, "rubric": list,
}  # fmt: skip
_USE = ("difficulty", "objective", "source", "purpose", "marks", "rule")
