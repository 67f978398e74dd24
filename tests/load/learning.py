"""Figures of learning: `run.py bench learning [--quick]`. How long a teacher's overview and one group take to open.

10,000 learners in each of 20 courses (--quick: 500), counted once; then the pages are opened through the whole stack, warm.
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


def opened(client: Client, address: str, rounds: int) -> dict[str, Any]:
    """Milliseconds and statements of one page, warm."""
    client.get(address)
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        assert client.get(address).status_code == 200
        spent.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return {
        "name": address,
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
        began = time.perf_counter()
        tallying.count_all()
        counting = round(time.perf_counter() - began, 1)
        client = Client()
        client.force_login(person("管理员", "office", "administrator"), backend="django.contrib.auth.backends.ModelBackend")
        addresses = ("/learn/teaching/", "/learn/teaching/b00/own-pace/", "/learn/teaching/b00/own-pace/people/")
        rows = [opened(client, address, 5 if options.quick else 15) for address in addresses]
    for row in rows:
        sys.stdout.write(f"{row['name']:<45}{row['p50_ms']:>9} ms  (most {row['max_ms']} ms, {row['queries']} queries)\n")
    sys.stdout.write(f"counting {COURSES} courses of {learners} learners: {counting} s\n")
    sys.stdout.write(json.dumps({"learners": learners, "courses": COURSES, "counting_s": counting, "rows": rows}) + "\n")
    return 1 if any(row["p50_ms"] > AIM_MS for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
