"""Two people for every question: an author writes, somebody else approves; nothing else reaches a paper."""

from dataclasses import replace

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.models import AuditEntry
from exams import proposing
from exams.models import Item, ItemVersion, Proposal
from exams.proposing import Faulty, NotPossible
from tests.exams.making import item

pytestmark = pytest.mark.django_db


def changed(made: Item, stem: str = "改过的题干：首席质量官由谁聘任？"):
    """The item's content with another Chinese stem."""
    content = made.version_in_use().keys.first().content()
    return replace(content, body={**content.body, "zh-hans": {**content.body["zh-hans"], "stem": stem}})


def rekeyed(made: Item, correct: str = "A"):
    return replace(made.version_in_use().keys.first().content(), key={"correct": correct})


def handed_in(made: Item, by, content=None) -> Proposal:
    draft = proposing.write(item=made, content=content or changed(made), by=by, reason="题干更清楚")
    return proposing.propose(proposal=draft, by=by)


@pytest.fixture
def made(db):
    return item("LAW-X-1")


def test_a_new_wording_becomes_the_next_version_only_when_another_approves(made, examiner, colleague):
    proposal = handed_in(made, examiner)
    made.refresh_from_db()
    assert (made.current_number, made.versions.count(), made.status) == (1, 1, "active")
    version = proposing.approve(proposal=proposal, by=colleague, clears=True, comment="核对过条例")
    made.refresh_from_db()
    assert (made.current_number, version.number, version.body["zh-hans"]["stem"]) == (2, 2, "改过的题干：首席质量官由谁聘任？")
    assert version.keys.get().revision == 1
    proposal.refresh_from_db()
    assert (proposal.decided_by, proposal.comment, proposal.version, proposal.verdict) == (
        colleague, "核对过条例", version, "approved",
    )  # fmt: skip
    deeds = AuditEntry.objects.filter(subject=f"exams.item:{made.pk}").order_by("pk").values_list("deed", "actor_id")
    assert list(deeds) == [("item.proposed", examiner.pk), ("item.approved", colleague.pk)]


def test_another_key_under_the_same_wording_is_its_next_revision(made, examiner, colleague):
    version = made.version_in_use()
    assert proposing.approve(proposal=handed_in(made, examiner, rekeyed(made)), by=colleague, clears=True) == version
    assert [(key.revision, key.data) for key in version.keys.all()] == [(2, {"correct": "A"}), (1, {"correct": "B"})]


def test_a_wording_taken_back_is_the_earlier_version_again(made, examiner, colleague):
    first = made.version_in_use().keys.first().content()
    proposing.approve(proposal=handed_in(made, examiner), by=colleague, clears=True)
    made.refresh_from_db()
    proposing.approve(proposal=handed_in(made, examiner, first), by=colleague, clears=True)
    made.refresh_from_db()
    assert (made.current_number, made.versions.count(), made.version_in_use().keys.count()) == (1, 2, 1)


def test_a_new_item_is_drawn_only_after_approval(examiner, colleague):
    content = changed(item("LAW-X-9"))
    new = Item.objects.create(code="LAW-X-2", kind="single", areas={"QSO": "S1"}, status="draft")
    proposal = handed_in(new, examiner, content)
    new.refresh_from_db()
    assert new.status == "review"
    assert new not in Item.objects.for_papers()
    proposing.approve(proposal=proposal, by=colleague, clears=True)
    assert new in Item.objects.for_papers()


def test_approved_without_clearance_it_is_published_but_not_drawn(made, examiner, colleague):
    proposing.approve(proposal=handed_in(made, examiner), by=colleague, clears=False)
    made.refresh_from_db()
    assert made.current_number == 2
    assert made not in Item.objects.for_papers()


@pytest.mark.parametrize("who", ["examiner", "administrator"])
def test_nobody_decides_on_what_he_wrote_himself_not_even_an_administrator(made, who, request):
    author = request.getfixturevalue(who)
    proposal = handed_in(made, author)
    with pytest.raises(NotPossible, match="自己"):
        proposing.approve(proposal=proposal, by=author, clears=True)
    with pytest.raises(NotPossible, match="自己"):
        proposing.send_back(proposal=proposal, by=author, comment="x")
    assert not proposal.may_be_decided_by(author)
    assert made.versions.count() == 1


def test_the_database_refuses_an_author_as_reviewer_whatever_the_road(made, administrator):
    proposal = handed_in(made, administrator)
    decided = {"verdict": "sent_back", "decided_by": administrator, "decided_at": proposal.proposed_at, "comment": "x"}
    with pytest.raises(IntegrityError, match="proposal_second_person"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**decided)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"verdict": "approved"}, "proposal_decided_whole"),
        ({"verdict": "sent_back", "comment": ""}, "proposal_sent_back_says_why"),
        ({"verdict": "approved", "comment": "x"}, "proposal_approved_iff_published"),
    ],
)
def test_a_decision_is_whole_or_none(made, examiner, colleague, values, name):
    proposal = handed_in(made, examiner)
    who = {} if name == "proposal_decided_whole" else {"decided_by": colleague, "decided_at": proposal.proposed_at}
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**values, **who)


