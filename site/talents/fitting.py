"""What may fit (可能符合): the policies in force, each held against what is known of one person. It promises nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from organisations.models import Organisation
from talents import eligibility, facts
from talents.eligibility import Outcome, Verdict
from talents.models import Policy

if TYPE_CHECKING:
    from accounts.models import User

_BEST: dict[Verdict, int] = {"may": 0, "ask": 1, "not": 2}


@dataclass(frozen=True)
class Fit:
    """A policy before one person, with the organisation for which it fits best."""

    policy: Policy
    outcome: Outcome
    organisation: Organisation | None

    @property
    def verdict(self) -> Verdict:
        return self.outcome.verdict


def fits(user: "User") -> list[Fit]:
    """Every policy in force, what may fit first. A fixed number of queries for each organisation, none for each policy."""
    person = facts.of_person(user) | facts.of_base(user)
    bodies: list[Organisation | None] = [*facts.bodies_of(user)]
    told = [(body, person | (facts.of_organisation(body) if body else {})) for body in bodies or [None]]
    found = [_best(policy, told) for policy in Policy.objects.public().in_force()]
    return sorted(found, key=lambda fit: _BEST[fit.verdict])


def _best(policy: Policy, told: Iterable[tuple[Organisation | None, facts.Facts]]) -> Fit:
    judged = [Fit(policy, eligibility.judge(policy.rules, known), body) for body, known in told]
    return min(judged, key=lambda fit: _BEST[fit.verdict])
