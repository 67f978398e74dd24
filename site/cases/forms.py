"""A case as an organisation tells it. What a moderator decides is not asked here."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import CaseStudy
from cases.permissions import telling_for
from core.dates import today
from core.text import clean
from organisations.models import Industry, Organisation

if TYPE_CHECKING:
    from accounts.models import User

    _CaseForm = forms.ModelForm[CaseStudy]
else:
    _CaseForm = forms.ModelForm

# What is told in words. Each has an English twin, and English is told whole or not at all: a page half in each reads badly.
TOLD = ("title", "summary", "problem", "approach", "result", "figures", "advice", "alias", "source")
ENGLISH = tuple(f"{name}_en" for name in TOLD)
ROWS = {"problem": 5, "approach": 8, "result": 5, "figures": 4, "advice": 3}


class CaseForm(_CaseForm):
    """For one of one's own organisations; its name is shown only where the box is ticked."""

    field_order = ("organisation", "alias", "is_named")
    is_named = forms.BooleanField(
        label=_("Show the organisation's name"),
        required=False,
        help_text=_(
            "I answer for the organisation and agree. It can be taken back at any time; the case then stays without the name."
        ),
    )
    may_be_told = forms.BooleanField(
        label=_("The figures are ours and may be told"),
        help_text=_("The case names no person and holds no trade secret of ours or of a customer."),
    )

    class Meta:
        model = CaseStudy
        fields = (
            "title",
            "summary",
            "field",
            "industry",
            "method",
            "year",
            "problem",
            "approach",
            "result",
            "figures",
            "advice",
            "alias",
            "source",
            "licence",
            *ENGLISH,
        )
        widgets: ClassVar = {
            f"{name}{tail}": forms.Textarea(attrs={"rows": rows}) for name, rows in ROWS.items() for tail in ("", "_en")
        }

    def __init__(self, user: "User", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = telling_for(user)
        self.fields["organisation"] = forms.ModelChoiceField(
            mine, label=_("Organisation"), empty_label=None, initial=self.instance.organisation_id or mine.first()
        )
        self.fields["industry"] = forms.ModelChoiceField(
            Industry.objects.filter(is_offered=True), label=_("Industry"), empty_label=None
        )
        self.fields["year"].help_text = _("In which it was done.")
        if self.instance.pk:
            self.fields["is_named"].initial = self.instance.is_named
        self.order_fields(self.field_order)

    def clean_title(self) -> str:
        return clean(self.cleaned_data["title"])

    def clean_summary(self) -> str:
        return clean(self.cleaned_data["summary"])

    def clean_year(self) -> int:
        year = int(self.cleaned_data["year"])
        if year > today().year:
            raise forms.ValidationError(_("This year has not come yet: a case tells what was done."))
        return year

    def clean(self) -> dict[str, Any]:
        """English is left out, or nothing of it is missing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if any(cleaned.get(name) for name in ENGLISH):
            for name in TOLD:
                if cleaned.get(name) and not cleaned.get(f"{name}_en") and f"{name}_en" not in self.errors:
                    self.add_error(f"{name}_en", _("Write this in English too, or leave out all of the English."))
        return cleaned

    @property
    def in_chinese(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if bound.name not in ENGLISH]

    @property
    def in_english(self) -> list[forms.BoundField]:
        return [self[name] for name in ENGLISH]

    @property
    def tells_english(self) -> bool:
        """Whether there is something to see among the English fields."""
        return any(bound.value() or bound.errors for bound in self.in_english)

    @property
    def told_for(self) -> Organisation:
        found: Organisation = self.cleaned_data["organisation"]
        return found
