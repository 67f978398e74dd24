"""What a loader did with each thing it was given: nothing is taken, changed or left out in silence."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["accepted", "changed", "same", "refused", "missing"]
VERDICTS: tuple[Verdict, ...] = ("accepted", "changed", "same", "refused", "missing")


@dataclass(frozen=True)
class Line:
    """One thing and what became of it."""

    verdict: Verdict
    kind: str
    key: str
    detail: str = ""
    difference: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.verdict:<8}  {self.kind}  {self.key}" + (f"  {self.detail}" if self.detail else "")


class Report:
    """Collects what loaders say. `heard` is told each line as it comes, so that a long load shows where it is.

    `force` is the operator's word that shipped content replaces what editors changed; loaders ask it here.

    >>> report = Report()
    >>> report.accepted("article", "1")
    >>> report.refused("item", "Q7", "no answer")
    >>> report.count("accepted"), report.count("refused", "item")
    (1, 1)
    """

    def __init__(self, heard: Callable[[Line], None] | None = None, *, force: bool = False) -> None:
        self.lines: list[Line] = []
        self.force = force
        self._heard = heard

    def accepted(self, kind: str, key: str) -> None:
        """New, and now here."""
        self._add(Line("accepted", kind, key))

    def changed(self, kind: str, key: str, what: str, difference: Sequence[str] = ()) -> None:
        """Here already and brought up to date, or kept as an editor left it: `what` says which.

        `difference` are the lines that went and came, or would have.
        """
        self._add(Line("changed", kind, key, what, tuple(difference)))

    def same(self, kind: str, key: str) -> None:
        """Here already, nothing to do."""
        self._add(Line("same", kind, key))

    def refused(self, kind: str, key: str, reason: str) -> None:
        """Given, but not fit to be loaded."""
        self._add(Line("refused", kind, key, reason))

    def missing(self, kind: str, key: str, reason: str) -> None:
        """Expected, but not given."""
        self._add(Line("missing", kind, key, reason))

    def _add(self, line: Line) -> None:
        self.lines.append(line)
        if self._heard is not None:
            self._heard(line)

    def count(self, verdict: Verdict, kind: str | None = None) -> int:
        return sum(line.verdict == verdict and kind in (None, line.kind) for line in self.lines)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many of each kind met each verdict, kinds in the order they first came."""
        tally = Counter((line.kind, line.verdict) for line in self.lines)
        kinds = dict.fromkeys(line.kind for line in self.lines)
        return {kind: {verdict: tally[kind, verdict] for verdict in VERDICTS} for kind in kinds}

    def as_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON. What stayed the same is counted, not listed."""
        told = [_as_data(line) for line in self.lines if line.verdict != "same"]
        return {"counts": self.counts(), "lines": told}

    def table(self) -> str:
        """The counts as a table for a terminal; a dot stands for none."""
        rows = [("", *VERDICTS)]
        rows += [(kind, *(str(n or "·") for n in row.values())) for kind, row in self.counts().items()]
        first = max(len(row[0]) for row in rows)
        return "\n".join(f"{row[0]:<{first}}" + "".join(f"{cell:>10}" for cell in row[1:]) for row in rows)


def _as_data(line: Line) -> dict[str, Any]:
    """A line for JSON; the difference only where there is one."""
    told = vars(line)
    return told if line.difference else {name: value for name, value in told.items() if name != "difference"}
