"""`run.py bench answers`: what an answer costs with a thousand stored before it, and with a million.

The stored ones are written by the database itself, as many attempts of the same paper; the same learners then save
answer after answer. Per answer: processor time of web and database, and how long the learner waits.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.load.cohort import prepare
from tests.load.exam_start import Plant, percentiles, together
from tests.load.servers import Gunicorn, Postgres, Redis, running
from tests.load.site import settled

QUESTIONS = 16
ROUNDS = 8


def fill(postgres: Postgres, attempt: str, wanted: int) -> int:
    """Copy `attempt` until so many answers are stored; how many there are."""
    import psycopg

    with psycopg.connect(postgres.url, autocommit=True) as connection:
        row = connection.execute("SELECT count(*) FROM exams_response").fetchone()
        more = max(0, wanted - (row[0] if row else 0)) // QUESTIONS
        if more:
            for statement in (_ATTEMPTS, _ITEMS, _RESPONSES):
                connection.execute(statement, {"like": attempt, "more": more})
            connection.execute("DROP TABLE made")
            connection.execute("VACUUM ANALYZE exams_attempt, exams_attemptitem, exams_response")
        row = connection.execute("SELECT count(*) FROM exams_response").fetchone()
        return int(row[0]) if row else 0


_ATTEMPTS = """
CREATE TEMP TABLE made AS SELECT gen_random_uuid() AS id, n + (SELECT max(ordinal) FROM exams_attempt) AS place
  FROM generate_series(1, %(more)s) AS n
"""
_ITEMS = """
WITH like_this AS (SELECT * FROM exams_attempt WHERE id = %(like)s),
people AS (
  INSERT INTO accounts_user (email, full_name, password, preferred_language, is_active, is_staff, is_superuser, date_joined)
  SELECT id || '@example.org', '考生', '!', 'zh-hans', true, false, false, now() FROM made RETURNING id, email
),
attempts AS (
  INSERT INTO exams_attempt (id, candidate_id, exam_id, exam_version_id, sitting_id, ordinal, state, seed, pool_id, session_epoch,
    started_at, deadline_at, submit_reason, paper_sha256, receipt_sha256)
  SELECT made.id, people.id, exam_id, exam_version_id, sitting_id, 1, 'in_progress', seed, pool_id, 1, started_at, deadline_at,
    '', paper_sha256, '' FROM made JOIN people ON people.email = made.id || '@example.org', like_this RETURNING id
)
INSERT INTO exams_attemptitem (attempt_id, slot, item_version_id, choice_order, max_marks, area, parts)
SELECT attempts.id, slot, item_version_id, choice_order, max_marks, area, parts FROM attempts, exams_attemptitem
 WHERE attempt_id = %(like)s
"""
_RESPONSES = """
INSERT INTO exams_response (attempt_item_id, seq, value, epoch, client_at, received_at, late)
SELECT item.id, 1, '"A"', 1, now(), now(), false FROM made JOIN exams_attemptitem item ON item.attempt_id = made.id
"""


async def measured(plant: Plant, learners: list[Any], rounds: int) -> dict[str, Any]:
    """Every learner answers every question `rounds` times, one answer a request."""
    plant.notes.seconds.pop("save", None)
    before, began = plant.spent(), time.perf_counter()
    for _ in range(rounds):
        for place in range(QUESTIONS):
            await together([lambda learner=learner: learner.answer([learner.slots[place]]) for learner in learners], 8)  # type: ignore[misc]  # noqa: B023
    after, many = plant.spent(), rounds * QUESTIONS * len(learners)
    spent = {f"{server}_ms": round((after[server] - before[server]) / many, 2) for server in before}
    waited = percentiles(plant.notes.seconds["save"])
    return {
        "cpu_ms": round(sum(spent.values()), 2),
        **spent,
        **waited,
        "per_second": round(many / (time.perf_counter() - began), 1),
    }


async def run(plant: Plant, sizes: list[int], rounds: int) -> list[dict[str, Any]]:
    learners = plant.learners(8)
    await together([lambda learner=learner: learner.start() for learner in learners], 8)  # type: ignore[misc]
    await measured(plant, learners, 1)
    rows = []
    for size in sizes:
        stored = fill(plant.postgres, learners[0].attempt.split("/")[-2], size)
        rows.append({"stored": stored, **await measured(plant, learners, rounds)})
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench answers", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 100,000 stored answers, within 40 s")
    options = parser.parse_args()
    sizes = [1_000, 10_000, 100_000] if options.quick else [1_000, 10_000, 100_000, 1_000_000]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="haizhun-load-") as name:
        folder = Path(name)
        postgres, redis = Postgres(folder), Redis(folder)
        with settled(folder, postgres, redis):
            cohort = prepare(8, QUESTIONS)
        web = Gunicorn(folder)
        with running(postgres, redis, web):
            rows = asyncio.run(run(Plant(postgres, redis, web, cohort), sizes, 2 if options.quick else ROUNDS))
    lines = [f"{'answers stored':>15}{'CPU-ms':>9}{'web':>8}{'db':>8}{'p50 ms':>9}{'p95 ms':>9}"]
    lines += [
        f"{row['stored']:>15,}{row['cpu_ms']:>9}{row['web_ms']:>8}{row['database_ms']:>8}{row['p50_ms']:>9}{row['p95_ms']:>9}"
        for row in rows
    ]
    growth = round(rows[-1]["cpu_ms"] / rows[0]["cpu_ms"], 2)
    sys.stdout.write("\n".join(lines) + f"\n\nlast against first: × {growth} (aim: flat)\n\n")
    about = {"python": sys.version.split()[0], "processors": os.cpu_count(), "load_average": os.getloadavg()[0]}
    told = {"quick": options.quick, "seconds": round(time.monotonic() - began, 1), "machine": about, "answers": rows}
    sys.stdout.write(json.dumps({**told, "growth": growth}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
