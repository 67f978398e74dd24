"""The shipped content as its rules see it: heads, sections and strings of every file."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("zh", "en")
# The same safe loader, ten times as fast where libyaml is there.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_TABLE = re.compile(r"(?:^\|.*\n?)+", re.MULTILINE)


@dataclass(frozen=True)
class Finding:
    """What a rule found, and where."""

    rule: str
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.rule:<12} {self.place:<28} {self.words}"


@dataclass(frozen=True)
class Text:
    """A Markdown file: its name, its language, its head and what stands below."""

    name: str
    language: str
    head: dict[str, Any]
    body: str

    @cached_property
    def sections(self) -> dict[str, str]:
        """What stands under each `##` heading, in order."""
        parts = _SECTION.split(self.body)
        return dict(zip(parts[1::2], parts[2::2], strict=True))

    @cached_property
    def tables(self) -> list[list[list[str]]]:
        return [_rows(found[0]) for found in _TABLE.finditer(self.body)]

    @property
    def prose(self) -> str:
        """The running text: no tables, no figures, no quotations, no marks of Markdown."""
        plain = re.sub(r"^```.*?^```", "", _TABLE.sub("", self.body), flags=re.MULTILINE | re.DOTALL)
        return re.sub(r"\*\*|^#+ .*$|^>.*$|^- |^\d+\. ", "", plain, flags=re.MULTILINE)


def _rows(table: str) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.strip().splitlines()]
    return [row for row in rows if not all(set(cell) <= set("-: ") and cell for cell in row)]


@dataclass(frozen=True)
class Shipped:
    """A content folder, read once."""

    folder: Path

    @cached_property
    def syllabus(self) -> dict[str, Any]:
        return self._json("syllabus.json")

    @cached_property
    def codes(self) -> list[str]:
        return [lesson["code"] for lesson in self.syllabus["lessons"]]

    @cached_property
    def lessons(self) -> dict[tuple[str, str], Text]:
        """By code and language; a file that is not there is not here."""
        return {(text.name.split(".")[0], text.language): text for text in self._texts("lessons")}

    @cached_property
    def checks(self) -> dict[str, list[dict[str, Any]]]:
        files = sorted((self.folder / "lessons").glob("*.check.json"))
        return {file.name.split(".")[0]: json.loads(file.read_text(encoding="utf-8")) for file in files}

    @cached_property
    def questions(self) -> dict[str, list[dict[str, Any]]]:
        """The bank, by file."""
        files = sorted((self.folder / "questions").glob("*.json"))
        return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}

    @cached_property
    def pages(self) -> list[Text]:
        return [text for place in ("pages", "pages/campaign", "pages/school", "pages/site") for text in self._texts(place)]

    @cached_property
    def plans(self) -> list[str]:
        """The codes of the school's lesson plans."""
        return sorted({path.name.split(".")[0] for path in (self.folder / "pages" / "school").glob("*.md")})

    @cached_property
    def blueprints(self) -> dict[str, Any]:
        return self._json("blueprints.json")

    @property
    def texts(self) -> list[Text]:
        return [*self.lessons.values(), *self.pages]

    @property
    def items(self) -> Iterator[dict[str, Any]]:
        """Every question of the bank and of the lessons."""
        for shelf in (self.questions, self.checks):
            for questions in shelf.values():
                yield from questions

    def rows(self, name: str) -> list[dict[str, Any]]:
        """A list of samples or themes under `pages`."""
        return list(self._json(f"pages/{name}.json"))

    @cached_property
    def articles(self) -> list[dict[str, Any]]:
        return list(self._json("pages/articles.json"))

    @cached_property
    def regulation(self) -> str:
        """The law's own words, each item on its line as in the official text, without the blanks of its layout."""
        return re.sub(r"[ \u3000]+|(?<=；)\n+(?=（)", "", (self.folder / "regulation.zh-hans.txt").read_text(encoding="utf-8"))

    @cached_property
    def sources(self) -> dict[str, dict[str, Any]]:
        return {source["name"]: source for source in self._json("sources.json")}

    @cached_property
    def reckoned(self) -> dict[str, Any]:
        return self._json("reckoned.json")

    @cached_property
    def enemies(self) -> list[list[str]]:
        return [group["items"] for group in self._json("enemies.json")]

    @cached_property
    def glossary(self) -> list[dict[str, str]]:
        return list(csv.DictReader((self.folder / "glossary.csv").read_text(encoding="utf-8").splitlines()))

    @cached_property
    def doubts(self) -> dict[str, int]:
        """How many statements were unverified when last recorded."""
        return self._json("doubts.json")

    @cached_property
    def courses(self) -> dict[str, Any]:
        """What courses promise, by code."""
        return self._json("courses.json")

    @cached_property
    def certificates(self) -> dict[str, Any]:
        return self._json("certificates.json")

    def _json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def _texts(self, place: str) -> Iterator[Text]:
        for path in sorted((self.folder / place).glob("*.md")):
            text, language = path.read_text(encoding="utf-8"), path.name.split(".")[-2]
            if language in LANGUAGES:
                _before, head, body = [*text.split("---\n", 2), "", ""][:3]
                yield Text(
                    f"{'' if place == 'lessons' else place + '/'}{path.name.removesuffix('.md')}",
                    language,
                    yaml.load(head, Loader=_LOADER),  # noqa: S506  both are safe loaders
                    body,
                )
