"""A lesson in a cartridge (课程包里的一课): plain words and files. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Where our own description of a lesson stands in a cartridge; other platforms read the manifest and the page beside it.
OURS, FORMAT = "haizhun/lesson.json", 1
WORDS = (
    "title",
    "summary",
    "kind",
    "stage",
    "grades",
    "subject",
    "links",
    "licence",
    "rights_holder",
    "source",
    "keywords",
    "objectives",
    "materials",
    "cost",
    "safety",
    "text",
    "cites",
    "based_licence",
    "attribution",
    # The codes: of roles and languages with commas between them, of the industry one.
    "roles",
    "industry",
    "languages",
    # A day: 2027-09-01.
    "valid_until",
)


@dataclass(frozen=True)
class Enclosed:
    """One file."""

    name: str
    title: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Lesson:
    words: Mapping[str, str]
    minutes: int
    language: str
    files: tuple[Enclosed, ...] = ()
    # What another platform's cartridge has and a lesson has no place for.
    left_out: tuple[str, ...] = field(default=(), compare=False)
