"""How a reader has the site shown (无障碍设置): large letters, strong contrast, nothing that moves. Works without scripts.

The choice is a cookie that says nothing of who chose. Its few values are part of a kept page's key, so readers who choose
alike share kept pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

COOKIE = "shown"
CHOICES = (
    ("large", _("Large letters"), _("Everything a quarter larger.")),
    ("contrast", _("Strong contrast"), _("Text in full black or white, lines clearly drawn.")),
    ("still", _("No movement"), _("Nothing glides or fades.")),
)
_NAMES = tuple(name for name, _label, _hint in CHOICES)
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Comfort:
    """What the reader chose, in one order only: other spellings of a cookie make no other page."""

    names: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        return "-".join(self.names)

    @property
    def classes(self) -> str:
        """For the root element.

        >>> Comfort(("large", "still")).classes
        'is-large is-still'
        """
        return " ".join(f"is-{name}" for name in self.names)


def chosen(names: Iterable[str]) -> Comfort:
    """Of any words, those we know.

    >>> chosen(["still", "large", "<script>"]).value
    'large-still'
    """
    known = set(names)
    return Comfort(tuple(name for name in _NAMES if name in known))


def of(request: HttpRequest) -> Comfort:
    return chosen(request.COOKIES.get(COOKIE, "")[:60].split("-"))


def keep(response: HttpResponse, comfort: Comfort) -> None:
    """A year on this device; nothing chosen, nothing kept."""
    if comfort.names:
        response.set_cookie(COOKIE, comfort.value, max_age=_YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