def test_sent_back_with_reasons_the_author_begins_anew_and_the_first_stays(made, examiner, colleague):
    proposal = handed_in(made, examiner)
    with pytest.raises(NotPossible):
        proposing.send_back(proposal=proposal, by=colleague, comment=" ")
    proposing.send_back(proposal=proposal, by=colleague, comment="选项B有歧义")
    again = handed_in(made, examiner, changed(made, "第二稿：首席质量官由谁聘任？"))
    assert again.pk != proposal.pk
    assert [one.verdict for one in made.proposals.all()] == ["", "sent_back"]


def test_handed_in_it_is_frozen_and_decided_it_is_frozen_for_good(made, examiner, colleague):
    draft = proposing.write(item=made, content=changed(made), by=examiner)
    Proposal.objects.filter(pk=draft.pk).update(reason="仍可改")  # the control: a draft may be rewritten
    proposing.propose(proposal=draft, by=examiner)

    def refused(sql: str) -> None:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    refused("UPDATE exams_proposal SET reason = 'x'")
    refused("DELETE FROM exams_proposal")
    proposing.send_back(proposal=draft, by=colleague, comment="不清楚")
    refused("UPDATE exams_proposal SET comment = 'x'")
    with pytest.raises(NotPossible, match="吴考官"):
        proposing.approve(proposal=draft, by=colleague, clears=True)


def test_under_review_or_in_anothers_hands_an_item_is_not_rewritten(made, examiner, colleague):
    draft = proposing.write(item=made, content=changed(made), by=examiner)
    with pytest.raises(NotPossible, match="周考官"):
        proposing.write(item=made, content=rekeyed(made), by=colleague)
    with pytest.raises(NotPossible):
        proposing.propose(proposal=draft, by=colleague)
    proposing.propose(proposal=draft, by=examiner)
    with pytest.raises(NotPossible):
        proposing.write(item=made, content=rekeyed(made), by=examiner)
    with pytest.raises(NotPossible):
        proposing.withdraw(proposal=draft, by=colleague)
    proposing.withdraw(proposal=draft, by=examiner)
    assert proposing.write(item=made, content=rekeyed(made), by=colleague).author == colleague


def test_only_one_proposal_is_open_for_an_item(made, examiner):
    draft = proposing.write(item=made, content=changed(made), by=examiner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(item=made, author=examiner, body=draft.body, rule="match_correct")


def test_a_draft_is_given_up_by_its_author_or_an_administrator_but_not_once_handed_in(made, examiner, colleague, administrator):
    draft = proposing.write(item=made, content=changed(made), by=examiner)
    with pytest.raises(NotPossible):
        proposing.give_up(proposal=draft, by=colleague)
    proposing.give_up(proposal=draft, by=administrator)
    assert not made.proposals.exists()
    with pytest.raises(NotPossible):
        proposing.give_up(proposal=handed_in(made, examiner), by=examiner)


def test_a_faulty_item_is_not_handed_in(made, examiner):
    draft = proposing.write(item=made, content=rekeyed(made, "Z"), by=examiner)
    with pytest.raises(Faulty) as refused:
        proposing.propose(proposal=draft, by=examiner)
    assert "key_unknown" in [finding.code for finding in refused.value.findings]
    draft.refresh_from_db()
    assert draft.proposed_at is None


def test_warnings_are_kept_with_what_was_handed_in(made, examiner):
    assert "source_missing" in [finding["code"] for finding in handed_in(made, examiner).findings]


def test_what_was_written_against_an_older_state_is_not_approved_unseen(made, examiner, colleague):
    proposal = handed_in(made, examiner)
    other = ItemVersion.objects.create(item=made, number=2, body=made.version_in_use().body, content_sha256="other")
    Item.objects.filter(pk=made.pk).update(current_number=other.number)
    with pytest.raises(NotPossible):
        proposing.approve(proposal=proposal, by=colleague, clears=True)


def test_whoever_wrote_the_wording_in_use_does_not_clear_it(made, examiner, colleague):
    proposing.approve(proposal=handed_in(made, examiner), by=colleague, clears=False)
    made.refresh_from_db()
    with pytest.raises(NotPossible):
        proposing.clear(item=made, cleared=True, by=examiner)
    proposing.clear(item=made, cleared=True, by=colleague)
    made.refresh_from_db()
    assert made.cleared


def test_a_paper_already_drawn_keeps_the_wording_and_the_marks_it_had(examiner, colleague, learner):
    from exams.models import AttemptItem, Mark
    from tests.exams.making import finished, sitting, version

    attempt = finished(learner, sitting(version(["single"], items=1)))
    made = Item.objects.get(code="single-0")
    proposing.approve(proposal=handed_in(made, examiner), by=colleague, clears=True)
    made.refresh_from_db()
    proposing.approve(proposal=handed_in(made, examiner, rekeyed(made)), by=colleague, clears=True)
    assert AttemptItem.objects.get(attempt=attempt).item_version.number == 1
    assert Mark.objects.get(attempt_item__attempt=attempt).marks == 2


def test_an_item_is_drawn_from_its_first_day_to_the_day_before_it_retires():
    item("LAW-X-4", effective_from="2026-03-01", retire_on="2026-04-01")
    # The day begins in China.
    for moment, drawn in (("2026-02-28T15:59Z", 0), ("2026-02-28T16:01Z", 1), ("2026-03-31T15:59Z", 1), ("2026-03-31T16:01Z", 0)):
        with time_machine.travel(moment, tick=False):
            assert Item.objects.for_papers().count() == drawn, moment
    with pytest.raises(IntegrityError), transaction.atomic():
        item("LAW-X-5", effective_from="2026-03-01", retire_on="2026-03-01")
