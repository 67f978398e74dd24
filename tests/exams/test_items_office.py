"""The bank's screens: writing, handing in, history, preview, duplicates; in Chinese, for whom they are meant."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry
from exams import proposing
from exams.models import Area, Item, ItemVersion, Proposal
from tests.exams.bank_screens import BANK, REVIEWS, of_the_room, text
from tests.exams.making import item
from tests.exams.test_proposing import changed, handed_in
from tests.exams.test_writing import sent
from tests.reading import english


@pytest.fixture
def office(client_of, examiner):
    return client_of(examiner)


@pytest.fixture
def made(db):
    return item("LAW-X-1", source="条例 9")


def form_of(page, **changes) -> dict[str, Any]:
    """What a browser would send of the form that `page` shows."""
    context = page.context
    data = sent(context["wording"])
    for form in (context["use"], context["picture"]):
        for field in form:
            value = field.field.prepare_value(field.value())
            if value not in (None, False, "", []):
                data[field.html_name] = value if isinstance(value, list) else str(value)
    return {**data, **changes}


NEW = {
    "use-code": "LAW-N-1", "use-purpose": "exam", "use-difficulty": "3", "use-area-QSO": "S1", "use-tags": "授权，一票否决",
    "use-source": "条例 9", "max_marks": "1", "stem-zh-hans": "首席质量官由谁聘任？", "explanation-zh-hans": "条例第九条",
    "choices-TOTAL_FORMS": "3", "choices-INITIAL_FORMS": "0",
    "choices-0-text-zh-hans": "企业", "choices-0-right": "on", "choices-1-text-zh-hans": "政府", "choices-2-text-zh-hans": "协会",
}  # fmt: skip


def test_a_new_item_is_written_handed_in_and_approved_by_a_colleague(client_of, examiner, colleague):
    Area.objects.create(credential="QSO", code="S1", name={"zh-hans": "法规", "en": "Law"})
    office = client_of(examiner)
    assert "案例" in text(office.get(f"{BANK}add/"))
    assert "QSO领域" in text(office.get(f"{BANK}add/?kind=single"))
    answer = office.post(f"{BANK}add/?kind=single", {**NEW, "hand-in": "1"})
    new = Item.objects.get(code="LAW-N-1")
    assert answer["Location"] == f"{BANK}edit/{new.pk}/"
    assert (new.status, new.areas, new.tags, new.versions.count()) == ("review", {"QSO": "S1"}, ["授权", "一票否决"], 0)
    proposal = new.proposals.get()
    page = text(client_of(colleague).get(f"{REVIEWS}edit/{proposal.pk}/"))
    for words in ("首席质量官由谁聘任", "周考官", "通过并发布", "没有英文题面", "盲猜的平均分"):
        assert words in page, words
    client_of(colleague).post(f"{REVIEWS}edit/{proposal.pk}/", {"approve": "1", "clears": "on", "comment": "已核对"})
    new.refresh_from_db()
    assert (new.status, new.cleared, new.current_number) == ("active", True, 1)
    deeds = AuditEntry.objects.filter(subject=f"exams.item:{new.pk}").order_by("pk").values_list("deed", flat=True)
    assert list(deeds) == ["item.added", "item.proposed", "item.approved"]


@pytest.mark.parametrize(
    "kind", ["single", "multiple", "truefalse", "fillin", "numeric", "matching", "ordering", "short", "case"]
)
def test_the_form_of_every_kind_is_chinese_and_shows_what_is_in_use(office, kind):
    text(office.get(f"{BANK}add/?kind={kind}"))
    made = item(f"LAW-K-{kind}", kind)
    page = text(office.get(f"{BANK}edit/{made.pk}/"))
    assert f"LAW-K-{kind} zh-hans" in page
    assert (
        english(
            page,
            r"LAW-\S+ \S+",
            r"LAW-\S+",
            "English",
            "CQO|QSO|QSD",
            r"[a-z]+_[a-z_]+",
            "mm",
            r"PNG.*",
            "because",
            "SHA-256|sha256|Wagtail|JavaScript",
        )
        == []
    )


def test_saving_an_edit_changes_nothing_in_use_and_the_same_form_twice_is_one_draft(office, made):
    page = office.get(f"{BANK}edit/{made.pk}/")
    for stem in ("首席质量官由谁聘任？", "首席质量官应由谁聘任？"):
        office.post(f"{BANK}edit/{made.pk}/", form_of(page, **{"stem-zh-hans": stem, "reason": "更清楚"}))
    draft = made.proposals.get()
    made.refresh_from_db()
    assert (draft.stem, draft.reason, draft.proposed_at) == ("首席质量官应由谁聘任？", "更清楚", None)
    assert (made.current_number, made.versions.count(), made.status) == (1, 1, "active")


def test_what_is_used_is_saved_at_once_and_makes_no_draft(office, made, examiner):
    page = office.get(f"{BANK}edit/{made.pk}/")
    days = {"use-effective_from": "2026-03-01", "use-retire_on": "2027-03-01", "use-difficulty": "5", "use-status": "retired"}
    office.post(f"{BANK}edit/{made.pk}/", form_of(page, **days))
    made.refresh_from_db()
    assert (made.difficulty, str(made.retire_on), made.status, made.proposals.count()) == (5, "2027-03-01", "retired", 0)
    entry = AuditEntry.objects.get(deed="item.use_changed")
    assert (entry.actor_id, entry.data) == (examiner.pk, {"fields": ["difficulty", "effective_from", "retire_on", "status"]})
    wrong = office.post(f"{BANK}edit/{made.pk}/", form_of(page, **{**days, "use-retire_on": "2026-02-01"}))
    assert "停用日期须晚于启用日期" in text(wrong, 422)


def test_faults_keep_the_draft_with_its_author_and_are_named(office, made):
    page = office.get(f"{BANK}edit/{made.pk}/")
    answer = office.post(
        f"{BANK}edit/{made.pk}/", form_of(page, **{"choices-0-text-zh-hans": "以上都对", "hand-in": "1"}), follow=True
    )
    assert "请勾选“排在最后”" in text(answer)
    assert made.proposals.get().proposed_at is None


def test_a_near_duplicate_is_named_when_an_item_is_saved(office, made):
    content = changed(made, "首席质量官制度由企业根据自身情况自主实施")
    ItemVersion.objects.create(item=Item.objects.create(code="LAW-OLD", kind="single"), number=1, body=content.body)
    page = office.get(f"{BANK}edit/{made.pk}/")
    typed = form_of(page, **{"stem-zh-hans": "首席质量官制度，由企业根据自身情况自主实施。"})
    answer = office.post(f"{BANK}edit/{made.pk}/", typed, follow=True)
    assert "与LAW-OLD近似，相似度100%" in text(answer)


def test_under_review_the_wording_is_closed_and_its_author_takes_it_back(client_of, made, examiner, colleague):
    handed_in(made, examiner)
    office = client_of(examiner)
    page = office.get(f"{BANK}edit/{made.pk}/")
    assert not page.context["is_open"]
    assert 'name="stem-zh-hans"' not in text(page)
    client_of(colleague).post(f"{BANK}edit/{made.pk}/", {"deed": "take_back"})
    assert made.proposals.awaiting().exists()
    office.post(f"{BANK}edit/{made.pk}/", {"deed": "take_back"})
    assert not made.proposals.awaiting().exists()


def test_a_draft_is_thrown_away_and_an_item_cleared_by_a_button(office, made):
    Item.objects.update(cleared=False)
    draft = {"stem-zh-hans": "首席质量官由谁聘任？"}
    office.post(f"{BANK}edit/{made.pk}/", form_of(office.get(f"{BANK}edit/{made.pk}/"), **draft))
    office.post(f"{BANK}edit/{made.pk}/", {"deed": "give_up"})
    office.post(f"{BANK}edit/{made.pk}/", {"deed": "clear"})
    made.refresh_from_db()
    assert (made.proposals.count(), made.cleared) == (0, True)
    assert set(AuditEntry.objects.values_list("deed", flat=True)) == {"item.draft_given_up", "item.cleared"}
    assert "没有可撤回" in text(office.post(f"{BANK}edit/{made.pk}/", {"deed": "burn"}, follow=True))


def test_the_history_tells_who_wrote_who_approved_and_what_changed(client_of, made, examiner, colleague):
    office = client_of(examiner)
    counts = []
    for round_ in range(4):
        with CaptureQueriesContext(connection) as queries:
            page = text(office.get(f"{BANK}history/{made.pk}/"))
        counts.append(len(of_the_room(queries)))
        proposing.approve(
            proposal=handed_in(made, examiner, changed(made, f"第{round_}稿的题干")), by=colleague, clears=True, comment="好"
        )
        made.refresh_from_db()
    assert counts[1] == counts[3]
    page = text(office.get(f"{BANK}history/{made.pk}/"))
    for words in ("周考官编写，吴考官复核通过", "随内容文件发布", "第3稿的题干", "题干（简体中文）", "第5版", "复核通过"):
        assert words in page, words


@pytest.mark.parametrize(
    "kind", ["single", "multiple", "truefalse", "fillin", "numeric", "matching", "ordering", "short", "case"]
)
def test_an_item_is_previewed_as_its_candidate_sees_it(office, kind):
    made = item(f"LAW-P-{kind}", kind)
    page = text(office.get(f"{BANK}preview/{made.pk}/"))
    assert f'data-kind="{kind}"' in page
    assert f"LAW-P-{kind} en" in text(office.get(f"{BANK}preview/{made.pk}/?in=en"))


def test_the_preview_marks_an_answer_and_keeps_nothing(office, made):
    before = {model: model.objects.count() for model in (Proposal, ItemVersion)}
    assert "得1分，满分1分" in text(office.post(f"{BANK}preview/{made.pk}/", {"q1": "B"}))
    page = text(office.post(f"{BANK}preview/{made.pk}/", {"q1": "A"}))
    assert "得0分，满分1分" in page
    assert "因为" in page
    assert {model: model.objects.count() for model in before} == before


def test_a_proposal_is_previewed_before_it_is_approved(client_of, made, examiner, colleague):
    proposal = handed_in(made, examiner)
    assert "改过的题干" in text(client_of(colleague).get(f"{BANK}preview/{made.pk}/?proposal={proposal.pk}"))
    assert client_of(colleague).get(f"{BANK}preview/{item('LAW-X-7').pk}/?proposal={proposal.pk}").status_code == 404


def test_near_duplicates_of_the_whole_bank_are_listed(office):
    for code, stem in (("A-1", "首席质量官由企业聘任"), ("A-2", "首席质量官，由企业聘任。"), ("A-3", "质量月在九月")):
        one = Item.objects.create(code=code, kind="truefalse")
        ItemVersion.objects.create(item=one, number=1, body={"zh-hans": {"stem": stem}})
    page = text(office.get(f"{BANK}duplicates/"))
    assert "100%" in page
    assert {"A-1", "A-2", "A-3"} & set(re.findall(r"A-\d", page)) == {"A-1", "A-2"}


def test_items_are_retired_in_bulk_and_never_deleted(client_of, examiner, administrator, made):
    draft = Item.objects.create(code="LAW-D-1", kind="single", status="draft")
    bulk = f"/cms/bulk/exams/item/retire/?id={made.pk}&id={draft.pk}&next={BANK}"
    office = client_of(examiner)
    page = text(office.get(bulk))
    for words in ("停用", "LAW-X-1", "LAW-D-1", "只有在用的试题可以停用"):
        assert words in page, words
    office.post(bulk)
    assert set(Item.objects.values_list("code", "status")) == {("LAW-X-1", "retired"), ("LAW-D-1", "draft")}
    assert AuditEntry.objects.get(deed="item.retired").actor_id == examiner.pk
    for pk in (made.pk, draft.pk):
        client_of(administrator).post(f"/cms/bulk/exams/item/delete/?id={pk}&next={BANK}")
    assert Item.objects.count() == 2


def test_the_desk_tells_what_waits_for_whom(client_of, made, examiner, colleague, stranger):
    handed_in(made, examiner)
    assert "有1份同事的送审稿等您复核" in text(client_of(colleague).get("/exams/desk/"))
    assert "您有1份等同事复核" in text(client_of(examiner).get("/exams/desk/"))


@pytest.fixture
def ten_thousand(db):
    """A bank of the size that the specification names."""
    kinds = ["single", "multiple", "truefalse"]
    use = [{"kind": kinds[n % 3], "areas": {"QSO": f"S{n % 5 + 1}"}, "difficulty": n % 5 + 1} for n in range(10_000)]
    items = [Item(code=f"BIG-{n:05}", cleared=bool(n % 2), tags=["授权"][n % 10 :], **more) for n, more in enumerate(use)]
    Item.objects.bulk_create(items, batch_size=1000)
    choices = [{"id": letter, "text": f"选项{letter}"} for letter in "ABCD"]
    bodies = [{"zh-hans": {"stem": f"第{n}题：首席质量官的职责是什么", "choices": choices}} for n in range(10_000)]
    versions = [ItemVersion(item=one, number=1, content_sha256="x", body=body) for one, body in zip(items, bodies, strict=True)]
    ItemVersion.objects.bulk_create(versions, batch_size=1000)


@pytest.mark.usefixtures("ten_thousand")
def test_ten_thousand_items_are_filtered_in_six_queries(office):
    Area.objects.create(credential="QSO", code="S1", name={"zh-hans": "法规", "en": "Law"})
    text(office.get(BANK))
    for query, found in (
        ("", 10_000),
        ("?area=QSO.S1&kind=single&difficulty=1", 667),
        ("?cleared=false&p=3", 5000),
        ("?tag=授权", 1000),
        ("?under_review=true", 0),
        ("?worn=true", 0),
        ("?worn=false&under_review=false", 10_000),
        ("?status=active&purpose=exam&retires_by=2026-01-01", 0),
        ("?review_due_by=2026-01-01", 0),
        ("?q=首席質量官 第77题", 1),
        ("?q=BIG-00042", 1),
    ):
        with CaptureQueriesContext(connection) as queries:
            page = office.get(BANK + query)
        assert len(of_the_room(queries)) <= 6, (query, of_the_room(queries))
        assert page.context["paginator"].count == found, query


@pytest.mark.parametrize("url", ["add/", "add/?kind=single", "edit/{pk}/", "history/{pk}/", "preview/{pk}/", "duplicates/"])
def test_whoever_has_no_business_in_the_bank_is_sent_away(client, client_of, stranger, learner, regulator, made, url):
    address = BANK + url.format(pk=made.pk)
    assert client.get(address).status_code == 302
    for person in (stranger, learner, regulator):
        assert client_of(person).get(address).status_code in (302, 403)
    assert client_of(learner).post(f"{BANK}edit/{made.pk}/", {"deed": "clear"}).status_code in (302, 403)
