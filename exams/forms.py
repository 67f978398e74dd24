"""What a candidate sends, brought to the value that is stored, or refused in words that name the question.

Pure functions: a `Shape` comes from the question as delivered, never from its key, so nothing here can leak one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.marking import read_number
from exams.models import Sitting

Answer = str | bool | list[str] | dict[str, str] | None
SHORT_TEXT, LONG_TEXT = 200, 5_000
LARGEST_RECEIPT = 2_000_000
# A page whose content was altered, or a script that is out of date: no candidate can mend that in the field.
_ALIEN = gettext_lazy("Question %(slot)s: this answer does not belong to the question. Reload the page and answer again.")


class BadAnswer(ValueError):
    """An answer that cannot be kept; the message says which question and what to do, `field` which part of the request."""

    def __init__(self, message: str, field: str = "value") -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True)
class Shape:
    """What an answer to one question may look like: `options` may be chosen, `places` are to be filled."""

    slot: int
    kind: str
    options: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Under which name a plain form sends it."""
        return f"q{self.slot}"

    def place(self, place: str) -> str:
        return f"{self.name}-{place}"


class Declaration(forms.Form):
    """What a candidate declares before the clock starts (诚信声明)."""

    in_person = forms.BooleanField(
        label=gettext_lazy("I am the candidate named here and work alone."),
        error_messages={"required": gettext_lazy("Tick this declaration before you start.")},
    )
    no_copying = forms.BooleanField(
        label=gettext_lazy("I copy and pass on no questions; I know that breaches are recorded and void the result."),
        error_messages={"required": gettext_lazy("Tick this declaration before you start.")},
    )
    access_code = forms.CharField(
        label=gettext_lazy("Access code"),
        max_length=20,
        help_text=gettext_lazy("The invigilator tells it in the room."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, sitting: Sitting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sitting is None or not sitting.has_access_code:
            del self.fields["access_code"]


class Comment(forms.Form):
    """The candidate's own word on the record of an attempt."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write something before you send.")},
    )


class Suspicion(forms.Form):
    """Why somebody should look into an attempt."""

    text = forms.CharField(
        label=gettext_lazy("What should be looked into"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what should be looked into.")},
    )


class KeptReceipt(forms.Form):
    """A receipt someone kept: as a file, or its text."""

    file = forms.FileField(label=gettext_lazy("The receipt (.json)"), required=False)
    pasted = forms.CharField(label=gettext_lazy("Or its text"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("file") and not self.cleaned_data.get("pasted"):
            raise forms.ValidationError(_("Choose the file of the receipt, or paste its text."))
        return self.cleaned_data

    def text(self) -> str:
        """What was given, read as text."""
        file = self.cleaned_data["file"]
        return file.read(LARGEST_RECEIPT + 1).decode("utf-8", "replace") if file else str(self.cleaned_data["pasted"])


class LetThrough(forms.Form):
    """Whom to let through without the lock-down browser, and why."""

    admission_no = forms.CharField(label=gettext_lazy("Admission number"), max_length=20)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class SealedFile(forms.Form):
    """A sealed answer file; on the second press its text comes back from the page."""

    file = forms.FileField(label=gettext_lazy("The sealed file (.answers)"), required=False)
    sealed = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("file") and not self.cleaned_data.get("sealed"):
            raise forms.ValidationError(_("Choose the file that the candidate handed in."))
        return self.cleaned_data

    def text(self) -> str:
        """What was given, read as text."""
        file = self.cleaned_data["file"]
        return file.read(LARGEST_RECEIPT + 1).decode("utf-8", "replace") if file else str(self.cleaned_data["sealed"])


def from_form(shape: Shape, data: QueryDict) -> Answer:
    """The answer in a plain form (the page without JavaScript)."""
    typed = {place: data.get(shape.place(place), "").strip() for place in shape.places}
    return checked(shape, _FORM[shape.kind](shape, data, typed))


def checked(shape: Shape, value: Any) -> Answer:
    """`value` in the form in which it is stored; BadAnswer when it cannot be an answer to this question.

    >>> checked(Shape(3, "multiple", ("A", "B", "C")), ["C", "A"])
    ['A', 'C']
    >>> checked(Shape(4, "fillin", places=("1", "2")), ["授权 ", ""]), checked(Shape(4, "fillin", places=("1",)), [" "])
    (['授权', ''], None)
    """
    return None if value is None else _CHECKS[shape.kind](shape, value)


def _ticked(shape: Shape, data: QueryDict, typed: Mapping[str, str]) -> Any:
    return data.getlist(shape.name) or None


def _picked(shape: Shape, data: QueryDict, typed: Mapping[str, str]) -> Any:
    choice = data.get(shape.name)
    return {"true": True, "false": False}.get(choice or "", choice) if shape.kind == "truefalse" else choice


def _placed(shape: Shape, data: QueryDict, typed: Mapping[str, str]) -> Any:
    """Places by number, as chosen in the lists: all or none, each once."""
    given = {option: place for option, place in typed.items() if place}
    if not given:
        return None
    if len(given) < len(typed):
        raise BadAnswer(_("Question %(slot)s: give every line a place, or leave all empty.") % {"slot": shape.slot})
    if len(set(given.values())) < len(given):
        raise BadAnswer(_("Question %(slot)s: two lines have the same place. Give each its own.") % {"slot": shape.slot})
    return sorted(given, key=lambda option: given[option].zfill(3))


_FORM: dict[str, Callable[[Shape, QueryDict, Mapping[str, str]], Any]] = {
    "single": _picked,
    "truefalse": _picked,
    "multiple": _ticked,
    "fillin": lambda shape, data, typed: list(typed.values()),
    "numeric": lambda shape, data, typed: next(iter(typed.values())),
    "short": lambda shape, data, typed: next(iter(typed.values())),
    "matching": lambda shape, data, typed: typed,
    "case": lambda shape, data, typed: typed,
    "ordering": _placed,
}


def _single(shape: Shape, value: Any) -> Answer:
    if value not in shape.options:
        raise BadAnswer(_ALIEN % {"slot": shape.slot})
    return str(value)


def _multiple(shape: Shape, value: Any) -> Answer:
    if not isinstance(value, list) or not all(choice in shape.options for choice in value):
        raise BadAnswer(_ALIEN % {"slot": shape.slot})
    return sorted(set(value)) or None


def _truefalse(shape: Shape, value: Any) -> Answer:
    if not isinstance(value, bool):
        raise BadAnswer(_ALIEN % {"slot": shape.slot})
    return value


def _text(shape: Shape, value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise BadAnswer(_ALIEN % {"slot": shape.slot})
    if len(value) > longest:
        raise BadAnswer(
            _("Question %(slot)s: at most %(longest)s characters; shorten it and save again.")
            % {"slot": shape.slot, "longest": longest}
        )
    return value.strip()


def _fillin(shape: Shape, value: Any) -> Answer:
    if not isinstance(value, list) or len(value) > len(shape.places):
        raise BadAnswer(_ALIEN % {"slot": shape.slot})
    texts = [_text(shape, text, SHORT_TEXT) for text in value]
    return texts if any(texts) else None


def _numeric(shape: Shape, value: Any) -> Answer:
    typed = _text(shape, value, SHORT_TEXT)
    if typed and read_number(typed, shape.units) is None:
        raise BadAnswer(_("Question %(slot)s: enter a number, such as 12.5, without words.") % {"slot": shape.slot})
    return typed or None


def _matching(shape: Shape, value: Any) -> Answer:
    pairs = _record(shape, value)
    if not set(pairs.values()) <= set(shape.options):
        raise BadAnswer(_ALIEN % {"slot": shape.slot})
    return pairs or None


def _record(shape: Shape, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not value.keys() <= set(shape.places):
        raise BadAnswer(_ALIEN % {"slot": shape.slot})
    texts = {place: _text(shape, value[place], LONG_TEXT) for place in shape.places if place in value}
    return {place: text for place, text in texts.items() if text}


def _ordering(shape: Shape, value: Any) -> Answer:
    if not isinstance(value, list) or sorted(map(str, value)) != sorted(shape.places):
        raise BadAnswer(_ALIEN % {"slot": shape.slot})
    return value


_CHECKS: dict[str, Callable[[Shape, Any], Answer]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "fillin": _fillin,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "short": lambda shape, value: _text(shape, value, LONG_TEXT) or None,
    "case": lambda shape, value: _record(shape, value) or None,
}
