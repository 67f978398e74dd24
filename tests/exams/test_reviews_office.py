"""The screens of those who review the bank's items: what waits, what is decided, who has no business there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exams import proposing
from tests.exams.bank_screens import BANK, REVIEWS, of_the_room, text
from tests.exams.making import item
from tests.exams.test_proposing import changed, handed_in


@pytest.fixture
def made(db):
    return item("LAW-X-1", source="条例 9")


def test_the_author_meets_no_buttons_and_a_forged_decision_is_refused(client_of, made, administrator):
    proposal = handed_in(made, administrator)
    office = client_of(administrator)
    page = text(office.get(f"{REVIEWS}edit/{proposal.pk}/"))
    assert "不能复核自己编写的内容" in page
    assert "通过并发布" not in page
    assert "不能复核自己编写的内容" in text(office.post(f"{REVIEWS}edit/{proposal.pk}/", {"approve": "1"}), 409)
    assert made.versions.count() == 1


def test_a_reviewer_sends_back_with_reasons_which_the_author_reads(client_of, made, examiner, colleague):
    proposal = handed_in(made, examiner)
    reviewer = client_of(colleague)
    page = text(reviewer.get(f"{REVIEWS}edit/{proposal.pk}/"))
    assert "改过的题干" in page
    assert "LAW-X-1 zh-hans" in page  # what it read before
    assert "请写明需要改什么" in text(reviewer.post(f"{REVIEWS}edit/{proposal.pk}/", {"send-back": "1"}), 409)
    reviewer.post(f"{REVIEWS}edit/{proposal.pk}/", {"send-back": "1", "comment": "选项B有歧义"})
    assert "选项B有歧义" in text(client_of(examiner).get(f"{BANK}edit/{made.pk}/"))


def test_the_queue_lists_what_waits(client_of, made, examiner, colleague):
    handed_in(made, examiner)
    proposing.write(item=item("LAW-X-2"), content=changed(item("LAW-X-3")), by=examiner)
    reviewer = client_of(colleague)
    page = text(reviewer.get(f"{REVIEWS}?state=awaiting"))
    assert "LAW-X-1" in page
    assert "LAW-X-2" not in page
    assert "LAW-X-2" in text(reviewer.get(REVIEWS))


def test_the_queue_asks_as_often_for_twenty_as_for_two(client_of, examiner, colleague):
    reviewer, counts = client_of(colleague), []
    for number in range(20):
        handed_in(item(f"LAW-Q-{number}"), examiner)
        if number in (1, 19):
            with CaptureQueriesContext(connection) as queries:
                text(reviewer.get(REVIEWS))
            counts.append(len(of_the_room(queries)))
    assert counts[0] == counts[1]


def test_whoever_has_no_business_with_reviews_is_sent_away(client_of, learner, made, examiner):
    proposal = handed_in(made, examiner)
    for address in (REVIEWS, f"{REVIEWS}edit/{proposal.pk}/"):
        assert client_of(learner).get(address).status_code in (302, 403)
    client_of(learner).post(f"{REVIEWS}edit/{proposal.pk}/", {"approve": "1"})
    assert made.versions.count() == 1
