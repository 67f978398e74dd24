"""People in the middle of an exam, each signed in."""

import json
import secrets
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from tests.cast import person
from tests.load.hammer import post_json

PENS: dict[str, list[Any]] = {
    "single": ["A", "B"],
    "multiple": [["A", "B"], ["A", "C"]],
    "truefalse": [True, False],
}


@dataclass
class Candidate:
    """One open attempt and the browser it is sat in."""

    path: str
    epoch: int
    slots: list[tuple[int, str]]
    cookie: str
    csrf: str

    def save(self, sent: int) -> bytes:
        """The next answer: question after question, round after round, each time another choice."""
        slot, kind = self.slots[sent % len(self.slots)]
        turn = sent // len(self.slots)
        body = {"slot": slot, "seq": turn + 1, "epoch": self.epoch, "value": PENS[kind][turn % 2]}
        return post_json(self.path, json.dumps(body).encode(), self.cookie, self.csrf)


def in_an_exam(number: int) -> Candidate:
    """Somebody who has completed the course and started the exam."""
    from django.urls import reverse

    from core.dates import now
    from courses.models import Course, Enrolment
    from exams import delivery
    from exams.models import Sitting

    user = person(f"考生{number}", f"candidate{number}")
    version = Course.objects.get(code="QSO").versions.latest("number")
    Enrolment.objects.create(learner=user, course=version.course, version=version, completed_at=now())
    attempt = delivery.start(candidate=user, sitting=Sitting.objects.get(exam_version__exam__code="QSO", state="open"))
    items = attempt.items.select_related("item_version__item").order_by("slot")
    slots = [(item.slot, item.item_version.item.kind) for item in items]
    csrf = secrets.token_hex(16)
    return Candidate(
        path=reverse("exams:responses", args=[attempt.pk]),
        epoch=attempt.session_epoch,
        slots=[(slot, kind) for slot, kind in slots if kind in PENS],
        cookie=f"{settings.SESSION_COOKIE_NAME}={_session(user)}; {settings.CSRF_COOKIE_NAME}={csrf}",
        csrf=csrf,
    )


def _session(user: Any) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
