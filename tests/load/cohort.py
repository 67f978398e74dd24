"""A cohort before its exam: learners registered for one sitting, each with a session, and a bank to draw from."""

import datetime as dt
import secrets
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

# What the virtual learners know how to answer, and what the machine marks.
KINDS = ("single", "multiple", "truefalse")


@dataclass(frozen=True)
class Seat:
    """One person's place in the exam: who, and with which session."""

    person: int
    session: str


@dataclass(frozen=True)
class Cohort:
    """Everybody, and the address of the page from which they start."""

    start: str
    seats: list[Seat]


def prepare(learners: int, questions: int, *, hours: float = 1) -> Cohort:
    """Bank, exam, sitting, people, registrations and sessions, in an empty, migrated database."""
    from core.report import Report
    from exams import loading

    loading.load(settings.CONTENT_DIR, Report())
    sitting = sitting_of(questions, hours)
    people = _people(learners)
    register(people, sitting)
    return Cohort(
        sitting.get_absolute_url(), [Seat(person.pk, key) for person, key in zip(people, _sessions(people), strict=True)]
    )


def sitting_of(questions: int, hours: float) -> Any:
    """An exam of so many questions over the shipped bank, results released at once, and nothing asked for but registration."""
    from core.dates import now
    from exams import papers
    from exams.models import BlueprintRow, Exam, ExamVersion, Sitting

    exam = Exam.objects.create(code="LOAD", credential="QSO", title={"zh-hans": "负载测试", "en": "Load test"})
    rows = [
        BlueprintRow(position=place, area=area, section=area, item_kinds=[kind], count=count, marks_each=Decimal(2))
        for place, ((area, kind), count) in enumerate(_cells(questions), 1)
    ]
    cut = Decimal(2 * questions * 6) / 10
    version = ExamVersion(exam=exam, number=1, duration_s=round(hours * 3600), cut_score=cut, languages=["zh-hans", "en"])
    version.content_sha256 = papers.rules_digest(version, rows)
    version.save()
    for row in rows:
        row.exam_version = version
    BlueprintRow.objects.bulk_create(rows)
    opened = now() - dt.timedelta(hours=2)
    return Sitting.objects.create(exam_version=version, opens_at=opened, state="open", walk_in=False, release="automatic")


def _cells(questions: int) -> list[tuple[tuple[str, str], int]]:
    """The questions spread over areas and kinds in turn, where the bank is deepest."""
    from exams import papers

    stock: dict[tuple[str, str], int] = defaultdict(int)
    for candidate in papers.candidates("QSO"):
        if candidate.kind in KINDS:
            stock[candidate.area, candidate.kind] += 1
    deepest = sorted(stock, key=lambda cell: -stock[cell])[:10]
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for place in range(questions):
        counts[deepest[place % len(deepest)]] += 1
    return sorted(counts.items())


def _people(learners: int) -> list[Any]:
    from accounts.models import User

    made = (
        User(email=f"load{number}@example.org", full_name=f"考生{number}", password=f"!{secrets.token_hex(20)}")
        for number in range(learners)
    )
    return User.objects.bulk_create(made, batch_size=1000)


def register(people: list[Any], sitting: Any) -> None:
    from exams.models import Registration

    made = (
        Registration(candidate=person, sitting=sitting, admission_no=f"LOAD26-{person.pk:08}", state="admitted")
        for person in people
    )
    Registration.objects.bulk_create(made, batch_size=1000)


def _sessions(people: list[Any]) -> list[str]:
    """As after signing in; stored as the settings store them."""
    engine = import_module(settings.SESSION_ENGINE)
    keys = []
    for person in people:
        session = engine.SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return keys
