"""Beginning (开考): an attempt over a paper that was drawn. The candidate's row is locked."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from core.prepared import insert
from exams import events, layout, papers
from exams.models import Attempt, Registration


def begin(
    registration: Registration, paper: papers.Paper, at: dt.datetime, before: Iterable[Attempt], *, form: str = ""
) -> Attempt:
    """The next attempt after those `before` at this exam, void ones among them (3 queries)."""
    version, sitting = registration.sitting.exam_version, registration.sitting
    extra = registration.longer(version.duration)
    ends = [at + version.duration + extra] + ([sitting.closes_at + extra] if sitting.closes_at else [])
    attempt = Attempt(
        candidate=registration.candidate,
        exam=version.exam,
        exam_version=version,
        sitting=sitting,
        registration=registration,
        ordinal=max((one.ordinal for one in before), default=0) + 1,
        seed=paper.seed,
        pool=paper.pool,
        started_at=at,
        deadline_at=min(ends),
        paper_sha256=paper.sha256,
    )
    for item in paper.items:
        item.attempt = attempt
    insert([attempt])
    insert(paper.items)
    layout.remember(attempt, paper.items)
    basis: dict[str, Any] = {"earlier": list(paper.earlier)} if paper.earlier else {}
    basis |= {"source": "paper", "form": form} if form else {}
    started = {"paper": paper.sha256, "deadline": attempt.deadline_at.isoformat(), **basis}
    events.note(attempt, "started", at, after=events.BEGINNING, **started)
    return attempt
