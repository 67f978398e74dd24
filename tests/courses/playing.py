"""A course with a package in it, for tests: uploaded, chosen in a lesson, published, and opened by a learner."""

import io
import json
from typing import Any

from courses import attempting
from courses.models import Enrolment, Package, PackageAttempt
from courses.packages import tickets
from courses.uploading import upload
from tests.courses.activities import block, course_of, enrol, lesson_page, rule

ACTIVITY = "7b1d0c9e-0000-4000-8000-000000000001"


def uploaded(data: bytes, by: Any, **more: Any) -> Package:
    return upload(file=io.BytesIO(data), name="课件.zip", size=len(data), by=by, **more)


def package_block(package: Package, *, by: str = "finished", at_least: int | None = None, instead: str = "") -> dict[str, Any]:
    text = [{"type": "paragraph", "value": f"<p>{instead}</p>", "id": ACTIVITY.replace("7b", "8b")}] if instead else []
    value = {"title": "互动练习", "package": package.pk, "instead": text, "rule": rule(by, at_least)}
    return block(package.activity_kind, value, ACTIVITY)


def enrolled(learner: Any, package: Package, **how: Any) -> Enrolment:
    """A learner in a course whose one lesson holds the package."""
    return enrol(learner, course_of(lesson_page([package_block(package, **how)])))


def opened(enrolment: Enrolment, package: Package, **more: Any) -> PackageAttempt:
    return attempting.begin(enrolment=enrolment, lesson_code="ACT-01", activity_id=ACTIVITY, package=package, **more)


def address(attempt: PackageAttempt, unit: int = 0, rest: str = "") -> str:
    key, ticket = tickets.to_attempt(attempt)
    return f"/package/{key}/{ticket}/{unit}/{rest}"


def sent(client: Any, where: str, sequence: int, elements: dict[str, str] | None = None, **more: Any) -> Any:
    body = json.dumps({"sequence": sequence, "elements": elements or {}, **more})
    return client.post(where, body, content_type="text/plain")
