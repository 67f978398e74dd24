"""What a scheme says about measures against its certificates (处理规则): the days to answer and to appeal, and so on.

A version of a scheme may say otherwise under "measures" in its requirements; where it is silent, the platform's defaults
hold. Pure rules: docs/algorithms/certificates.md.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Rules:
    """All days are working days."""

    answer_days: int = 10
    decision_days: int = 20
    appeal_days: int = 15
    appeal_decision_days: int = 20
    suspension_months: int = 6
    prolongations: int = 1
    allows_urgent: bool = True
    barred_months: int = 12
    barred_months_for_fraud: int = 36

    @classmethod
    def of(cls, requirements: Mapping[str, Any]) -> "Rules":
        """
        >>> Rules.of({"measures": {"answer_days": 15}}).answer_days, Rules.of({}).appeal_days
        (15, 15)
        """
        said = requirements.get("measures", {})
        return cls(**{field.name: said[field.name] for field in fields(cls) if field.name in said})


# How heavy each is: what is decided may be lighter than what was announced, never heavier.
WEIGHT = {"none": 0, "suspended": 1, "withdrawn": 2}


def may_follow(announced: str, decided: str) -> bool:
    """Whether a notice of `announced` allows the decision `decided`.

    >>> may_follow("suspended", "withdrawn"), may_follow("withdrawn", "suspended"), may_follow("suspended", "none")
    (False, True, True)
    """
    return WEIGHT[decided] <= WEIGHT[announced]


def may_be_decided(at: dt.datetime, answer_by: dt.datetime, *, has_answered: bool) -> bool:
    """Whether the holder has been heard: the answer is there, or the time for it is over."""
    return has_answered or at > answer_by
