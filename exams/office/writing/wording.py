"""What the forms of all kinds have in common: stem, explanation, marks, languages, the picture; and how they become content."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.traditional import traditional
from exams.content import Content
from exams.languages import SOURCE
from exams.office.writing.rows import LANGUAGES, NAMES, Row, RowSet, Words, row_set

TRADITIONAL = "zh-hant"


class WordingForm(forms.Form):
    """A wording with its key. A kind adds its own fields and rows, and says what they mean."""

    kind: ClassVar[str]
    rule: ClassVar[str] = "match_correct"
    row_types: ClassVar[dict[str, type[Row]]] = {}
    row_titles: ClassVar[dict[str, Any]] = {}
    row_hints: ClassVar[dict[str, Any]] = {}
    least_rows: ClassVar[int] = 6

    max_marks = forms.DecimalField(
        label=_("Marks"), min_value=Decimal("0.01"), max_value=Decimal(1000), max_digits=6, decimal_places=2, initial=1
    )
    keeps_traditional = forms.BooleanField(
        label=_("With a Traditional wording of its own"),
        required=False,
        help_text=_("Tick and save: it is drafted from the Simplified wording, to be amended by hand."),
    )

    reason = forms.CharField(
        label=_("What changes and why"),
        required=False,
        max_length=300,
        help_text=_("For the reviewer, and for whoever asks in later years."),
    )

    def __init__(self, data: Any = None, *, content: Content | None = None) -> None:
        body = dict(content.body) if content else {}
        self.base = content
        self.languages: Sequence[str] = [code for code in LANGUAGES if code in body or code != TRADITIONAL]
        super().__init__(data, initial=self.initial_of(content) if content else {})
        for language in self.languages:
            stem = Words(lines=3, language=language, required=language == SOURCE, label=NAMES[language])
            self.fields[f"stem-{language}"] = stem
        for language in self.languages:
            self.fields[f"explanation-{language}"] = Words(lines=3, language=language, required=False, label=NAMES[language])
        self.sets: dict[str, RowSet] = {
            name: row_set(
                row,
                data=data,
                prefix=name,
                initial=self.rows_of(name, content) if content else [],
                languages=self.languages,
                least=self.least_rows,
            )
            for name, row in self.row_types.items()
        }

    # --- from content to the form ---

    def initial_of(self, content: Content) -> dict[str, Any]:
        """The fields' values; a kind adds its own."""
        texts = {f"stem-{code}": body["stem"] for code, body in content.body.items()}
        texts |= {f"explanation-{code}": text for code, text in (content.explanation or {}).items()}
        return texts | {"max_marks": content.marks, "keeps_traditional": TRADITIONAL in content.body}

    def rows_of(self, name: str, content: Content) -> list[dict[str, Any]]:
        """The values of the rows called `name`."""
        raise NotImplementedError

    # --- from the form to content ---

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(rows.is_valid() for rows in self.sets.values())])

    def content(self, picture: dict[str, Any] | None = None) -> Content:
        """What was written. `picture` by language goes into every body."""
        rule, key, rubric = self.key()
        bodies = {code: self._body(code) for code in self.languages}
        bodies = {code: body for code, body in bodies.items() if code == SOURCE or _speaks(body)}
        explanation = {code: self.cleaned_data[f"explanation-{code}"] for code in self.languages}
        explanation = {code: text for code, text in explanation.items() if text}
        for code, body in bodies.items():
            if picture:
                body["picture"] = picture.get(code) or picture[SOURCE]
        if self.cleaned_data["keeps_traditional"] and TRADITIONAL not in bodies:
            bodies[TRADITIONAL] = _drafted(bodies[SOURCE])
            if SOURCE in explanation:
                explanation[TRADITIONAL] = traditional(explanation[SOURCE])
        elif not self.cleaned_data["keeps_traditional"]:
            bodies.pop(TRADITIONAL, None)
            explanation.pop(TRADITIONAL, None)
        return Content(self.kind, bodies, self.marks(), rule, key, rubric, explanation)

    def _body(self, language: str) -> dict[str, Any]:
        return {"stem": self.cleaned_data[f"stem-{language}"], **self.body(language)}

    def body(self, language: str) -> dict[str, Any]:
        """What else a candidate sees, in one language."""
        return {}

    def key(self) -> tuple[str, dict[str, Any], list[dict[str, Any]]]:
        """Rule, its data, and what a person marks by."""
        raise NotImplementedError

    def marks(self) -> Decimal:
        marks: Decimal = self.cleaned_data["max_marks"]
        return marks

    # --- for the template ---

    @property
    def stems(self) -> list[forms.BoundField]:
        return [self[f"stem-{code}"] for code in self.languages]

    @property
    def explanations(self) -> list[forms.BoundField]:
        return [self[f"explanation-{code}"] for code in self.languages]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields of this kind alone."""
        return [self[name] for name in self.fields if name not in WordingForm.base_fields and "-" not in name]

    @property
    def groups(self) -> list[dict[str, Any]]:
        return [
            {"name": name, "title": self.row_titles[name], "hint": self.row_hints.get(name, ""), "rows": rows}
            for name, rows in self.sets.items()
        ]


def _speaks(body: Any) -> bool:
    """Whether anything at all was written in this language; half of it is for the linter to name."""
    lines = [line for name in ("choices", "left", "right", "parts") for line in body.get(name) or ()]
    return bool(body["stem"]) or any(line["text"] for line in lines)


def _drafted(value: Any, name: str = "text") -> Any:
    """A Simplified body in Traditional characters; ids, marks and the like stay."""
    if isinstance(value, dict):
        return {key: _drafted(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_drafted(inner, name) for inner in value]
    return traditional(value) if isinstance(value, str) and name in ("stem", "text", "alt", "unit") else value
