"""What a marker fills in: marks line by line of the marking scheme, each within its bounds, and a comment."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exams.languages import in_language
from exams.rubrics import Line, Part
from exams.wording import plain


class MarkingForm(forms.Form):
    """One number for each line of the scheme. Nothing may be left open: no marks are nought marks only when someone says so."""

    comment = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, asked: Sequence[Part], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.fields["comment"].label = _("Comment for the file")
        for part in asked:
            for line in part.lines:
                self.fields[line.name] = _field(line)
        # The hands stay on the keyboard: marks, Tab, marks, Enter gives them and brings the next answer.
        self.fields[asked[0].lines[0].name].widget.attrs["autofocus"] = True

    @property
    def given(self) -> dict[str, Decimal]:
        return {line.name: self.cleaned_data[line.name] for part in self.asked for line in part.lines}

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, right or not: a draft keeps it all."""
        return {line.name: str(self.data.get(line.name, ""))[:20] for part in self.asked for line in part.lines}

    def rows(self) -> list[tuple[Part, list[forms.BoundField]]]:
        """The fields part by part, as the page shows them."""
        return [(part, [self[line.name] for line in part.lines]) for part in self.asked]


def _field(line: Line) -> forms.DecimalField:
    most = {"most": plain(line.marks)}
    outside = _("Give marks from 0 to %(most)s.") % most
    return forms.DecimalField(
        label=in_language(line.text, get_language() or "") if line.text else _("Marks for this part"),
        min_value=Decimal(0),
        max_value=line.marks,
        max_digits=6,
        decimal_places=2,
        widget=forms.NumberInput(
            attrs={"class": "input num", "step": "0.5", "min": "0", "max": plain(line.marks), "inputmode": "decimal"}
        ),
        help_text=_("of %(most)s") % most,
        error_messages={
            "required": outside,
            "invalid": outside,
            "min_value": outside,
            "max_value": outside,
            "max_decimal_places": _("At most two decimal places."),
        },
    )
