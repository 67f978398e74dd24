"""A person's name: checked against the certificate's typefaces while the person can still say what is right.

A Chinese character that no typeface draws is kept all the same: it is the person's name. Until a substitute for it is agreed to,
no certificate is issued.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.text import clean
from core.typefaces import code_point, is_han, unprintable


def validate_name(name: str) -> None:
    """Refuse a name with a sign that is in no typeface and no Chinese character either, naming each as U+XXXXX."""
    missing = [character for character in unprintable(clean(name)) if not is_han(character)]
    if missing:
        named = "、".join(f"{character}（{code_point(character)}）" for character in missing)
        raise ValidationError(
            _("A certificate cannot print these characters yet: %(characters)s. Write to us so that we can find a way."),
            code="unprintable",
            params={"characters": named},
        )


def held_up(name: str) -> str:
    """The Chinese characters of a name that need a substitute on paper, each with its code point; empty where there is none."""
    return "、".join(f"{character}（{code_point(character)}）" for character in unprintable(name) if is_han(character))
