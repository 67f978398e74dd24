"""Reading what a frame sends (保存请求): only elements a package may set, never more than the room there is. Pure."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from courses.packages.statements import is_statement

H5P_STATE = "h5p.state"
LARGEST = 1024 * 1024  # of one request, and of all that is kept of a unit
LARGEST_WHOLE = 8 * LARGEST  # of all that is kept of an attempt
MOST_KEPT = 5_000  # statements of an attempt; what comes after is judged, and not kept
LONGEST = 250_000  # SCORM 1.2 has packages that keep all they know in one element
MOST_STATEMENTS = 50
_ELEMENT = re.compile(r"(cmi|adl)(\.[A-Za-z0-9_]{1,40}){1,8}|h5p\.state|opened")
# What the platform tells a package, and a package cannot tell the platform.
_OURS = re.compile(
    r"cmi\.(core\.(student_id|student_name|credit|lesson_mode|entry|total_time)|student_data\..*|launch_data|comments_from_lms.*|"
    r"learner_id|learner_name|credit|mode|entry|total_time|scaled_passing_score|completion_threshold|max_time_allowed|"
    r"time_limit_action|_version)|.*\._(children|count|version)"
)


class Malformed(ValueError):
    """The request is not what a frame of ours sends."""


@dataclass(frozen=True)
class Saved:
    """What a frame wants kept, under a number that only grows."""

    sequence: int
    elements: dict[str, str] = field(default_factory=dict)
    statements: list[tuple[UUID, dict[str, Any]]] = field(default_factory=list)


def read(body: bytes) -> Saved:
    """Raises Malformed. Elements that are not the package's to set are passed over, as an LMS passes over read-only ones."""
    if len(body) > LARGEST:
        raise Malformed("too large")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise Malformed("no JSON") from fault
    if not isinstance(told, dict):
        raise Malformed("no object")
    sequence, elements, statements = told.get("sequence"), told.get("elements", {}), told.get("statements", [])
    if not isinstance(sequence, int) or isinstance(sequence, bool) or not 0 < sequence < 2**53:
        raise Malformed("no sequence")
    if not isinstance(elements, dict) or not isinstance(statements, list) or len(statements) > MOST_STATEMENTS:
        raise Malformed("no elements")
    return Saved(sequence, _elements(elements), [_statement(one) for one in statements])


def _elements(told: dict[str, Any]) -> dict[str, str]:
    kept = {}
    for name, value in told.items():
        if not isinstance(value, str) or len(value) > (LARGEST if name == H5P_STATE else LONGEST):
            raise Malformed(name[:60])
        if _ELEMENT.fullmatch(name) and not _OURS.fullmatch(name):
            kept[name] = value.replace("\0", "")  # PostgreSQL keeps no NUL
    return kept


def _statement(told: Any) -> tuple[UUID, dict[str, Any]]:
    if not is_statement(told):
        raise Malformed("no statement")
    try:
        known = UUID(str(told.get("id")))
    except ValueError as fault:
        raise Malformed("a statement has no id") from fault
    return known, json.loads(json.dumps(told).replace("\\u0000", ""))
