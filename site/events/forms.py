"""What people fill in: registering, as a member or a guest; submitting an event; a code at the door."""

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import now
from events.models import Event

if TYPE_CHECKING:
    EventForm = forms.ModelForm[Event]
else:
    EventForm = forms.ModelForm

# An event is submitted for the time to come, and not for the distant future.
FARTHEST = dt.timedelta(days=550)


class ReversalForm(forms.Form):
    """Taking a check-in back: which one, and why."""

    number = forms.IntegerField(min_value=1)
    reason = forms.CharField(max_length=200)


class BookingForm(forms.Form):
    """For how many, and as which group; asked only where groups are welcome."""

    persons = forms.IntegerField(label=gettext_lazy("How many people come"), min_value=1, initial=1)
    group = forms.CharField(label=gettext_lazy("Organisation or group"), max_length=80, required=False)

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if event.most == 1:
            del self.fields["persons"], self.fields["group"]
        else:
            self.fields["persons"] = _persons(event)


def _persons(event: Event) -> forms.IntegerField:
    """How many come: what a form of this event takes, and why not fewer."""
    words = {"least": event.least, "most": event.most}
    told = _("Yourself included, at most %(most)s. All get a seat, or none.")
    if event.least > 1:
        told = _("Yourself included, %(least)s to %(most)s: only groups are taken here. All get a seat, or none.")
    number = forms.IntegerField(
        label=_("How many people come"),
        help_text=told % words,
        min_value=event.least,
        max_value=event.most,
        initial=event.least,
    )
    if event.least > 1:
        few = _("Only groups of at least %(least)s people are taken here: register all of them.") % words
        number.validators = [one for one in number.validators if not isinstance(one, MinValueValidator)]
        number.validators.append(MinValueValidator(event.least, few))
    return number


class GuestForm(BookingForm):
    """Without an account: a name and an address, to which a link goes."""

    field_order = ("name", "email", "persons", "group")
    name = forms.CharField(label=gettext_lazy("Your name"), min_length=2, max_length=60)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("We send a link there; your seat is taken when you open it and confirm."),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class DoorForm(forms.Form):
    """A code typed by hand, and how many of the group came."""

    code = forms.CharField(label=gettext_lazy("Check-in code"), max_length=40)
    persons = forms.IntegerField(min_value=1, max_value=100, required=False)


class SubmissionForm(EventForm):
    """An event as its organiser submits it. What a moderator decides is not asked here."""

    class Meta:
        model = Event
        fields = (
            "title",
            "kind",
            "summary",
            "text",
            "audience",
            "organiser",
            "starts_at",
            "ends_at",
            "area",
            "place",
            "link",
            "seats",
            "group_limit",
            "closes_at",
        )
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 8}),
            **{
                name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
                for name in ("starts_at", "ends_at", "closes_at")
            },
        }

    def clean(self) -> dict[str, Any]:
        """In the time to come, and somewhere."""
        cleaned: dict[str, Any] = super().clean() or {}
        starts, place, link = cleaned.get("starts_at"), cleaned.get("place"), cleaned.get("link")
        if starts and starts <= now():
            self.add_error("starts_at", _("This time has passed already: write a time to come."))
        elif starts and starts > now() + FARTHEST:
            self.add_error("starts_at", _("This is more than a year and a half away: look at the year."))
        if cleaned.get("area") == Event.Area.ONLINE:
            if not link:
                self.add_error("link", _("Write the link by which one takes part."))
        elif not place:
            self.add_error("place", _("Write where it is, so that people find it."))
        return cleaned


class ReasonForm(forms.Form):
    """Why something is cancelled, taken back or returned."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class FilterForm(forms.Form):
    """The filters of the list, as the address holds them. What is not known is left out, not refused."""

    month = forms.RegexField(r"^20\d\d-(0[1-9]|1[0-2])$", required=False)
    audience = forms.ChoiceField(choices=Event.Audience, required=False)
    area = forms.ChoiceField(choices=Event.Area, required=False)
    kind = forms.ChoiceField(choices=Event.Kind, required=False)
    when = forms.ChoiceField(choices=[("upcoming", ""), ("past", "")], required=False)

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}
