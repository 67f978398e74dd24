"""A person's name: checked against the certificate's typefaces while the person can still say what is right."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.text import clean
from core.typefaces import code_point, unprintable


def validate_name(name: str) -> None:
    """Refuse a name with a character that no certificate can print, naming each as U+XXXXX."""
    missing = unprintable(clean(name))
    if missing:
        named = "、".join(f"{character}（{code_point(character)}）" for character in missing)
        raise ValidationError(
            _("A certificate cannot print these characters yet: %(characters)s. Write to us so that we can find a way."),
            code="unprintable",
            params={"characters": named},
        )
