"""An item's form in a real browser: more rows by a button, nothing broken, and two reviewers at once."""

import threading

import pytest
from django.db import DatabaseError

from core.dates import now
from exams import proposing
from exams.models import Item, ItemVersion, Proposal
from exams.proposing import NotPossible
from tests.exams.making import item
from tests.exams.test_proposing import handed_in
from tests.exams.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.chromium
def test_a_seventh_choice_is_added_by_a_button_and_saved(open_browser, site, client_of, examiner):
    page = open_browser()
    page.context.add_cookies([{"name": "sessionid", "value": client_of(examiner).cookies["sessionid"].value, "url": site}])
    page.goto(f"{site}/cms/snippets/exams/item/add/?kind=single")
    page.fill("[name=use-code]", "LAW-B-1")
    page.fill("[name=stem-zh-hans]", "首席质量官由谁聘任？")
    page.click("[data-rows=choices] [data-add]")
    for number in range(7):
        page.fill(f"[name=choices-{number}-text-zh-hans]", f"第{number}项")
    page.check("[name=choices-6-right]")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/edit/*/")
    body = Item.objects.get(code="LAW-B-1").proposals.get().body
    assert [choice["id"] for choice in body["zh-hans"]["choices"]] == list("ABCDEFG")


def test_of_many_reviewers_at_once_one_decides(examiner, colleague, administrator):
    proposal = handed_in(item("LAW-X-1"), examiner)

    def approved():
        return proposing.approve(proposal=proposal, by=colleague, clears=True)

    def sent_back():
        return proposing.send_back(proposal=proposal, by=administrator, comment="不清楚")

    outcomes = at_once(*[approved, sent_back] * 8)
    assert sum(isinstance(outcome, NotPossible) for outcome in outcomes) == 15, outcomes
    decided = Proposal.objects.get()
    assert ItemVersion.objects.count() == (2 if decided.verdict == "approved" else 1)


def test_without_the_lock_the_trigger_alone_lets_one_through(examiner, colleague):
    proposal = handed_in(item("LAW-X-1"), examiner)
    seen = threading.Barrier(8)

    def decided_plainly():
        open_still = Proposal.objects.awaiting().filter(pk=proposal.pk)
        assert open_still.exists()
        seen.wait(timeout=30)
        verdict = {"verdict": "sent_back", "decided_by": colleague, "decided_at": now(), "comment": "不清楚"}
        return Proposal.objects.filter(pk=proposal.pk).update(**verdict)

    outcomes = at_once(*[decided_plainly] * 8)
    assert (outcomes.count(1), sum(isinstance(outcome, DatabaseError) for outcome in outcomes)) == (1, 7), outcomes
