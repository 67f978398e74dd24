from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField whose blocks stay out of migrations: changing a block changes no table."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class ChosenField(models.JSONField):
    """Values out of a small closed vocabulary, each at most once, in the vocabulary's order: ["enterprise", "public"].

    A list and no relation, so that a draft, a copy and a translation carry it and a list of pages asks nothing more for it;
    the vocabulary never grows by an editor's hand. What must hold a value is refused without one in a draft too.
    """

    def __init__(self, *args: Any, vocabulary: type[models.TextChoices] | None = None, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(*args, **kwargs)
        self.required_on_save = not self.blank

    @property
    def known(self) -> list[str]:
        return list(self.vocabulary.values) if self.vocabulary else []

    def to_python(self, value: Any) -> Any:
        """Each once, in order; what is not of the vocabulary stays last, for `validate` to refuse."""
        if not isinstance(value, list):
            return value
        return [one for one in self.known if one in value] + [one for one in value if one not in self.known]

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or not set(value) <= set(self.known):
            raise ValidationError(_("Choose from the list."))

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # a list to tick, no text of JSON
        kwargs["choices"] = self.vocabulary.choices if self.vocabulary else []
        blank = self.error_messages.get("blank")
        told: dict[str, Any] = {"error_messages": {"required": blank}} if blank else {}
        asked = {"form_class": forms.MultipleChoiceField, "widget": forms.CheckboxSelectMultiple, **told, **kwargs}
        return models.Field.formfield(self, **asked)
