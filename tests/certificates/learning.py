"""Continuing education for tests: credited straight away, claimed with a file, or learned here."""

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.evidence import Evidence
    from certificates.models import ActivityClaim, Certificate, EducationCredit


def pdf(words: str = "1") -> bytes:
    """A small PDF; other words make another file."""
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = words
        out = BytesIO()
        document.save(out, deterministic_id=True)  # else its ID holds the second in which it was made
    return out.getvalue()


def evidence(words: str = "1") -> "Evidence":
    from certificates.evidence import read

    content = pdf(words)
    return read(BytesIO(content), name="结业证明.pdf", size=len(content))


def credited(holder: "User", hours: Any, on: dt.date, **facts: Any) -> "EducationCredit":
    """Hours that somebody has verified."""
    from certificates.models import EducationCredit

    number = EducationCredit.objects.count() + 1
    values = {"kind": "course", "area": "law", "title": "质量法治培训", "source_ref": f"event:{number}", **facts}
    return EducationCredit.objects.create(holder=holder, hours=Decimal(hours), done_on=on, **values)


def lesson(holder: "User", minutes: int, on: dt.date, code: str = "LAW-01") -> Any:
    """A lesson learned here, as the courses' ledger keeps it."""
    from courses.models import Course, CreditEntry

    course, _ = Course.objects.get_or_create(code="QSO")
    number = CreditEntry.objects.count() + 1
    return CreditEntry.objects.create(
        learner=holder,
        course=course,
        lesson_code=code,
        seconds=minutes * 60,
        reason="completed",
        rule_version="1/45/8",
        day=on,
        source_ref=f"lesson:{code}:{number}",
    )


def claimed(holder: "User", words: str = "1", **facts: Any) -> "ActivityClaim":
    """An activity handed in with its file, waiting for a decision."""
    from certificates.crediting import Activity, claim
    from core.dates import today

    values = {
        "kind": "course",
        "area": "law",
        "title": "产品质量法实务班",
        "organiser": "珠海市质量协会",
        "done_on": today(),
        "hours": Decimal(8),
        **facts,
    }
    return claim(holder=holder, activity=Activity(**values), evidence=evidence(words))


def enough(certificate: "Certificate") -> None:
    """What a quality-safety officer needs for a renewal: 24 hours, six and more in each year, six of law; 60 % from outside."""
    first = certificate.valid_from
    for year in range(3):
        credited(certificate.holder, "4.8", first.replace(year=first.year + year) + dt.timedelta(days=30))
        lesson(certificate.holder, 150, first.replace(year=first.year + year) + dt.timedelta(days=40))


def in_window(certificate: "Certificate", days: int = 100) -> dt.datetime:
    """Noon of a day so many days before the end."""
    assert certificate.valid_until is not None
    return dt.datetime.combine(certificate.valid_until - dt.timedelta(days=days), dt.time(4), dt.UTC)
