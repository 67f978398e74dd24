"""What a certificate stands on: a scheme in force and a result that was released."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from core.dates import now
from core.report import Report

Passed = Callable[..., Any]


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Documents of a test lie in its own folder."""
    storages = {**settings.STORAGES, "artefacts": {**settings.STORAGES["artefacts"]}}
    storages["artefacts"]["OPTIONS"] = {"location": str(tmp_path / "artefacts"), "base_url": None}
    settings.STORAGES = storages


@pytest.fixture
def schemes(db: None) -> None:
    """The shipped schemes, whether or not the template database has them yet."""
    from certificates.loading import load

    load(django_settings.CONTENT_DIR, Report())


def make_result(candidate: Any, *, exam: str = "QSO", passed: bool = True, released: bool = True, ordinal: int = 0) -> Any:
    """A closed attempt at an exam with its result, as the exams room leaves it."""
    from exams.models import Attempt, Exam, ExamVersion, Pool, Result

    subject, _ = Exam.objects.get_or_create(code=exam, defaults={"credential": exam, "title": {"zh-hans": exam, "en": exam}})
    version = subject.versions.first() or ExamVersion.objects.create(
        exam=subject, number=1, duration_s=3600, cut_score=80, content_sha256="0" * 64
    )
    pool, _ = Pool.objects.get_or_create(sha256="0" * 64, defaults={"entries": []})
    started = now() - dt.timedelta(hours=1)
    attempt = Attempt.objects.create(
        candidate=candidate,
        exam=subject,
        exam_version=version,
        ordinal=ordinal or Attempt.objects.filter(candidate=candidate, exam=subject).count() + 1,
        state=Attempt.State.RELEASED if released else Attempt.State.MARKED,
        seed=1,
        pool=pool,
        started_at=started,
        deadline_at=started + dt.timedelta(hours=1),
        submitted_at=now(),
        submit_reason="candidate",
        paper_sha256="0" * 64,
    )
    total = Decimal(91) if passed else Decimal(60)
    return Result.objects.create(
        attempt=attempt,
        total=total,
        maximum=Decimal(100),
        passed=passed,
        computed_at=now(),
        released_at=now() if released else None,
    )


@pytest.fixture
def passed(schemes: None) -> Passed:
    """`passed(learner)`: a released pass."""
    return make_result


@pytest.fixture
def certificate(learner: Any, passed: Passed) -> Any:
    """林悦's certificate, just issued; its document is not made yet."""
    from certificates.issuing import issue

    return issue(result=passed(learner))
