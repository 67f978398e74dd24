"""What stands above every page for a time: upper rooms say it, this room shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Banner:
    """One line with one link."""

    text: str
    link: str
    address: str


# callable(request) -> Banner or None. A kept page turns over at midnight (pagecache), so a banner begins and ends on a day.
sources: list[Callable[[HttpRequest], Banner | None]] = []


def shown(request: HttpRequest) -> list[Banner]:
    return [banner for source in sources if (banner := source(request))]
