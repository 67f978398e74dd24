"""Figures of a large firm's training: how long matrix and hours take to open, and their files to be made.

    PYTHONPATH=.:site python -m tests.load.matrix [people] [courses]

10,000 members with twenty courses each (200,000 tasks, as many entries of the ledger). Runs in a database of its own, in a
folder that goes again. Wanted: each page in less than a second of CPU on SQLite (so that a busy machine measures the same), with
as many statements as for ten people.
"""

import os
import sys
import tempfile
import time
from resource import RUSAGE_SELF, getrusage
from statistics import median
from typing import Any

AIM_MS, ROUNDS = 1000, 3


def main(people: int, courses: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HAIZHUN_DATA": folder, "DJANGO_SETTINGS_MODULE": "config.settings", "HAIZHUN_DEBUG": "1"}
        os.environ.setdefault("HAIZHUN_SECRET_KEY", "only-for-this-measurement-of-a-large-firm-0123456789")
        os.environ.pop("DATABASE_URL", None)
        return _measure(people, courses)


def _measure(people: int, courses: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from courses.exports.tasks import make_export
    from courses.models import ReportExport

    call_command("migrate", verbosity=0)
    slug, boss = fill(people, courses)
    client, slow = Client(), 0
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    there = f"/org/{slug}/training/"
    pages = ["", "?state=late", "?state=never&page=3", f"?q={people // 2:05d}", "hours/", "assignments/"]
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        for page in pages:
            spent = [_opened(client, there + page) for _round in range(ROUNDS + 1)][1:]
            with CaptureQueriesContext(connection) as asked:
                _opened(client, there + page)
            slow += median(spent) > AIM_MS
            sys.stdout.write(
                f"{page or 'matrix':<24}{median(spent):>9.0f} ms CPU  (most {max(spent):.0f} ms, {len(asked)} queries)\n"
            )
        began_with = getrusage(RUSAGE_SELF).ru_maxrss / 1024
        for file in ("matrix.xlsx", "matrix.csv", "matrix.pdf", "hours.xlsx", "hours.csv", "hours.pdf"):
            sys.stdout.write(f"{file:<24}{_asked(client, there + file):>9.0f} ms CPU to answer\n")
        for made in ReportExport.objects.filter(finished_at=None).order_by("asked_at"):
            began = time.process_time()
            make_export(pk=str(made.pk))
            took = (time.process_time() - began) * 1000
            sys.stdout.write(f"{made!s:<24}{took:>9.0f} ms CPU for a worker ({made.kind}, {made.rows} rows)\n")
    sys.stdout.write(
        f"most memory{getrusage(RUSAGE_SELF).ru_maxrss / 1024:>22.0f} MB, of which {began_with:.0f} before the files\n"
    )
    return 1 if slow else 0


def _asked(client: Any, address: str) -> float:
    """Asking for a large file leaves a job; the answer is its page."""
    began = time.process_time()
    answer = client.post(address)
    assert answer.status_code == 302, (address, answer.status_code)
    return (time.process_time() - began) * 1000


def _opened(client: Any, address: str) -> float:
    began = time.process_time()
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    assert answer.content
    return (time.process_time() - began) * 1000


def fill(people: int, courses: int) -> tuple[str, Any]:
    """The firm's address and its manager; everybody has every course assigned and is somewhere on the way."""
    from core.dates import now, today
    from courses.models import TrainingAssignment, TrainingTask
    from organisations.models import Department, Membership, Organisation
    from tests.cast import person

    boss = person("陈工", "boss")
    body = Organisation.objects.create(name="示例大企业", state="verified")
    Membership.objects.create(organisation=body, person=boss, name="陈工", role="manager")
    parts = [Department.objects.create(organisation=body, name=f"部门{n:02}") for n in range(20)]
    users = _users(people)
    members = Membership.objects.bulk_create(
        [
            Membership(organisation=body, person=one, name=one.full_name, department=parts[n % 20], employee_number=f"A{n:05d}")
            for n, one in enumerate(users)
        ],
        batch_size=2000,
    )
    day = today()
    for number in range(courses):
        course = _course(number)
        made = TrainingAssignment.objects.create(
            organisation=body, scope="everybody", course=course, due_on=day, reason="年度培训", by=boss
        )
        facts: dict[str, Any] = {"organisation": body, "assignment": made, "course": course, "due_on": day, "counted_at": now()}
        TrainingTask.objects.bulk_create([_task(one, n + number, day, facts) for n, one in enumerate(members)], batch_size=2000)
        _credit(users, course, f"B{number:02}-00", day)
    return body.slug, boss


def _users(people: int) -> list[Any]:
    from accounts.models import User

    rows = [User(email=f"b{n}@example.org", full_name=f"学员{n:05d}", password="!") for n in range(people)]
    return User.objects.bulk_create(rows, batch_size=2000)


def _course(number: int) -> Any:
    from courses.models import Course, CourseVersion

    code = f"B{number:02}"
    course = Course.objects.create(code=code)
    lesson = {"code": f"{code}-00", "slug": f"{code}-00".lower(), "key": code, "minutes": 45, "title": {"zh-hans": code}}
    lesson |= {"revisions": {}, "checks": []}
    structure = {"modules": [{"title": {"zh-hans": "单元"}, "lessons": [lesson]}]}
    CourseVersion.objects.create(course=course, number=1, structure=structure, minutes=45)
    return course


def _task(one: Any, number: int, day: Any, facts: dict[str, Any]) -> Any:
    """A third never begun, a third under way or late, a third done."""
    import datetime as dt

    from courses.models import TrainingTask

    begun = day if number % 3 else None
    late = {"due_on": day - dt.timedelta(days=5)} if number % 6 == 1 else {}
    done = {"done_on": day, "steps_done": 1} if number % 3 == 2 else {}
    return TrainingTask(membership=one, begun_on=begun, steps_total=1, **{**facts, **late, **done})


def _credit(users: list[Any], course: Any, lesson: str, day: Any) -> None:
    from courses.models import CreditEntry

    facts = {"course": course, "lesson_code": lesson, "source_ref": f"lesson:{lesson}:1", "reason": "completed", "day": day}
    rows = (CreditEntry(learner=one, seconds=2700, rule_version="measured", **facts) for one in users)
    CreditEntry.objects.bulk_create(rows, batch_size=2000)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(given + [10_000, 20][len(given) :])))
