"""What is filled in about an assessment, a survey and a self-assessment: levels, with words where they are owed."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.duties import pulsing
from appointments.duties.assessing import Mark
from appointments.duties.maturity_words import STATEMENTS, Statement
from appointments.duties.models import AssessmentMark
from appointments.forms import words

LEVELS = (
    (1, gettext_lazy("1: not done")),
    (2, gettext_lazy("2: partly done")),
    (3, gettext_lazy("3: done as expected")),
    (4, gettext_lazy("4: done well")),
    (5, gettext_lazy("5: an example to others")),
)


class _Level(forms.TypedChoiceField):
    """A level from 1 to 5."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": gettext_lazy("Choose a level.")},
            **kwargs,
        )


class AssessmentForm(forms.Form):
    """Five criteria, each with its level and its reasons."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in AssessmentMark.Criterion:
            self.fields[f"level_{criterion.value}"] = _Level(label=criterion.label, choices=LEVELS)
            self.fields[f"reason_{criterion.value}"] = words(
                _("Reasons for the level"), rows=2, help_text=_("Facts: records, figures, what was seen.")
            )
        self.fields["advice"] = words(_("What to do next year"), rows=3, required=False)

    def rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Criterion by criterion."""
        for criterion in AssessmentMark.Criterion:
            yield self[f"level_{criterion.value}"], self[f"reason_{criterion.value}"]

    def marks(self) -> dict[str, Mark]:
        data = self.cleaned_data
        return {one.value: Mark(data[f"level_{one.value}"], data[f"reason_{one.value}"]) for one in AssessmentMark.Criterion}


class AnswerForm(forms.Form):
    """What the assessed says to it."""

    text = words(gettext_lazy("What you want to say to it"), rows=4)


class PulseForm(forms.Form):
    """Every statement, with a level of agreement."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, sentence in pulsing.STATEMENTS:
            self.fields[code] = _Level(label=sentence, choices=pulsing.LEVELS)

    def levels(self) -> dict[str, int]:
        return dict(self.cleaned_data)


class MaturityForm(forms.Form):
    """Every statement, with five described levels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in STATEMENTS:
            self.fields[one.code] = _Level(label=one.sentence, choices=_described(one))

    def levels(self) -> dict[str, int]:
        return dict(self.cleaned_data)


def _described(statement: Statement) -> list[tuple[int, str]]:
    numbered = enumerate(statement.anchors, 1)
    return [(level, _("%(level)s: %(anchor)s") % {"level": level, "anchor": anchor}) for level, anchor in numbered]
