"""What is filled in about packs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from appointments.forms import Day, Member
from core.dates import today
from organisations.models import Membership, Organisation

LONGEST_DAYS = 30


class PackForm(forms.Form):
    """Which days the pack tells."""

    since = Day(label=gettext_lazy("First day of the period"))
    until = Day(label=gettext_lazy("Last day of the period"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        if until and until > today():
            self.add_error("until", _("The period ends today or earlier."))
        return data


class KeeperForm(forms.Form):
    """Who else may make packs."""

    person = Member(
        label=gettext_lazy("Member"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a member"),
        error_messages={"required": gettext_lazy("Choose a member of the organisation.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = Membership.objects.present().filter(organisation=organisation)
        field = self.fields["person"]
        assert isinstance(field, Member)  # noqa: S101 - declared above
        field.queryset = User.objects.filter(pk__in=present.values("person")).order_by("full_name", "pk")


class LinkForm(forms.Form):
    """For whom a link is, and how long it holds."""

    purpose = forms.CharField(
        label=gettext_lazy("For whom and for what"),
        max_length=120,
        help_text=gettext_lazy("For example: the market regulator's inspection of 12 May."),
        error_messages={"required": gettext_lazy("Fill this in.")},
    )
    days = forms.IntegerField(label=gettext_lazy("Holds for how many days"), initial=7)

    def clean_days(self) -> int:
        days = int(self.cleaned_data["days"])
        if not 1 <= days <= LONGEST_DAYS:
            raise ValidationError(_("A link holds for 1 to %(most)s days.") % {"most": LONGEST_DAYS})
        return days
