"""A register with as many certificates as a test needs, written in bulk: facts, not deeds."""

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

from certificates import kept_answers, numbers
from certificates.models import Certificate, Scheme
from core.dates import now, today

if TYPE_CHECKING:
    from exams.models import Sitting

SUBJECT = {
    "title": "质量安全员培训考核合格证书",
    "title_en": "Certificate",
    "text": "考核合格",
    "text_en": "passed",
    "issuing_body": "海准",
    "signatory": "郑管理",
    "signatory_title": "主任",
    "url": "https://example.org/v/X/",
}
_surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"


def crowd(
    size: int, *, scheme: str = "QSO", issued: dt.datetime | None = None, state: str = "valid", holder: Any = None, **fields: Any
) -> list[Certificate]:
    """So many certificates, each of another holder unless one is named, issued at that moment."""
    from accounts.models import User

    at, first = issued or now(), User.objects.count()
    people = User.objects.bulk_create(
        User(email=f"crowd{first + one}@example.org", full_name=f"{_surnames[one % 16]}小{one % 7}", password="!")
        for one in range(size)
    )
    choose = random.Random(f"{first}{scheme}").choice
    subject = Scheme.objects.get(code=scheme)
    version = subject.versions.first()
    assert version is not None
    values = {"valid_from": at.date(), "valid_until": today() + dt.timedelta(days=900), "issued_at": at, **fields}
    made = Certificate.objects.bulk_create(
        Certificate(
            number=numbers.draw(scheme, at.year, choose),
            scheme=subject,
            scheme_version=version,
            holder=holder or person,
            holder_name=(holder or person).full_name,
            subject=SUBJECT,
            state=state,
            status_list=2,
            status_index=first + place,
            **values,
        )
        for place, person in enumerate(people)
    )
    kept_answers.forget_on_commit()
    return made


def held(many: int = 2) -> "Sitting":
    """A sitting in which so many people passed."""
    from exams.models import Exam, ExamVersion, Sitting
    from tests.cast import person
    from tests.certificates.conftest import make_result

    exam, _ = Exam.objects.get_or_create(
        code="QSO", defaults={"credential": "QSO", "title": {"zh-hans": "质量安全员", "en": "QSO"}}
    )
    version = exam.versions.first() or ExamVersion.objects.create(
        exam=exam, number=1, duration_s=3600, cut_score=80, content_sha256="0" * 64
    )
    made = Sitting.objects.create(exam_version=version, opens_at=now(), state="closed")
    for number in range(many):
        make_result(person("林悦", f"passed{Sitting.objects.count()}{number}"), sitting=made)
    return made
