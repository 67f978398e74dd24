"""What is filled in about posts, powers and duties. A mistake is named at its field, with the remedy."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from appointments.models import Appointment, Authorisation, DutyEntry, PreventiveMeasure, Veto, VetoRuling
from appointments.vetoing import Finding
from certificates.proceeding_forms import enclosures
from core.dates import today
from core.text import clean
from organisations.models import Membership, Organisation

if TYPE_CHECKING:
    _PersonField = forms.ModelChoiceField[User]
else:
    _PersonField = forms.ModelChoiceField

LONGEST = 4000
MOST_LINES, LONGEST_LINE = 20, 120


class Day(forms.DateField):
    """A day, picked or typed as 2026-09-01."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "required": gettext_lazy("Choose a day."),
                "invalid": gettext_lazy("Write the day as 2026-09-01."),
            },
            **kwargs,
        )


def words(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Some lines of text."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": gettext_lazy("Fill this in."),
            "max_length": gettext_lazy("At most 4000 characters; shorten it and send it again."),
        },
    )


def line(label: Any, *, longest: int = 120, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=longest,
        error_messages={"required": gettext_lazy("Fill this in.")},
    )


class _Term(forms.Form):
    """From when, until when."""

    since = Day(label=gettext_lazy("First day"))
    until = Day(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Left empty, it holds until it is ended."),
    )

    def clean_until(self) -> dt.date | None:
        until: dt.date | None = self.cleaned_data["until"]
        since = self.cleaned_data.get("since")
        if until and since and until < since:
            raise ValidationError(_("The last day lies before the first."))
        if until and until < today():
            raise ValidationError(_("The last day is over already."))
        return until


class Member(_PersonField):
    """A person, shown by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.full_name


class ProposalForm(_Term):
    """Who is to be appointed, to which post, with which duties."""

    post = forms.ChoiceField(label=gettext_lazy("Post of quality"), choices=Appointment.Post, widget=forms.RadioSelect)
    person = Member(
        label=pgettext_lazy("to be appointed", "Who"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a member"),
        error_messages={"required": gettext_lazy("Choose a member of the organisation.")},
    )
    duties = words(gettext_lazy("Duties of the post"), rows=6)
    deputy = Member(
        label=gettext_lazy("Deputy"), queryset=User.objects.none(), required=False, empty_label=gettext_lazy("Nobody")
    )
    field_order = ("post", "person", "duties", "since", "until", "deputy")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = Membership.objects.present().filter(organisation=organisation)
        people = User.objects.filter(pk__in=present.values("person")).order_by("full_name", "pk")
        for name in ("person", "deputy"):
            field = self.fields[name]
            assert isinstance(field, Member)  # noqa: S101 - declared above
            field.queryset = people

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("deputy") and data.get("deputy") == data.get("person"):
            self.add_error("deputy", _("The deputy is somebody else."))
        return data


class ReasonForm(forms.Form):
    """Why."""

    reason = words(gettext_lazy("Reason"), rows=3)


class EndForm(ReasonForm):
    """The last day, and why."""

    last_day = Day(label=gettext_lazy("Last day"))
    field_order = ("last_day", "reason")


class AuthorisationForm(_Term):
    """What may be vetoed, how, and until when."""

    scope = words(
        gettext_lazy("Scope"),
        rows=5,
        help_text=gettext_lazy("One line for each thing that may be stopped, for example: release of finished goods."),
    )
    procedure = words(
        gettext_lazy("Procedure"),
        rows=5,
        help_text=gettext_lazy("Who is told, what happens to the goods meanwhile, who decides and by when."),
    )
    field_order = ("scope", "procedure", "since", "until")

    def clean_scope(self) -> list[str]:
        lines = list(dict.fromkeys(filter(None, (clean(line) for line in self.cleaned_data["scope"].splitlines()))))
        if not lines:
            raise ValidationError(_("Fill this in."))
        if len(lines) > MOST_LINES:
            raise ValidationError(_("At most %(most)s lines; join some of them.") % {"most": MOST_LINES})
        for number, line in enumerate(lines, 1):
            if len(line) > LONGEST_LINE:
                words = {"number": number, "most": LONGEST_LINE}
                raise ValidationError(_("Line %(number)s has more than %(most)s characters; shorten it.") % words)
        return lines


class VetoForm(forms.Form):
    """What is stopped, and on which facts."""

    scope_line = forms.ChoiceField(label=gettext_lazy("Line of the scope"), widget=forms.RadioSelect)
    stopped = line(gettext_lazy("What is stopped"), help_text=gettext_lazy("A product, a process, a delivery, a release."))
    lot = line(gettext_lazy("Lot or number"), longest=60, required=False)
    facts = words(gettext_lazy("Facts found"), help_text=gettext_lazy("When, where, by whom, how much; figures with units."))
    standard = line(
        gettext_lazy("What it offends against"),
        longest=200,
        help_text=gettext_lazy("A standard with its clause, a contract, a rule of the firm."),
    )
    risk = forms.ChoiceField(label=gettext_lazy("Risk"), choices=Veto.Risk, widget=forms.RadioSelect)
    evidence = enclosures(label=gettext_lazy("Photos and records"))

    def __init__(self, *args: Any, authorisation: Authorisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scope_line"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(line, line) for line in authorisation.scope]

    @property
    def finding(self) -> Finding:
        """What was filled in, without its files."""
        return Finding(**{name: value for name, value in self.cleaned_data.items() if name != "evidence"})


class RulingForm(forms.Form):
    """Whether it stays stopped, and why."""

    outcome = forms.ChoiceField(label=gettext_lazy("Decision"), choices=VetoRuling.Outcome, widget=forms.RadioSelect)
    reason = words(gettext_lazy("Reasons of the decision"))
    evidence = enclosures(label=gettext_lazy("Evidence"))


class DutyForm(forms.Form):
    """One thing done."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of duty"), choices=DutyEntry.Kind)
    done_on = Day(label=gettext_lazy("Day"))
    text = words(gettext_lazy("What you did"), rows=3)
    outcome = words(gettext_lazy("What came of it"), rows=2, required=False)
    evidence = enclosures(label=gettext_lazy("Photos and records"))

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._appointment = appointment

    def clean_done_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["done_on"]
        if day > today():
            raise ValidationError(_("That day has not come yet."))
        if day < self._appointment.since:
            raise ValidationError(_("On that day the appointment had not begun."))
        return day


class MeasureForm(forms.Form):
    """A risk, its cause, and what is done about it."""

    risk = line(gettext_lazy("What may happen"), longest=200)
    cause = words(gettext_lazy("Why it may happen"), rows=2)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of measure"), choices=PreventiveMeasure.Kind, widget=forms.RadioSelect)
    text = words(gettext_lazy("What is done about it"), rows=3)
    owner = line(gettext_lazy("Who does it"), longest=60)
    due = Day(label=gettext_lazy("To be done by"))


class EffectForm(forms.Form):
    """Whether it worked: without this no measure is closed."""

    checked_on = Day(label=gettext_lazy("Effect checked on"))
    effect = words(gettext_lazy("How it was checked, and what was found"), rows=3)

    def clean_checked_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["checked_on"]
        if day > today():
            raise ValidationError(_("That day has not come yet."))
        return day
