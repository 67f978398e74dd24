"""Record (记录): a row of a table under its headings, and what is to be said of each of its cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exams.exchange.drafts import Finding, Level, Place
from exams.exchange.headings import Heading
from exams.exchange.richtext import from_html, is_html, tidy
from exams.exchange.sheets import Row, column_name


@dataclass
class Record:
    """A row under its headings. `say` notes a finding at a field's cell; a Spoilt row makes no draft."""

    row: Row
    columns: Mapping[int, Heading]
    titles: tuple[str, ...]
    place: Place
    locale: str
    findings: list[Finding] = field(default_factory=list)

    def at(self, name: str, *, option: int = -1, locale: str | None = None) -> int | None:
        """The column of a field; `locale` None: the one in the file's own language."""
        wanted = ("", self.locale) if locale is None else (locale,)
        found = [
            column
            for column, meaning in self.columns.items()
            if meaning.field == name and meaning.option == option and meaning.locale in wanted
        ]
        filled = [column for column in found if column < len(self.row.cells) and self.row.cells[column].strip()]
        return next(iter(filled or found), None)

    def lead(self) -> None:
        """Take the language this row is written in, where it leaves the file's own empty."""
        if not self.text("stem"):
            others = (meaning.locale for meaning in self.columns.values() if meaning.field == "stem" and meaning.locale)
            self.locale = next((code for code in others if self.text("stem", locale=code)), self.locale)

    def text(self, name: str, *, option: int = -1, locale: str | None = None) -> str:
        """The text of a field, tidied; HTML of other systems is made plain."""
        column = self.at(name, option=option, locale=locale)
        if column is None or column >= len(self.row.cells):
            return ""
        cell = self.row.cells[column]
        self._look_at(column, name)
        if is_html(cell):
            cell, unknown = from_html(cell)
            if unknown:
                self._say("unknown", column, "html-tags", {"tags": ", ".join(sorted(unknown))})
        return tidy(cell)

    def all(self, name: str) -> list[str]:
        """The texts of every column with this meaning."""
        return [
            tidy(self.row.cells[at]) for at, meaning in self.columns.items() if meaning.field == name and at < len(self.row.cells)
        ]

    def locales(self) -> list[str]:
        """The languages this row's question is written in, the file's own first."""
        others = dict.fromkeys(meaning.locale for meaning in self.columns.values() if meaning.field == "stem" and meaning.locale)
        return [self.locale, *(code for code in others if code != self.locale and self.text("stem", locale=code))]

    def texts(self, name: str, locales: list[str], *, option: int = -1) -> dict[str, str]:
        """A field in each language in which it has words."""
        own = {self.locale: self.text(name, option=option)}
        more = {code: self.text(name, option=option, locale=code) for code in locales[1:]}
        return {code: words for code, words in (own | more).items() if words}

    def say(self, level: Level, name: str, code: str, *, option: int = -1, **params: Any) -> None:
        self._say(level, self.at(name, option=option), code, params)

    def _say(self, level: Level, column: int | None, code: str, params: Mapping[str, Any]) -> None:
        where = self.place if column is None else self.place.at(column_name(column, self.titles[column]))
        finding = Finding(level, where, code, params)
        if finding not in self.findings:
            self.findings.append(finding)

    def _look_at(self, column: int, name: str) -> None:
        """Say what Excel made of a cell."""
        how = self.row.changed.get(column)
        shown = self.row.cells[column][:40]
        if how in ("formula", "error"):
            self._say("error", column, f"cell-{how}", {"text": shown})
        elif how == "date":
            self._say("error" if name in ("answer", "code", "option") else "warning", column, "cell-date", {"text": shown})
        elif how == "number" and name == "code":
            eaten = len(shown.lstrip("-").split(".")[0]) > 15
            self._say("error" if eaten else "warning", column, "cell-digits" if eaten else "code-number", {"text": shown})
