"""What a package is told when it is opened (初始数据): who learns, where he stopped, how long he has been at it."""

import re
from typing import Any

from courses.models import Package, PackageAttempt
from courses.packages import limits
from courses.packages.outline import Unit
from courses.packages.saving import H5P_STATE

_TO_GO_ON_WITH = ("cmi.suspend_data", "cmi.core.lesson_location", "cmi.location")
# Said for one sitting alone: loaded again it would be counted twice.
_OF_ONE_SITTING = re.compile(r"cmi\.(core\.)?(session_time|exit)|adl\..*|opened")


def setup(package: Package, unit: Unit, attempt: PackageAttempt | None, *, name: str, save: str) -> dict[str, Any]:
    """For the script in the frame. `save` is where it sends what it has to say; empty for a look, which keeps nothing."""
    kept = attempt.elements(unit.id) if attempt else {}
    seconds = attempt.seconds_in(unit.id) if attempt else 0
    told = {
        "kind": package.kind,
        "unit": unit.id,
        "save": save,
        "sequence": attempt.sequence if attempt else 0,
        "reports": unit.reports,
        "left": max(0, limits.seconds(unit.time_limit) - seconds) if limits.seconds(unit.time_limit) else -1,
    }
    if package.kind == Package.Kind.H5P:
        return {**told, "state": kept.get(H5P_STATE, "")}
    who = str(attempt.learner_id) if attempt else "look"
    entry = "resume" if any(kept.get(name) for name in _TO_GO_ON_WITH) else "ab-initio"
    kept = {name: value for name, value in kept.items() if not _OF_ONE_SITTING.fullmatch(name)}
    rules = _of_12 if package.kind == Package.Kind.SCORM_12 else _of_2004
    return {**told, "elements": {**kept, **{k: v for k, v in rules(unit, who, name, entry, seconds).items() if v}}}


def _of_12(unit: Unit, who: str, name: str, entry: str, seconds: int) -> dict[str, str]:
    return {
        "cmi.core.student_id": who,
        "cmi.core.student_name": name,
        "cmi.core.credit": "credit",
        "cmi.core.lesson_mode": "normal",
        "cmi.core.entry": entry,
        "cmi.core.total_time": f"{seconds // 3600:04}:{seconds // 60 % 60:02}:{seconds % 60:02}",
        "cmi.student_data.mastery_score": unit.mastery,
        "cmi.student_data.max_time_allowed": unit.time_limit,
        "cmi.student_data.time_limit_action": unit.time_limit_action,
        "cmi.launch_data": unit.launch_data,
    }


def _of_2004(unit: Unit, who: str, name: str, entry: str, seconds: int) -> dict[str, str]:
    return {
        "cmi.learner_id": who,
        "cmi.learner_name": name,
        "cmi.credit": "credit",
        "cmi.mode": "normal",
        "cmi.entry": entry,
        "cmi.total_time": f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S",
        "cmi.scaled_passing_score": unit.scaled_pass,
        "cmi.completion_threshold": unit.threshold,
        "cmi.max_time_allowed": unit.time_limit,
        "cmi.time_limit_action": unit.time_limit_action,
        "cmi.launch_data": unit.launch_data,
    }
