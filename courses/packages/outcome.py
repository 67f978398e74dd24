"""What a package's data amount to (学习结果): complete or not, passed or not, the score. Pure.

Elements are those of SCORM by their flat names. The time a package claims is never proof of anything: only a status it
set, or a score against the pass mark of its manifest, counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from courses.packages.outline import Kind, Unit

Completion = Literal["unknown", "incomplete", "completed"]
Success = Literal["unknown", "passed", "failed"]
Rule = Literal["completed", "passed", "score"]
Elements = Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """Where one unit, or the whole package, stands. Completion and success are two things; `score` is 0 to 1."""

    completion: Completion = "unknown"
    success: Success = "unknown"
    score: Decimal | None = None

    def fulfils(self, rule: Rule, least: int = 0) -> bool:
        """Whether the author's rule is met; `least` is a percentage."""
        if rule == "score":
            return self.score is not None and self.score * 100 >= least
        return self.success == "passed" if rule == "passed" else self.completion == "completed"


def of_unit(kind: Kind, unit: Unit, elements: Elements) -> Outcome:
    """What one unit's elements say; an asset is complete once it has been opened."""
    if not unit.reports:
        return Outcome("completed") if elements else Outcome()
    return _of_12(unit, elements) if kind == "scorm12" else _of_2004(unit, elements)


def of_package(outcomes: Sequence[Outcome]) -> Outcome:
    """The whole: complete when every unit is, passed when none failed and all that could pass did; the mean of the scores.

    >>> done, passed = Outcome("completed"), Outcome("completed", "passed", Decimal("0.9"))
    >>> of_package([done, passed])
    Outcome(completion='completed', success='passed', score=Decimal('0.9000'))
    >>> of_package([done, Outcome()]).completion
    'incomplete'
    """
    if all(one.completion == "completed" for one in outcomes):
        completion: Completion = "completed"
    else:
        completion = "incomplete" if any(one.completion != "unknown" for one in outcomes) else "unknown"
    told = {one.success for one in outcomes} - {"unknown"}
    success: Success = "unknown"
    if "failed" in told:
        success = "failed"
    elif told and completion == "completed":
        success = "passed"
    scores = [one.score for one in outcomes if one.score is not None]
    mean = (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.0001")) if scores else None
    return Outcome(completion, success, mean)


def _of_12(unit: Unit, elements: Elements) -> Outcome:
    """One status says both things in 1.2; a mastery score of the manifest decides over what the package says."""
    status = elements.get("cmi.core.lesson_status", "")
    raw, mastery = number(elements.get("cmi.core.score.raw")), number(unit.mastery)
    if status in ("passed", "failed", "completed") and raw is not None and mastery is not None:
        status = "passed" if raw >= mastery else "failed"
    completion: Completion = "completed" if status in ("passed", "failed", "completed") else "incomplete"
    if status in ("", "not attempted"):
        completion = "unknown"
    success: Success = "unknown"
    if status in ("passed", "failed"):
        success = "passed" if status == "passed" else "failed"
    return Outcome(completion, success, _share(elements, "cmi.core.score"))


def _of_2004(unit: Unit, elements: Elements) -> Outcome:
    """The manifest's thresholds decide where the package gave a measure, else what it said."""
    said = elements.get("cmi.completion_status", "")
    completion: Completion = "completed" if said == "completed" else "incomplete" if said == "incomplete" else "unknown"
    progress, threshold = number(elements.get("cmi.progress_measure")), number(unit.threshold)
    if progress is not None and threshold is not None:
        completion = "completed" if progress >= threshold else "incomplete"
    told = elements.get("cmi.success_status", "")
    success: Success = "passed" if told == "passed" else "failed" if told == "failed" else "unknown"
    scaled, least = number(elements.get("cmi.score.scaled")), number(unit.scaled_pass)
    if scaled is not None and least is not None:
        success = "passed" if scaled >= least else "failed"
    if success == "passed" and completion == "unknown":
        completion = "completed"  # it has no other word for the end
    return Outcome(completion, success, _share(elements, "cmi.score"))


def _share(elements: Elements, prefix: str) -> Decimal | None:
    """The score as a share of what can be had, from the scaled one or from raw within min and max.

    >>> _share({"s.raw": "8", "s.min": "0", "s.max": "10"}, "s"), _share({"s.raw": "85"}, "s"), _share({"s.scaled": "-1"}, "s")
    (Decimal('0.8000'), Decimal('0.8500'), Decimal('0.0000'))
    """
    share = number(elements.get(f"{prefix}.scaled"))
    if share is None:
        raw = number(elements.get(f"{prefix}.raw"))
        low = number(elements.get(f"{prefix}.min")) or Decimal(0)
        high = number(elements.get(f"{prefix}.max"))
        high = Decimal(100) if high is None else high
        if raw is None or high <= low:
            return None
        share = (raw - low) / (high - low)
    return min(max(share, Decimal(0)), Decimal(1)).quantize(Decimal("0.0001"))


def number(text: str | None) -> Decimal | None:
    """A figure as packages write it; None for what is none.

    >>> number(" 80 "), number(""), number("NaN"), number("1e999999999")
    (Decimal('80'), None, None, None)
    """
    try:
        value = Decimal((text or "").strip()[:40])
    except InvalidOperation:
        return None
    return value if value.is_finite() and value.adjusted() < 9 else None
