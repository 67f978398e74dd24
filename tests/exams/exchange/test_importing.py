"""A file is looked at first, then taken in whole or not at all; nothing it brings reaches a paper unseen."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry
from exams import exporting, importing, proposing
from exams.exchange import workbook
from exams.exchange.drafts import Refused
from exams.models import AnswerKey, Area, Import, Item, ItemVersion, Proposal
from tests.cast import person
from tests.exams.exchange.sampling import HEAD, SAMPLES, book
from tests.exams.making import item
from tests.exams.test_races import at_once

pytestmark = pytest.mark.django_db
ROWS = (
    ("T-001", "单选题", "条例第九条说的是谁的聘任？", "首席质量官", "厂长", "", "", "A", "", "2", "1"),
    ("T-002", "多选题", "下列哪些是质量工具？", "直方图", "控制图", "甘特图", "日历", "AB", "", "3", "2"),
    ("T-003", "判断题", "抽样检验能保证没有不合格品。", "", "", "", "", "错", "", "1", "1"),
)


@pytest.fixture
def colleague(db):
    return person("许审题", "xu", "examiner")


def uploaded(data: bytes, by, format: str = "excel") -> Import:
    return importing.upload(name="题.xlsx", data=data, format=format, language="", by=by)


def taken(data: bytes, by, format: str = "excel") -> Import:
    return importing.commit(pk=uploaded(data, by, format).pk, by=by)


def approve_all(by) -> None:
    for proposal in Proposal.objects.awaiting():
        proposing.approve(proposal=proposal, by=by, clears=True)


def fates(made: Import) -> dict[str, str]:
    return {row["code"]: row["verdict"] for row in made.report["rows"]}


def said(made: Import) -> set[str]:
    return {finding["code"] for row in made.report["rows"] for finding in row["findings"]}


def test_looking_at_a_file_writes_nothing_into_the_bank(examiner):
    made = uploaded(book(HEAD, *ROWS), examiner)
    assert (made.counts["new"], made.counts["refused"], made.may_be_committed) == (3, 0, True)
    assert not Item.objects.exists()
    assert made.content() == book(HEAD, *ROWS) or len(made.content()) > 1000


def test_what_is_taken_in_awaits_a_second_person_and_reaches_no_paper(examiner, colleague):
    taken(book(HEAD, *ROWS), examiner)
    assert set(Item.objects.values_list("status", "cleared")) == {("review", False)}
    assert not ItemVersion.objects.exists()
    assert not Item.objects.for_papers().exists()
    assert Proposal.objects.awaiting().filter(author=examiner).count() == 3
    approve_all(colleague)
    assert Item.objects.for_papers().count() == 3
    assert AnswerKey.objects.get(item_version__item__code="T-002").data == {"correct": ["A", "B"]}
    entry = AuditEntry.objects.get(deed="items.imported")
    assert (entry.actor_id, entry.data["new"]) == (examiner.pk, ["T-001", "T-002", "T-003"])


def test_a_second_click_and_a_second_upload_change_nothing(examiner, colleague):
    data = book(HEAD, *ROWS)
    made = taken(data, examiner)
    importing.commit(pk=made.pk, by=colleague)
    again = uploaded(data, examiner)
    assert (again.counts["unchanged"], again.may_be_committed) == (3, False)
    approve_all(colleague)
    assert uploaded(data, examiner).counts["unchanged"] == 3
    assert (Item.objects.count(), Proposal.objects.count()) == (3, 3)
    assert AuditEntry.objects.filter(deed="items.imported").count() == 1


def test_one_refused_row_keeps_the_whole_file_out(examiner):
    made = uploaded(book(HEAD, *ROWS, ("T-004", "单选题", "缺答案？", "甲", "乙", "", "", "")), examiner)
    assert (made.counts["refused"], made.may_be_committed) == (1, False)
    importing.commit(pk=made.pk, by=examiner)
    assert not Item.objects.exists()
    assert Import.objects.get().committed_at is None


def test_an_update_by_code_makes_a_new_version_and_a_new_key_once_approved(examiner, colleague):
    taken(book(HEAD, *ROWS), examiner)
    approve_all(colleague)
    one = ("T-001", "单选题", "依照条例第九条，说的是谁的聘任？", *ROWS[0][3:])
    three = (*ROWS[2][:7], "对", *ROWS[2][8:])
    made = taken(book(HEAD, one, ROWS[1], three), examiner)
    assert {row["code"]: row["what"] for row in made.report["rows"]} == {"T-001": ["wording"], "T-002": [], "T-003": ["key"]}
    assert Item.objects.for_papers().count() == 3
    approve_all(colleague)
    assert ItemVersion.objects.filter(item__code="T-001").count() == 2
    assert [key.data for key in AnswerKey.objects.filter(item_version__item__code="T-003").order_by("revision")] == [
        {"correct": False}, {"correct": True}
    ]  # fmt: skip


def test_use_alone_is_changed_without_a_review(examiner, colleague):
    taken(book(HEAD, *ROWS), examiner)
    approve_all(colleague)
    made = taken(book(HEAD, (*ROWS[0][:9], "5", "1")), examiner)
    assert [row["what"] for row in made.report["rows"]] == [["use"]]
    assert Item.objects.get(code="T-001").difficulty == 5
    assert not Proposal.objects.awaiting().exists()


def test_another_language_of_the_bank_is_kept_where_the_file_has_none(examiner, colleague):
    Area.objects.create(credential="QSO", code="S1", name={"zh-hans": "法", "en": "Law"}, position=1)
    item("B-1", "single")
    exported = workbook.write(exporting.drafts(Item.objects.all()), "zh-hans").data
    assert uploaded(exported, examiner).counts["unchanged"] == 1
    made = taken(book(HEAD, ("B-1", "单选题", "改过的题干", "选项A", "选项B", "选项C", "选项D", "B", "", "3", "1")), examiner)
    assert "languages-kept" in said(made)
    proposal = Proposal.objects.get()
    assert (proposal.body["zh-hans"]["stem"], proposal.body["en"]["stem"]) == ("改过的题干", "B-1 en")
    assert [choice["text"] for choice in proposal.body["en"]["choices"]] == ["选项A", "选项B", "选项C", "选项D"]
    fewer = uploaded(book(HEAD, ("B-2", "单选题", "甲乙？", "甲", "乙", "", "", "B")), examiner)
    assert fates(fewer) == {"B-2": "new"}


def test_everything_exported_is_unchanged_when_it_comes_back(examiner):
    Area.objects.create(credential="QSO", code="S1", name={"zh-hans": "法", "en": "Law"}, position=1)
    for kind in ("single", "multiple", "truefalse", "fillin", "numeric", "matching", "ordering"):
        made = item(f"K-{kind}", kind)
        if kind == "fillin":
            version = made.versions.get()
            assert version.body["zh-hans"]["blanks"] == 1
    drafts = [draft for draft in exporting.drafts(Item.objects.all()) if draft.kind != "fillin"]
    for language in ("zh-hans", "en"):
        again = uploaded(workbook.write(drafts, language).data, examiner)
        assert again.counts["unchanged"] == len(drafts), again.report


def test_a_wording_under_review_is_not_overtaken(examiner, colleague):
    taken(book(HEAD, *ROWS), examiner)
    made = uploaded(book(HEAD, (*ROWS[0][:2], "另一种问法？", *ROWS[0][3:])), colleague)
    assert (fates(made)["T-001"], "under-review" in said(made)) == ("refused", True)


def test_a_code_of_another_kind_twice_in_a_file_or_of_another_question_is_named(examiner, colleague):
    taken(book(HEAD, *ROWS), examiner)
    approve_all(colleague)
    other = uploaded(book(HEAD, ("T-001", "判断题", "对吗？", "", "", "", "", "对")), examiner)
    assert said(other) >= {"kind-differs"}
    twice = uploaded(book(HEAD, ROWS[0], (*ROWS[0][:2], "另问", *ROWS[0][3:])), examiner)
    assert "code-twice" in said(twice)
    strange = ("T-001", "单选题", "水在几度沸腾？", "九十", "一百", "", "", "B", "", "2", "1")
    assert "another-question" in said(uploaded(book(HEAD, strange), examiner))


def test_near_duplicates_are_named_in_the_bank_and_in_the_file(examiner, colleague):
    taken(book(HEAD, *ROWS), examiner)
    approve_all(colleague)
    near = ("N-1", "判断题", "抽样检验能保证没有不合格品", "", "", "", "", "错")
    twins = [(f"W-{n}", "判断题", f"质量安全员每天都要按清单做一次检查{'。' * n}", "", "", "", "", "对") for n in (1, 2)]
    made = uploaded(book(HEAD, near, *twins), examiner)
    found = {row["code"]: [f["params"]["code"] for f in row["findings"] if f["code"] == "near"] for row in made.report["rows"]}
    assert found == {"N-1": ["T-003"], "W-1": [], "W-2": ["W-1"]}


def test_a_faulty_key_waits_as_a_draft_of_its_author(examiner):
    taken(book(HEAD, ("F-1", "多选题", "哪些都对？", "甲", "乙", "丙", "", "ABC")), examiner)
    assert Item.objects.get().status == "draft"
    assert Proposal.objects.get().proposed_at is None


def test_if_the_bank_moves_on_between_report_and_commit_nothing_is_written(examiner, colleague):
    first, second = uploaded(book(HEAD, *ROWS), examiner), uploaded(book(HEAD, ROWS[0]), colleague)
    importing.commit(pk=second.pk, by=colleague)
    with pytest.raises(importing.Moved):
        importing.commit(pk=first.pk, by=examiner)
    first.refresh_from_db()
    assert first.committed_at is None
    assert Item.objects.count() == 1
    # The report is the new one, so that a second look and a second click take the file in after all.
    assert fates(first)["T-001"] == "unchanged"
    assert importing.commit(pk=first.pk, by=examiner).committed_at
    assert Item.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_files_with_the_same_new_code_at_once_make_one_item(examiner, colleague):
    """Each is locked by itself, so both may find the code free: the one that comes second meets the unique code."""
    first, second = (uploaded(book(HEAD, ROWS[0]), by).pk for by in (examiner, colleague))
    taken_in = at_once(
        lambda: importing.commit(pk=first, by=examiner),
        lambda: importing.commit(pk=second, by=colleague),
    )
    assert sorted(type(one).__name__ for one in taken_in) == ["Import", "Moved"]
    assert Item.objects.count() == Proposal.objects.count() == 1


@pytest.mark.parametrize("name", ["chaoxing.csv", "wenjuanxing.csv", "kaoshixing.tsv", "english.csv"])
def test_other_systems_files_are_taken_in_twice_without_doubles(examiner, name):
    data = (SAMPLES / name).read_bytes()
    made = taken(data, examiner, "csv")
    assert made.committed_at, made.report
    count = Item.objects.count()
    assert count == made.counts["new"] > 1
    again = uploaded(data, examiner, "csv")
    assert again.counts["unchanged"] == count


def test_a_file_that_cannot_be_read_leaves_no_trace(examiner):
    with pytest.raises(Refused):
        uploaded(b"PK\x03\x04", examiner)
    assert not Import.objects.exists()


def test_two_thousand_rows_are_taken_in_within_ten_seconds_and_few_queries(examiner):
    words = "质量安全检验抽样放行隔离标识记录追溯召回监督授权聘任培训考核改进预防"
    rows = [
        (
            f"L-{n:04}",
            "单选题",
            f"{words[n % 30]}{words[n % 29]}{words[n % 23]}第{n}条怎样规定{n * 7}？",
            f"甲{n}",
            f"乙{n}",
            "丙",
            "丁",
            "B",
            "",
            "3",
            "1",
        )
        for n in range(2000)
    ]
    data = book(HEAD, *rows)
    began = time.perf_counter()
    made = uploaded(data, examiner)
    looked = time.perf_counter() - began
    with CaptureQueriesContext(connection) as queries:
        importing.commit(pk=made.pk, by=examiner)
    assert Item.objects.count() == 2000
    assert looked < 10, looked
    assert time.perf_counter() - began - looked < 10
    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    reads = [query for query in queries if query["sql"].startswith("SELECT")]
    assert len(reads) < 30
    assert len(writes) < 120


def test_the_same_few_queries_for_two_rows_and_twenty(examiner):
    def count(number: int) -> int:
        rows = [(f"Q{number}-{n}", "判断题", f"第{n}号{number}说法成立。", "", "", "", "", "对") for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            taken(book(HEAD, *rows), examiner)
        return len(queries)

    assert count(2) == count(20)
