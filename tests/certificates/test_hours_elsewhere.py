"""The page of hours leads to what was learned elsewhere: the room of certificates keeps it, the ledger of lessons shows it."""

import datetime as dt
from decimal import Decimal

from certificates.models import EducationCredit
from tests.reading import english


def test_hours_recognised_elsewhere_stand_on_the_page_of_hours(learner, examiner, client_of):
    page = client_of(learner).get("/learn/hours/").content.decode()
    assert "校外学时认定" in page
    assert 'href="/certificates/"' in page
    EducationCredit.objects.create(
        holder=learner,
        kind="course",
        area="law",
        title="质量法治培训",
        hours=Decimal("3.5"),
        done_on=dt.date(2026, 9, 1),
        source_ref="event:1",
        verified_by=examiner,
    )
    page = client_of(learner).get("/learn/hours/").content.decode()
    assert "质量法治培训" in page
    assert "已认定：3.5学时" in page
    assert english(page, "ICP") == []
    assert "质量法治培训" not in client_of(examiner).get("/learn/hours/").content.decode()
