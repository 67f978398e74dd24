"""The shipped lessons and programmes as they lie in files (content/README.md). Reads; writes nothing."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from courses.markdown import Block, to_blocks

LANGUAGES = {"zh-hans": "zh", "en": "en"}
# Units stand in the files once, in Chinese; readers of English get these.
_UNITS = {
    "件": "pieces",
    "元": "yuan",
    "万元": "× 10,000 yuan",
    "起": "cases",
    "起/万件": "cases per 10,000 pieces",
    "处/百点次": "per 100 points checked",
    "分": "points",
    "日": "days",
    "台": "units",
    "个月": "months",
}


class Unfit(ValueError):
    """A file cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Lesson:
    """One lesson in one language, ready to become a page."""

    code: str
    title: str
    minutes: int
    objective: str
    cites: str
    key_points: str
    body: list[Block]
    checks: list[Block]


@dataclass(frozen=True)
class Programme:
    """A course as the syllabus has it: units in order, each with the codes of its lessons."""

    code: str
    title: dict[str, str]
    units: list[tuple[dict[str, str], list[str]]]

    @property
    def codes(self) -> list[str]:
        return [code for _title, codes in self.units for code in codes]


def codes(folder: Path) -> list[str]:
    """Every lesson of the library, in the syllabus' order."""
    return [lesson["code"] for lesson in _syllabus(folder)["lessons"]]


def programmes(folder: Path) -> list[Programme]:
    return [
        Programme(
            code=code,
            title=_titles(programme),
            units=[(_titles(module), module["lessons"]) for module in programme["modules"]],
        )
        for code, programme in _syllabus(folder)["programmes"].items()
    ]


def _syllabus(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "syllabus.json").read_text(encoding="utf-8"))


def _titles(thing: dict[str, Any]) -> dict[str, str]:
    return {locale: thing[f"title_{language}"] for locale, language in LANGUAGES.items()}


def lesson(folder: Path, code: str, locale: str) -> Lesson:
    """Read one lesson; FileNotFoundError when it is not there, Unfit when it cannot be used."""
    language = LANGUAGES[locale]
    text = (folder / "lessons" / f"{code}.{language}.md").read_text(encoding="utf-8")
    items = json.loads((folder / "lessons" / f"{code}.check.json").read_text(encoding="utf-8"))
    try:
        _, front, body = text.split("---\n", 2)
        head = yaml.safe_load(front)
        return Lesson(
            code=head["code"],
            title=head["title"],
            minutes=int(head["minutes"]),
            objective=head["objective"],
            cites="\n".join(head["cites"]),
            key_points="\n".join(head["key_points"]),
            body=_with_form(to_blocks(body, f"{code}.{language}"), str(head.get("form") or "")),
            checks=[check_block(item, language) for item in items],
        )
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as reason:
        raise Unfit(f"{code}.{language}: {reason}") from reason


def _with_form(body: list[Block], name: str) -> list[Block]:
    """The activity with the name of the form that is made of its tables."""
    return [{**block, "value": block["value"] | {"form": name}} if block["type"] == "activity" else block for block in body]


def check_block(item: dict[str, Any], language: str) -> Block:
    """A self-check as stream data. Its id is the block's id, so it is one check in every language."""
    value = {"stem": item["stem"][language], "explanation": item["explanation"][language]}
    return {"type": item["kind"], "value": value | _KINDS[item["kind"]](item, language), "id": item["id"]}


def _choices(item: dict[str, Any], language: str) -> dict[str, Any]:
    right = [item["answer"]] if item["kind"] == "single" else item["answer"]
    rows = [{"text": choice[language], "right": choice["key"] in right} for choice in _lettered(item)]
    return {"options": _listed(item["id"], rows)}


def _ordering(item: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        "options": _listed(item["id"], [choice[language] for choice in _lettered(item)]),
        "order": " ".join(item["answer"]),
    }


def _numeric(item: dict[str, Any], language: str) -> dict[str, Any]:
    answer = item["answer"]
    unit = answer.get("unit", "")
    return {
        "value": str(answer["value"]),
        "tolerance": str(answer["tolerance"]),
        "unit": _UNITS.get(unit, unit) if language == "en" else unit,
    }


def _matching(item: dict[str, Any], language: str) -> dict[str, Any]:
    right = {entry["key"]: entry[language] for entry in item["right"]}
    rows = [{"left": entry[language], "right": right[item["answer"][entry["key"]]]} for entry in item["left"]]
    return {"pairs": _listed(item["id"], rows)}


def _fillin(item: dict[str, Any], language: str) -> dict[str, Any]:
    return {"accept": _listed(item["id"], item["answer"]["accept"])}


_KINDS: dict[str, Callable[[dict[str, Any], str], dict[str, Any]]] = {
    "single": _choices,
    "multiple": _choices,
    "truefalse": lambda item, language: {"answer": item["answer"]},
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "fillin": _fillin,
    "short": lambda item, language: {},
}


def _lettered(item: dict[str, Any]) -> list[dict[str, str]]:
    """The choices, known on the page by their place: A is the first."""
    choices: list[dict[str, str]] = item["choices"]
    if [choice["key"] for choice in choices] != [chr(ord("A") + n) for n in range(len(choices))]:
        raise Unfit(f"{item['id']}: choices are not A, B, C … in order")
    return choices


def _listed(name: str, values: list[Any]) -> list[Block]:
    return [{"type": "item", "value": value, "id": f"{name}-{n}"} for n, value in enumerate(values)]
