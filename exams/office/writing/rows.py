"""Rows of a form: a choice, a pair, a part; each with its texts in every language. An empty row is no row."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from core.text import clean

if TYPE_CHECKING:
    Rows = forms.BaseFormSet["Row"]
else:
    Rows = forms.BaseFormSet

LANGUAGES = ("zh-hans", "zh-hant", "en")
# What languages are called by whoever works here.
NAMES = dict(settings.LANGUAGES)


class Words(forms.CharField):
    """Plain text, line by line in clean form. There is no HTML in an item: what looks like it is shown as it was typed."""

    def __init__(self, *, lines: int = 1, language: str = "", **kwargs: Any) -> None:
        attrs = {"rows": lines} | ({"lang": language} if language else {})
        super().__init__(widget=forms.Textarea(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        return "\n".join(clean(line) for line in text.splitlines()).strip("\n")


class Row(forms.Form):
    """One row. `texts` are its texts, each in every language; `lines` how tall their fields are."""

    texts: ClassVar[dict[str, Any]] = {"text": gettext_lazy("Text")}
    lines: ClassVar[int] = 1

    id = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for name, label in self.texts.items():
            for language in languages:
                words = Words(lines=self.lines, language=language, required=False, label=f"{label}（{NAMES[language]}）")
                self.fields[f"{name}-{language}"] = words

    def said(self, name: str = "text") -> dict[str, str]:
        """One of its texts by language."""
        return {language: self.cleaned_data.get(f"{name}-{language}", "") for language in self.languages}

    @property
    def is_empty(self) -> bool:
        return not any(any(self.said(name).values()) for name in self.texts)

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Its texts for the template: (label, a field for each language)."""
        return [
            {"label": label, "fields": [(NAMES[code], self[f"{name}-{code}"]) for code in self.languages]}
            for name, label in self.texts.items()
        ]

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields that are no texts."""
        told = {f"{name}-{language}" for name in self.texts for language in self.languages}
        return [self[name] for name in self.fields if name not in told and not self[name].is_hidden]


class RowSet(Rows):
    """The rows of one kind in a form."""

    @property
    def filled(self) -> list[Row]:
        return [row for row in self.forms if row.is_valid() and not row.is_empty]

    def numbered(self, letters: str) -> list[tuple[str, Row]]:
        """Each filled row under its id; a new one gets the first letter that is free."""
        taken = {row.cleaned_data["id"] for row in self.filled}
        free = iter([letter for letter in letters if letter not in taken])
        return [(row.cleaned_data["id"] or next(free), row) for row in self.filled]


def row_set(
    row: type[Row], *, data: Any, prefix: str, initial: list[dict[str, Any]], languages: Sequence[str], least: int
) -> RowSet:
    """The rows that there are, and empty ones up to `least`, at any rate two."""
    made: Any = forms.formset_factory(row, formset=RowSet, extra=max(2, least - len(initial)), max_num=20, absolute_max=26)
    rows: RowSet = made(data, prefix=prefix, initial=initial, form_kwargs={"languages": languages})
    return rows


def initial_texts(lines: Mapping[str, str], name: str = "text") -> dict[str, str]:
    """Texts by language as the initial values of a row."""
    return {f"{name}-{language}": text for language, text in lines.items()}


def listed(bodies: Mapping[str, Mapping[str, Any]], name: str) -> Iterable[tuple[dict[str, Any], dict[str, str]]]:
    """Each line of a body with its texts by language."""
    first = next(iter(bodies.values()))
    for index, line in enumerate(first.get(name) or ()):
        yield line, {code: body[name][index]["text"] for code, body in bodies.items() if len(body.get(name) or ()) > index}
