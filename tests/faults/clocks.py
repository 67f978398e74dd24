"""A clock that jumps by more than an exam is long: whoever believed it would end the exam, or let it go on for ever."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from core.dates import now
from tests.faults.kinds import Kind, Row, Trial
from tests.load.exam_start import Plant
from tests.load.servers import Gunicorn, running


def clock_jumping(seconds: int, **env: str) -> Kind:
    """The web host's clock jumps by `seconds`, and back, and again."""

    @contextmanager
    def kind(plant: Plant) -> Iterator[Trial]:
        told, since = plant.web.folder / "clock", now()
        told.write_text(str(seconds))
        web = Gunicorn(plant.web.folder, "tests.faults.shifted", FAULT_CLOCK=str(told))
        web.more |= env

        def jump(_plant: Plant) -> float:
            draft = told.with_suffix(".new")
            draft.write_text("0" if told.read_text() != "0" else str(seconds))
            draft.replace(told)
            return time.monotonic()

        def after() -> Row:
            """How many moments were written down that were none: before the run, after it, or as too late."""
            from exams.models import Attempt, Response

            span = (since, now())
            mine = {UUID(path.rstrip("/").rpartition("/")[2]) for path, _slot in plant.notes.acknowledged}
            attempts, answers = Attempt.objects.filter(pk__in=mine), Response.objects.filter(attempt_item__attempt__in=mine)
            ended = attempts.exclude(submitted_at=None)
            astray = [
                attempts.exclude(started_at__range=span),
                ended.exclude(submitted_at__range=span),
                answers.exclude(received_at__range=span, late=False),
            ]
            return {"moments_astray": sum(rows.count() for rows in astray)}

        with running(web):
            there = plant.with_web(web)
            yield Trial(there, jump, after)

    return kind
