"""What a teacher fills in to set a meeting, and to put people on its list."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from courses.meetings.arranging import Sitting
from courses.models import Meeting

_MOMENT = "%Y-%m-%dT%H:%M"


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local", "class": "input"}, format=_MOMENT)


class MeetingForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    sitting = forms.ChoiceField(label=gettext_lazy("What people meet for"), widget=forms.Select(attrs={"class": "input"}))

    class Meta:
        model = Meeting
        fields: ClassVar = ["starts_at", "ends_at", "minutes", "counts_arrival", "place", "teacher"]
        widgets: ClassVar = {
            "starts_at": _moment(),
            "ends_at": _moment(),
            "minutes": forms.NumberInput(attrs={"class": "input"}),
            "place": forms.TextInput(attrs={"class": "input"}),
            "teacher": forms.Select(attrs={"class": "input"}),
        }

    field_order = ("sitting", "starts_at", "ends_at", "minutes", "counts_arrival", "place", "teacher")

    def __init__(self, *args: Any, sittings: Sequence[Sitting], teachers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sittings = {one.key: one for one in sittings}
        choice: Any = self.fields["sitting"]
        choice.choices = [(one.key, one.label) for one in sittings]
        who: Any = self.fields["teacher"]
        who.queryset = User.objects.filter(pk__in=[one.pk for one in teachers])
        who.empty_label = None
        if not self.instance._state.adding:
            self.initial["sitting"] = f"{self.instance.lesson_code}/{self.instance.activity_id}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if one := self.sittings.get(cleaned.get("sitting", "")):
            self.instance.lesson_code, self.instance.activity_id = one.lesson_code, one.activity.id
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends - starts > dt.timedelta(hours=14):
            self.add_error("ends_at", _("A meeting is of one day. Set another one for the next day."))
        if starts and ends and starts < ends and (cleaned.get("minutes") or 0) * 60 > (ends - starts).total_seconds():
            self.add_error("minutes", _("The meeting does not last that long. Write fewer minutes, or leave it empty."))
        return cleaned


def hour_of(meeting: Meeting, text: str) -> dt.datetime | None:
    """An hour as a teacher writes it beside a name, on the meeting's day; None when he wrote none. Raises ValueError."""
    text = text.strip().replace("：", ":")
    if not text:
        return None
    hour = dt.time.fromisoformat(text.zfill(5))
    return make_aware(dt.datetime.combine(localtime(meeting.starts_at).date(), hour))
