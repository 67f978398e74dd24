"""What a scheme demands (申请条件): routes, entry, evidence, pledges, as a version keeps them. Pure rules.

`entry` lists alternatives, of which one is enough; of `evidence` each piece that the route asks for is looked at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

TRAINED, EXAMINED = "trained", "examined"
ROUTES = (TRAINED, EXAMINED)
LANGUAGES = ("zh-hans", "en")
# What may be asked for; a scheme says in its own words what exactly.
KINDS = ("education", "work", "nomination", "equivalent", "capstone", "month_file", "practical")
# Work that is marked: whoever finds it good enough has marked the applicant.
PROOFS = frozenset({"capstone", "month_file", "practical"})

Text = Mapping[str, str]


@dataclass(frozen=True)
class Requirement:
    """One thing to be shown by files."""

    code: str
    text: Text
    routes: tuple[str, ...] = ROUTES

    @property
    def is_proof(self) -> bool:
        return self.code in PROOFS


@dataclass(frozen=True)
class Demands:
    """Everything a version asks of an applicant."""

    is_decided: bool = False
    routes: tuple[str, ...] = ROUTES
    training_hours: int = 0
    entry: tuple[Text, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    pledges: tuple[Text, ...] = ()
    # Working days in which an application is looked at (scheme.md, 3.4).
    decision_days: int = 10

    def on(self, route: str) -> tuple[Requirement, ...]:
        """What has to be shown on this route.

        >>> equal = {"code": "equivalent", "text": {}, "routes": ["examined"]}
        >>> demands = read({"evidence": [{"code": "work", "text": {}}, equal]})
        >>> [one.code for one in demands.on("trained")], [one.code for one in demands.on("examined")]
        (['work'], ['work', 'equivalent'])
        """
        return tuple(one for one in self.requirements if route in one.routes)

    def find(self, route: str, code: str) -> Requirement | None:
        return next((one for one in self.on(route) if one.code == code), None)


def read(data: Mapping[str, Any]) -> Demands:
    """The demands of a version's `requirements`. A version from before there were applications demands nothing.

    >>> read({"training_hours": 16, "pass_mark": 80}).is_decided
    False
    """
    return Demands(
        is_decided=bool(data.get("decided")),
        routes=tuple(data.get("routes") or ROUTES),
        training_hours=int(data.get("training_hours") or 0),
        entry=tuple(data.get("entry") or ()),
        requirements=tuple(_requirement(one) for one in data.get("evidence") or ()),
        pledges=tuple(data.get("pledges") or ()),
        decision_days=int(data.get("decision_days") or Demands.decision_days),
    )


def _requirement(data: Mapping[str, Any]) -> Requirement:
    return Requirement(code=data["code"], text=data["text"], routes=tuple(data.get("routes") or ROUTES))


def unshown(required: Iterable[Requirement], shown: Iterable[str]) -> list[str]:
    """The codes for which nothing has been handed in.

    >>> unshown([Requirement("work", {}), Requirement("education", {})], ["work"])
    ['education']
    """
    there = set(shown)
    return [one.code for one in required if one.code not in there]


def lacking(required: Iterable[Requirement], found: Mapping[str, bool]) -> tuple[list[str], list[str]]:
    """The codes found wanting, and those nobody has looked at yet.

    >>> required = [Requirement(code, {}) for code in ("work", "education", "capstone")]
    >>> lacking(required, {"work": True, "capstone": False})
    (['capstone'], ['education'])
    """
    codes = [one.code for one in required]
    return [code for code in codes if found.get(code) is False], [code for code in codes if code not in found]
