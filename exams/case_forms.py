"""What is filled in about a case: the appeal itself, notes, who decides, and the decision with what it brings about."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from exams.appealing import UPHELD, Consequences
from exams.dossier import Award, Entry
from exams.models import Case
from exams.wording import plain

LONGEST = 4000
MISSING = {
    "required": gettext_lazy("Say what it is about."),
    "max_length": gettext_lazy("At most 4000 characters; shorten it and send it again."),
}


class Statement(forms.Form):
    """What someone says about a case."""

    text = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages=MISSING,
    )


class Note(forms.Form):
    """A note for the file; the office may keep one to itself."""

    text = forms.CharField(
        label=gettext_lazy("What is to be added"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=MISSING,
    )
    is_internal = forms.BooleanField(label=gettext_lazy("For the office alone"), required=False)


class Assignment(forms.Form):
    """Who is to decide."""

    to = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Decided by"), empty_label=pgettext_lazy("in a list of choices", "Choose")
    )

    def __init__(self, people: QuerySet[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["to"].label_from_instance = lambda user: user.full_name  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """The decision, its reasons, and what follows for the paper."""

    decision = forms.ChoiceField(label=gettext_lazy("Decision"), choices=Case.Decision, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        max_length=LONGEST,
        help_text=gettext_lazy("The opener reads them as they stand: plain words, the facts, the rule."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("A decision needs reasons.")},
    )
    counts_late = forms.BooleanField(label=gettext_lazy("Count the answers that came late"), required=False)
    annuls = forms.BooleanField(label=gettext_lazy("Annul the attempt: it counts for nothing"), required=False)

    def __init__(self, entries: list[Entry], *args: Any, has_late: bool = False, has_paper: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.awards = [award for entry in entries for award in entry.awards]
        if not has_late:
            del self.fields["counts_late"]
        if not has_paper:
            del self.fields["annuls"]
        for award in self.awards:
            self.fields[award.name] = _award(award)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") and cleaned["decision"] not in UPHELD and self.then.any:
            raise forms.ValidationError(_("Marks and attempts change only where the case is upheld, at least in part."))
        return cleaned

    @property
    def then(self) -> Consequences:
        """What follows. Where one part of a case has new marks, its other parts keep theirs."""
        changed = {award.item for award in self.awards if self.cleaned_data.get(award.name) is not None}
        awards: dict[int, dict[str, Decimal]] = {}
        for award in self.awards:
            if award.item in changed:
                given = self.cleaned_data.get(award.name)
                awards.setdefault(award.item, {})[award.part] = award.held if given is None else given
        late, annuls = self.cleaned_data.get("counts_late", False), self.cleaned_data.get("annuls", False)
        return Consequences(awards, counts_late=late, annuls=annuls)


def _award(award: Award) -> forms.DecimalField:
    outside = _("Give marks from 0 to %(most)s.") % {"most": plain(award.most)}
    return forms.DecimalField(
        label=_("New marks"),
        required=False,
        min_value=Decimal(0),
        max_value=award.most,
        max_digits=6,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "input num", "step": "0.5", "min": "0", "max": plain(award.most)}),
        error_messages={"invalid": outside, "min_value": outside, "max_value": outside},
    )
