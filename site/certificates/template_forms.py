"""The form of a template's draft (版式草稿表单): the look, the own mark, and each word of the form in three languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates import marks, templating
from certificates import template_words as words
from certificates.labels import ANSWERING, LANGUAGES, SHIPPED
from certificates.models import TemplateDraft
from certificates.template_linting import field_of, findings, mark_name
from certificates.template_samples import facts
from certificates.terms import LANGUAGE_NAMES


@dataclass(frozen=True)
class Row:
    """One word of the form in each language; None where the document has no such place."""

    label: str
    cells: list[forms.BoundField | None]


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    mark_file = forms.FileField(
        label=gettext_lazy("Own mark: PNG or SVG"),
        required=False,
        help_text=gettext_lazy("On a clear ground, at most 300 KB. It is drawn in its own colours."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/svg+xml"}),
    )
    mark_name = forms.CharField(
        label=gettext_lazy("What the mark shows"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Say whose mark it is. Emblems and flags of a state or a party are refused."),
    )

    class Meta:
        model = TemplateDraft
        fields = ("layout", "middle", "mark_at_head", "title_colour", "accent_colour", "text_colour")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        draft: TemplateDraft = self.instance
        if draft.mark:
            self.initial["mark_name"] = draft.mark.name
        frozen = facts(draft.scheme, None)
        for language in LANGUAGES:
            for label in words.places(language):
                shipped = _frozen(frozen, language, label) if label in ANSWERING else getattr(SHIPPED[language], label)
                self.fields[field_of(language, label)] = forms.CharField(
                    label=f"{words.LABELS[label]}，{LANGUAGE_NAMES[language]}",
                    required=False,
                    max_length=200,
                    initial=draft.said(language, label),
                    widget=forms.TextInput(attrs={"placeholder": shipped, "lang": language}),
                    strip=True,
                )

    def clean_mark_file(self) -> Any:
        upload = self.cleaned_data["mark_file"]
        if upload is None:
            return None
        try:
            return marks.read(upload.read(marks.MOST_BYTES + 1))
        except marks.BadMark as fault:
            raise forms.ValidationError(words.MARK_FAULTS[fault.code] % {"detail": fault.detail}) from fault

    def clean(self) -> dict[str, Any]:
        """Refuse what would be wrong on paper, in the field it stands in."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        draft = self.put()
        for finding in mark_name(given["mark_name"]):
            self.add_error("mark_name", finding.text)
        if given.get("mark_file") and not self.data.get("mark_name", "").strip():
            self.add_error("mark_name", _("Say what the mark shows."))
        awaits = given.get("mark_file") is not None
        for finding in findings(draft, draft.scheme) if not self.errors else ():
            if finding.blocks_saving and not (awaits and finding.field == "mark"):
                self.add_error({"mark": "mark_file"}.get(finding.field, finding.field), finding.text)
        return given

    def put(self) -> TemplateDraft:
        """The draft with what this form says; nothing is stored."""
        draft: TemplateDraft = self.instance
        for name in self.Meta.fields:
            setattr(draft, name, self.cleaned_data[name])
        told = {language: dict(self._written(language)) for language in LANGUAGES}
        draft.labels = {language: own for language, own in told.items() if own}
        return draft

    def _written(self, language: str) -> Iterator[tuple[str, str]]:
        for label in words.places(language):
            if text := self.cleaned_data[field_of(language, label)]:
                yield label, text

    def take(self, by: Any) -> TemplateDraft:
        """The draft with the mark that came with this form kept."""
        draft: TemplateDraft = self.instance
        name = self.cleaned_data["mark_name"].strip()
        if mark := self.cleaned_data.get("mark_file"):
            draft.mark = templating.take_mark(mark.content, name=name, by=by)
        elif draft.mark and name and name != draft.mark.name:
            draft.mark = templating.take_mark(draft.mark.content(), name=name, by=by)
        return draft

    @property
    def looks(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self.Meta.fields, "mark_file", "mark_name")]

    @property
    def rows(self) -> list[Row]:
        def cell(language: str, label: str) -> forms.BoundField | None:
            name = field_of(language, label)
            return self[name] if name in self.fields else None

        return [Row(str(told), [cell(language, label) for language in LANGUAGES]) for label, told in words.LABELS.items()]


def _frozen(told: Any, language: str, label: str) -> str:
    """What would be printed without a word of the template's own."""
    ending = {"zh-hans": "", "zh-hant": "_hant", "en": "_en"}[language]
    return str(getattr(told, label + ending, "") or getattr(told, label))
