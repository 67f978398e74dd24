"""What rooms show on the home page. A room adds a callable to `sources` in its AppConfig.ready().

It answers with a `Part` or, when it has nothing to show today, with None. The home page is kept for everybody, so a part
says nothing of who is reading; its template is included with `part` alone (`part` is `context`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Part:
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    place: int = 100  # parts stand in this order, below the ways in by role


sources: list[Callable[[], Part | None]] = []


def on_home() -> list[Part]:
    """What all rooms show, in order."""
    parts = [part for source in sources if (part := source()) is not None]
    return sorted(parts, key=lambda part: part.place)
