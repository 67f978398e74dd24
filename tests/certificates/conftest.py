"""What a certificate stands on: the schemes in force and a result that was released."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.utils import translation

from core.dates import now
from core.report import Report
from tests.cast import person
from tests.certificates import proceedings

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.models import Certificate, Proceeding, SigningKey, TemplateDraft
    from exams.models import Result, Sitting


def make_result(
    candidate: "User", *, exam: str = "QSO", passed: bool = True, released: bool = True, sitting: "Sitting | None" = None
) -> "Result":
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
        sitting=sitting,
        ordinal=Attempt.objects.filter(candidate=candidate, exam=subject).count() + 1,
        state=Attempt.State.RELEASED if released else Attempt.State.MARKED,
        seed=1,
        pool=pool,
        started_at=started,
        deadline_at=started + dt.timedelta(hours=1),
        submitted_at=now(),
        submit_reason="candidate",
        paper_sha256="0" * 64,
    )
    return Result.objects.create(
        attempt=attempt,
        total=Decimal(91 if passed else 60),
        maximum=Decimal(100),
        passed=passed,
        computed_at=now(),
        released_at=now() if released else None,
    )


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """A page asked for in another language leaves that language switched on; the next test starts in Chinese."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def schemes(db: None) -> None:
    """The shipped schemes."""
    from certificates.loading import load

    load(settings.CONTENT_DIR, Report())


@pytest.fixture
def passed(schemes: None) -> "Callable[..., Result]":
    """`passed(learner)`: a released pass."""
    return make_result


@pytest.fixture
def certificate(learner: "User", passed: "Callable[..., Result]") -> "Certificate":
    """林悦's certificate, just issued; its document is not made yet."""
    from certificates.issuing import issue

    return issue(result=passed(learner))


@pytest.fixture
def printed(certificate: "Certificate") -> "Certificate":
    """The same with its document."""
    from certificates.printing import make_pdf

    make_pdf(certificate)
    return certificate


@pytest.fixture
def rename() -> "Callable[[User, str], Any]":
    """Give a person a name, past the check at sign-up."""

    def to(person: "User", name: str) -> None:
        type(person).objects.filter(pk=person.pk).update(full_name=name)
        person.full_name = name

    return to


@pytest.fixture
def office(db: None) -> list["User"]:
    """Three administrators who know nothing of each other."""
    return proceedings.officers()


@pytest.fixture
def intended(certificate: "Certificate", office: list["User"]) -> "Proceeding":
    """A withdrawal that was announced by the first."""
    return proceedings.announced(certificate, office[0])


@pytest.fixture
def suspended(certificate: "Certificate", office: list["User"]) -> "Proceeding":
    """Announced by the first and decided by the second."""
    return proceedings.decided(proceedings.announced(certificate, office[0], "suspended"), office[1], months=3)


@pytest.fixture
def second(db: None) -> "User":
    """Another administrator."""
    return person("钱主任", "qian", "administrator")


@pytest.fixture
def pdf_key(settings: Any, tmp_path: Path) -> "SigningKey":
    """A key of this test's own for documents."""
    from certificates import rotation

    settings.KEYS_DIR = tmp_path / "keys"
    key = rotation.rotate("pdf", development=True)
    assert key is not None
    return key


@pytest.fixture
def signed(pdf_key: "SigningKey", certificate: "Certificate") -> bytes:
    """林悦's certificate as a signed PDF, recorded in the register."""
    from certificates.printing import make_pdf

    return make_pdf(certificate).read()


@pytest.fixture
def logged(
    certificate: "Certificate",
    stranger: "User",
    passed: "Callable[..., Result]",
    administrator: "User",
    time_machine: Any,
    settings: Any,
    tmp_path: Path,
) -> "Certificate":
    """Four events over three days, each day with its signed head; 林悦's certificate was suspended and reinstated."""
    from django.core.management import call_command

    from certificates.decisions import decide
    from certificates.issuing import issue
    from certificates.models import CertificateEvent
    from certificates.status import State
    from certificates.transparency import publish

    settings.KEYS_DIR = tmp_path / "keys"
    call_command("make_signing_keys", development=True)
    time_machine.move_to("2026-12-01 08:00:00+08:00")
    publish()
    issue(result=passed(stranger))
    decide(certificate, State.SUSPENDED, by=administrator, reason=CertificateEvent.Reason.COMPLAINT, public_note="另行公告")
    time_machine.move_to("2026-12-02 08:00:00+08:00")
    publish()
    decide(certificate, State.VALID, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    time_machine.move_to("2026-12-03 08:00:00+08:00")
    publish()
    return certificate


@pytest.fixture
def draft(schemes: None, administrator: "User") -> "TemplateDraft":
    """The next template of the officer's scheme, just begun."""
    from certificates import templating
    from certificates.models import Scheme

    return templating.draft(scheme=Scheme.objects.get(code="QSO"), by=administrator)
