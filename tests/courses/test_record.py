"""The learning record: one set of figures on the page, in the workbook, the JSON and the PDF that anyone can check."""

import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import User
from core.dates import today
from core.look_ups import PER_MINUTE
from courses import record, taking_out
from courses.models import CreditEntry, LearningRecord
from tests.courses import learning
from tests.exams import making

pytestmark = pytest.mark.usefixtures("content")
PAGE = "courses:record"


@pytest.fixture
def learned(learner: User) -> User:
    """Two lessons completed, one exam passed."""
    enrolment = learning.enrol(learner)
    for code in enrolment.version.codes[:2]:
        learning.complete(enrolment, code)
    making.finished(learner, making.sitting())
    return learner


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def take_out(client: Client) -> bytes:
    answer = client.post(reverse("courses:records"), follow=True)
    assert answer["Content-Type"] == "application/pdf", answer.content[:200]
    return answer.content


def test_page_workbook_json_and_pdf_tell_the_same_hours(client: Client, learned: User) -> None:
    hours = record.shown(record.total_hours(learned))
    assert float(hours) > 0
    client.force_login(learned)
    assert f"<b>{hours}</b>" in client.get(reverse(PAGE)).content.decode()
    told = json.loads(client.get(reverse("courses:record_file", args=["json"])).content)
    assert told["hours"] == float(hours)
    seconds = sum(row["seconds"] for row in told["parts"]["entries"]["rows"])
    assert seconds == sum(entry.seconds for entry in learned.credit_entries.all()), "every report is the sum of the entries"
    book = load_workbook(io.BytesIO(client.get(reverse("courses:record_file", args=["xlsx"])).content))
    assert "考试成绩" in book.sheetnames
    assert hours in text_of(take_out(client))


def test_hours_stand_by_year_and_course_each_the_sum_of_its_entries(learned: User) -> None:
    course, other = learning.course(), learning.course("CQO")
    earlier = {
        "learner": learned,
        "reason": "completed",
        "rule_version": "1/45/8",
        "lesson_code": "X",
        "day": dt.date(2024, 5, 1),
    }
    for number, (named, minutes) in enumerate(((course, 45), (course, 90), (other, 45))):
        CreditEntry.objects.create(course=named, seconds=minutes * 60, source_ref=f"x{number}", **earlier)
    rows = record.hours_by_year(learned).rows
    assert sorted((year, str(hours)) for year, _title, hours in rows[:2]) == [("2024", "1.0"), ("2024", "3.0")]
    assert [row[0] for row in rows[2:]] == [str(today().year)]
    assert sum(Decimal(str(row[2])) for row in rows) == record.total_hours(learned)


def test_a_record_is_checked_by_its_code_with_the_name_masked(client: Client, learned: User) -> None:
    client.force_login(learned)
    printed = text_of(take_out(client))
    made = LearningRecord.objects.get()
    assert made.code in printed
    assert "林悦" in printed
    page = Client().get(made.get_absolute_url()).content.decode()
    assert made.facts["hours"] in page
    assert "林*" in page
    assert "林悦" not in page
    assert made.sha256 in page
    assert Client().get(made.get_absolute_url().lower()).status_code == 200, "typed in small letters"


def test_a_code_that_is_not_found_is_told_calmly(client: Client) -> None:
    answer = client.get(reverse("courses:record_check", args=["AAAA-BBBB-CCCC"]))
    assert answer.status_code == 404
    assert "没有这个编码的学习档案" in answer.content.decode()


def test_codes_are_not_guessed_at_will(client: Client) -> None:
    cache.clear()
    answers = {client.get(reverse("courses:record_check", args=["AAAA-BBBB-CCCC"])).status_code for _turn in range(PER_MINUTE)}
    assert answers == {404}
    assert client.get(reverse("courses:record_check", args=["AAAA-BBBB-CCCD"])).status_code == 429
    assert client.get(reverse("certificates:verification", args=["QSO-26-2222-2222-22"])).status_code == 429, "one limit for all"


def test_what_comes_later_does_not_change_a_record(client: Client, learned: User) -> None:
    client.force_login(learned)
    take_out(client)
    first = LearningRecord.objects.get()
    enrolment = learned.enrolments.get()
    learning.complete(enrolment, enrolment.version.codes[2])
    take_out(client)
    assert LearningRecord.objects.count() == 2
    assert LearningRecord.objects.get(pk=first.pk).facts == first.facts
    with pytest.raises(DatabaseError), transaction.atomic():
        LearningRecord.objects.filter(pk=first.pk).update(code="ZZZZ-ZZZZ-ZZZZ")


def test_a_second_click_gives_the_same_record(client: Client, learned: User) -> None:
    client.force_login(learned)
    assert take_out(client) == take_out(client)
    assert LearningRecord.objects.count() == 1


def test_records_are_not_printed_without_end(client: Client, learned: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_out, "MOST_A_DAY", 1)
    client.force_login(learned)
    take_out(client)
    learned.full_name = "林小悦"
    learned.save()
    assert "明天" in client.post(reverse("courses:records"), follow=True).content.decode()
    assert LearningRecord.objects.count() == 1


def test_a_record_is_its_owners_alone(client: Client, learned: User, colleague: User) -> None:
    client.force_login(learned)
    take_out(client)
    pdf = reverse("courses:record_pdf", args=[LearningRecord.objects.get().code])
    for stranger, status in ((None, 302), (colleague, 404), (learned, 200)):
        other = Client()
        if stranger:
            other.force_login(stranger)
        assert other.get(pdf).status_code == status
    for name, args in ((PAGE, []), ("courses:record_file", ["json"])):
        assert Client().get(reverse(name, args=args)).status_code == 302
    assert client.get(reverse("courses:record_file", args=["exe"])).status_code == 404


def test_an_empty_record_says_so(client: Client, colleague: User) -> None:
    client.force_login(colleague)
    assert "暂无" in client.get(reverse(PAGE)).content.decode()
    assert "暂无" in text_of(take_out(client))


def test_the_record_asks_the_same_however_much_was_learned(client: Client, learned: User, django_assert_num_queries: Any) -> None:
    client.force_login(learned)
    client.get(reverse(PAGE))
    with django_assert_num_queries(13):
        client.get(reverse(PAGE))
    enrolment = learned.enrolments.get()
    for code in enrolment.version.codes[2:12]:
        learning.complete(enrolment, code)
    with django_assert_num_queries(13):
        client.get(reverse(PAGE))
