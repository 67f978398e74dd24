"""The career record (R27-3): a PDF that is checked by its code and never rewritten."""

import io

import pikepdf
import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from talents import careering
from talents.models import CareerRecord
from tests.appointments.making import house, in_post
from tests.reading import english, refused

NAMES = (r"CQO|QSD|QSO|PDF|ICP|SHA-256|[0-9a-f]{64}|([0-9A-Z]{4}-){2}[0-9A-Z]{4}",)


def test_the_career_record_is_a_pdf_that_is_checked_by_its_code(learner, employer, client, client_of):
    in_post(house(employer, learner, name="灯塔制造"), learner, employer, post="qsd")
    answer = client_of(learner).post(reverse("talents:careers"), follow=True)
    made = CareerRecord.objects.get()
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(b"".join(answer) if answer.streaming else answer.content)) as paper:
        assert made.code in str(paper.docinfo.get("/Keywords"))
    html = client.get(made.get_absolute_url().lower()).content.decode()
    assert "灯塔制造" in html
    assert learner.full_name not in html
    assert "质量安全总监" in html
    assert (english(html, *NAMES), refused(html)) == ([], [])
    assert client.get(reverse("talents:career_check", args=["2222-2222-2222"])).status_code == 404
    assert careering.take_out(learner) == made


def test_a_record_of_the_past_is_never_rewritten(learner):
    careering.take_out(learner)
    with pytest.raises(DatabaseError), transaction.atomic():
        CareerRecord.objects.update(facts={})
