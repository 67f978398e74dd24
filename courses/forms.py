"""What learners write into the forms of this room."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.media.checkpoints import in_milliseconds
from courses.models import Note
from courses.models.notes import LONGEST
from courses.noting import Draft, Place

_LATEST = 24 * 3600


class NoteForm(forms.Form):
    """A note or a bookmark. `places` are those of the lesson, or the one at which the note stands already."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    writer = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=Note.Kind.choices, required=False, widget=forms.HiddenInput)
    place = forms.ChoiceField(label=_("Place in the lesson"), required=False)
    time = forms.CharField(label=_("Time in the film"), required=False, max_length=8, help_text=_("Minutes and seconds: 1:05"))
    text = forms.CharField(label=_("Text of the note"), required=False, max_length=LONGEST, strip=True)

    def __init__(self, places: list[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.id: place for place in places}
        chooser: Any = self.fields["place"]
        chooser.choices = [("", _("the lesson as a whole")), *((place.id, place.title) for place in places)]

    @classmethod
    def blank(cls, places: list[Place]) -> "NoteForm":
        """For a note not written yet: its key is fixed now, so that sent twice it is one note."""
        key = uuid4()
        return cls(places, initial={"key": key, "edition": 0, "writer": key})

    def clean_time(self) -> int | None:
        told = str(self.cleaned_data["time"])
        milliseconds = in_milliseconds(told) if told else None
        if told and (milliseconds is None or milliseconds // 1000 > _LATEST):
            raise ValidationError(_("Write the time in the film as minutes and seconds: 1:05"))
        return None if milliseconds is None else milliseconds // 1000

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.is_bookmark and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write something, then save the note."))
        return cleaned

    @property
    def is_bookmark(self) -> bool:
        return self.data.get("kind") == Note.Kind.BOOKMARK

    @property
    def chosen(self) -> Place:
        return self.places.get(self.cleaned_data["place"], Place())

    @property
    def draft(self) -> Draft:
        told = self.cleaned_data
        return Draft(told["key"], told["edition"], told["writer"], told["text"], self.chosen, told["time"])
