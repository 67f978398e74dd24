"""A register with as many certificates as a test needs, written in bulk: facts, not deeds."""

import datetime as dt
import random
from typing import Any

from certificates import kept_answers, numbers
from certificates.models import Certificate, Scheme
from core.dates import now, today

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
    size: int, *, scheme: str = "QSO", issued: dt.datetime | None = None, state: str = "valid", **fields: Any
) -> list[Certificate]:
    """So many certificates, each of another holder, issued at that moment."""
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
            holder=person,
            holder_name=person.full_name,
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
