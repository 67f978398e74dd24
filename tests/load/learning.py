"""Figures of learning: `run.py bench learning [--quick]`. What a teacher's overview, one group and a learner's pages cost.

10,000 learners in each of 20 courses (--quick: 500), counted once; then the pages are opened through the whole stack, warm. Told
is processor time, so that a busy machine measures the same.
"""

import argparse
import json
import os
import sys
import time
from statistics import median
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402  # only once Django is set up
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from core.dates import now  # noqa: E402
from tests.load.machine import loaded_database  # noqa: E402

COURSES, AIM_MS = 20, 1000


def fill(learners: int) -> None:
    """So many people in each of twenty courses of ten lessons, two thirds of the way."""
    from accounts.models import User
    from courses.models import Course, CourseVersion, Enrolment, LessonProgress

    people = User.objects.bulk_create(
        [User(email=f"b{n}@example.org", full_name=f"学员{n}", password="!") for n in range(learners)], batch_size=2000
    )
    for number in range(COURSES):
        course = Course.objects.create(code=f"B{number:02}")
        codes = [f"B{number:02}-{n:02}" for n in range(10)]
        lessons = [
            {
                "code": code,
                "slug": code.lower(),
                "key": code,
                "minutes": 45,
                "title": {"zh-hans": code},
                "revisions": {},
                "checks": [],
            }
            for code in codes
        ]
        structure = {"modules": [{"title": {"zh-hans": "单元"}, "lessons": lessons}]}
        version = CourseVersion.objects.create(course=course, number=1, structure=structure, minutes=450)
        Enrolment.objects.bulk_create([Enrolment(learner=one, course=course, version=version) for one in people], batch_size=2000)
        at = now()
        done = (LessonProgress(learner=one, lesson_code=code, completed_at=at) for one in people for code in codes[: one.pk % 8])
        LessonProgress.objects.bulk_create(done, batch_size=2000)


def one_of_them() -> tuple[Client, str]:
    """One of the ten thousand, in a course of the demo besides, and the address of its first lesson."""
    from accounts.models import User
    from courses import completion
    from courses.models import Course

    learner = User.objects.get(email="b7@example.org")
    course = Course.objects.get(code="QSO")
    version = course.current
    assert version is not None
    completion.enrol(learner=learner, version=version)
    client = Client()
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    return client, f"/courses/{course.slug}/{version.lessons[0]['slug']}/"


def opened(client: Client, address: str, rounds: int) -> dict[str, Any]:
    """Milliseconds of the processor, statements and bytes of one page, warm."""
    client.get(address)
    client.get(address)
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        assert client.get(address).status_code == 200
        spent.append((time.process_time() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    return {
        "name": address,
        "bytes": len(answer.content),
        "p50_ms": round(median(spent), 1),
        "max_ms": round(max(spent), 1),
        "queries": len(asked),
        "aim_ms": AIM_MS,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench learning")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    learners = 500 if options.quick else 10_000
    with loaded_database():
        from courses import tallying
        from tests.cast import person

        fill(learners)
        began = time.process_time()
        tallying.count_all()
        counting = round(time.process_time() - began, 1)
        client = Client()
        client.force_login(person("管理员", "office", "administrator"), backend="django.contrib.auth.backends.ModelBackend")
        addresses = ("/learn/teaching/", "/learn/teaching/b00/own-pace/", "/learn/teaching/b00/own-pace/people/")
        rounds = 5 if options.quick else 15
        rows = [opened(client, address, rounds) for address in addresses]
        learner, lesson = one_of_them()
        rows += [
            opened(learner, address, rounds) for address in ("/courses/", "/learn/", "/learn/record/", "/learn/hours/", lesson)
        ]
    for row in rows:
        words = f"most {row['max_ms']} ms, {row['queries']} queries, {row['bytes'] / 1000:.0f} kB"
        sys.stdout.write(f"{row['name']:<45}{row['p50_ms']:>9} ms CPU  ({words})\n")
    sys.stdout.write(f"counting {COURSES} courses of {learners} learners: {counting} s\n")
    sys.stdout.write(json.dumps({"learners": learners, "courses": COURSES, "counting_s": counting, "rows": rows}) + "\n")
    return 1 if any(row["p50_ms"] > AIM_MS for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
