"""What a package says of itself (课件包大纲): its kind, and the units a learner opens one by one."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["scorm12", "scorm2004", "h5p"]


@dataclass(frozen=True)
class Unit:
    """One thing to open: a SCO, an asset, or the whole of an H5P content.

    `file` is the path in the package, `query` what follows it. `reports` is false for an asset: opening is all it can tell.
    """

    id: str
    title: str
    file: str
    query: str = ""
    reports: bool = True
    depth: int = 0
    mastery: str = ""  # the least raw score that passes, SCORM 1.2
    scaled_pass: str = ""  # the least scaled score that passes, SCORM 2004
    threshold: str = ""  # the progress at which it is complete, SCORM 2004
    launch_data: str = ""
    time_limit: str = ""  # for how long it may be worked on in one attempt, as its manifest writes it (limits.py)
    time_limit_action: str = ""


@dataclass(frozen=True)
class Outline:
    """A package as the player needs it. `edition` is what the manifest itself declares."""

    kind: Kind
    title: str
    edition: str
    units: tuple[Unit, ...]
    extra: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Outline":
        """An outline as it was kept."""
        units = tuple(Unit(**unit) for unit in told["units"])
        return cls(told["kind"], told["title"], told["edition"], units, told.get("extra", {}))


@dataclass(frozen=True)
class Contents:
    """An upload that can be played: what it says, which entries are kept under which path, and what is left out."""

    outline: Outline
    files: dict[str, str]  # path in the package → name of the entry in the archive
    left_out: tuple[str, ...]
