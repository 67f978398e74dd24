"""The seven categories as a form, and the result as a workbook."""

from io import BytesIO
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from openpyxl import Workbook

from courses.rosters import text_cell
from talents import assessing
from talents.categories import LABELS, LEVELS, QUESTIONS
from talents.models import SelfAssessment


class AssessmentForm(forms.Form):
    """A level for each category, and a note if one likes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in assessing.CATEGORIES:
            self.fields[category] = forms.TypedChoiceField(
                label=LABELS[category], help_text=QUESTIONS[category], choices=[("", "—"), *LEVELS], coerce=int
            )
            self.fields[f"{category}_note"] = forms.CharField(
                label=gettext_lazy("Evidence, or what is missing"), max_length=300, required=False
            )

    def levels(self) -> dict[str, int]:
        return {category: self.cleaned_data[category] for category in assessing.CATEGORIES}

    def notes(self) -> dict[str, str]:
        told = {category: self.cleaned_data[f"{category}_note"].strip() for category in assessing.CATEGORIES}
        return {category: note for category, note in told.items() if note}

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[category], self[f"{category}_note"]) for category in assessing.CATEGORIES]


def workbook(made: SelfAssessment) -> bytes:
    """Category, level, share, note; every text is a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Self-assessment"))
    sheet.append(
        [text_cell(sheet, head) for head in (_("Category"), _("Level"), _("Share in %"), pgettext("of an assessment", "Note"))]
    )
    for category, share in assessing.profile(made.levels).shares:
        label, note = str(LABELS[category]), made.notes.get(category, "")
        sheet.append([text_cell(sheet, label), made.levels[category], share, text_cell(sheet, note)])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
