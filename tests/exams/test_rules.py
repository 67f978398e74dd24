"""The next version of an exam's rules: drafted apart, judged, published, and from then on never changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry
from exams import delivery, papers, ruling
from exams.judging_rules import judge
from exams.models import Area, EnemyGroup, ExamVersion, Item, RulesDraft
from tests.exams.making import sitting, version

LIST = "/cms/snippets/exams/examversion/"


@pytest.fixture
def first(db):
    Area.objects.create(credential="QSO", code="S1", name={"zh-hans": "法规与岗位", "en": "Law"}, position=1)
    return version(["single", "truefalse"], items=6, count=2)


@pytest.fixture
def draft(first, examiner):
    return ruling.draft(exam=first.exam, by=examiner)


def said(draft) -> list[tuple[bool, str]]:
    return [(finding.is_error, finding.sentence) for finding in judge(draft, draft.exam)]


def errors(draft) -> str:
    return " ".join(sentence for is_error, sentence in said(draft) if is_error)


def form_of(draft, **changes) -> dict[str, object]:
    """What the draft's page would send as it stands."""
    sent: dict[str, object] = {
        "minutes": draft.duration_s // 60,
        "grace_s": 15,
        "cut_score": str(draft.cut_score),
        "floors": "S1 60",
        "max_attempts": 3,
        "attempts_window_months": 12,
        "cooling_off_days": "7、30、90",
        "cooling_off_hours": "8",
        "marking": "single",
        "tolerance_marks": "0",
        "shuffle": "on",
        "during": ["stem", "own"],
        "after_submit": ["own"],
        "cells-TOTAL_FORMS": len(draft.cells),
        "cells-INITIAL_FORMS": len(draft.cells),
    }
    for place, cell in enumerate(draft.cells):
        for name in ("area", "item_kinds", "difficulty_min", "difficulty_max", "count", "marks_each"):
            sent[f"cells-{place}-{name}"] = cell[name]
        sent[f"cells-{place}-parts"] = ""
    return {**sent, **changes}


# --- the deeds --------------------------------------------------------------------------------------------


def test_a_draft_is_a_copy_of_the_newest_rules_and_there_is_one(first, draft, examiner):
    assert (draft.duration_s, draft.cut_score, len(draft.cells), draft.based_on) == (3600, first.cut_score, 2, first)
    assert papers.rules_digest(draft, draft.blueprint_rows()) == first.content_sha256
    assert ruling.draft(exam=first.exam, by=examiner) == draft
    assert AuditEntry.objects.get(deed="rules.drafted").actor_id == examiner.pk


def test_published_rules_hold_for_new_sittings_and_running_ones_keep_theirs(first, draft, administrator, learner):
    old = sitting(first)
    draft.duration_s, draft.max_attempts = 1800, 5
    draft.save()
    made = ruling.publish(draft=draft, by=administrator)
    assert (made.number, made.duration_s, made.max_attempts, made.exam.newest()) == (2, 1800, 5, made)
    assert papers.rules_digest(made, made.blueprint.all()) == made.content_sha256
    assert not RulesDraft.objects.exists()
    attempt = delivery.start(candidate=learner, sitting=old)
    assert (attempt.deadline_at - attempt.started_at).total_seconds() == 3600
    old.refresh_from_db()
    assert (old.state, old.exam_version) == ("open", first)
    assert AuditEntry.objects.get(deed="rules.published").data["number"] == 2


def test_the_standing_sitting_follows_when_asked(first, draft, administrator):
    old = sitting(first)
    made = ruling.publish(draft=draft, by=administrator, move_standing=True)
    old.refresh_from_db()
    assert old.state == "closed"
    assert made.sittings.get().state == "open"


def test_a_thrown_away_draft_leaves_the_rules_as_they_were(first, draft, examiner):
    ruling.discard(draft=draft, by=examiner)
    assert not RulesDraft.objects.exists()
    assert first.exam.newest() == first


# --- what is judged -----------------------------------------------------------------------------------------


def cell(**changes):
    sound = {"section": "S1", "area": "S1", "item_kinds": ["single"], "difficulty_min": 1, "difficulty_max": 5}
    return {**sound, "count": 2, "marks_each": "2.00", "parts": [], **changes}


CASE = {"item_kinds": ["case"], "area": "", "section": "", "count": 1}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cells": []}, "没有任何单元格"),
        ({"cut_score": 9}, "高于满分"),
        ({"cut_score": 0}, "合格线是0"),
        ({"floors": {"S2": 60}}, "“S2”设了最低比例"),
        ({"floors": {"S1": 120}}, "不在1%至100%之间"),
        ({"case_floor_percent": 50}, "没有案例"),
        ({"area_floor_percent": 101}, "不可能达到"),
        ({"cells": [cell(area="S9")]}, "没有“S9”这个领域"),
        ({"cells": [cell(count=7)]}, "S1 单选：需要7题，题库缺1题"),
        ({"cells": [cell(**CASE, parts=[{"area": "S1", "marks": "3"}], marks_each="5")]}, "各部分的分值合计不是5"),
        ({"cells": [cell(parts=[{"area": "S1", "marks": "2"}])]}, "只有案例题才分部分"),
    ],
)
def test_what_cannot_work_is_refused_in_words(draft, administrator, changes, words):
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save()
    assert words in errors(draft)
    with pytest.raises(ruling.Unfit):
        ruling.publish(draft=draft, by=administrator)
    assert ExamVersion.objects.count() == 1
    assert RulesDraft.objects.exists()


def test_enemies_in_the_way_are_told_as_such(draft):
    group = EnemyGroup.objects.create(name="G")
    group.items.set(Item.objects.filter(kind="single"))
    assert "S1 单选：需要2题；有6题符合，但会互相提示，一份试卷最多用1题" in errors(draft)


def test_what_is_odd_is_said_and_does_not_stop(draft, administrator, monkeypatch):
    monkeypatch.setattr("exams.weighing.LIMIT", 100)
    draft.marking, draft.difficulty_mix = "double_blind", {"easy": 30, "middle": 50, "hard": 20}
    draft.save()
    told = " ".join(sentence for is_error, sentence in said(draft) if not is_error)
    for words in ("没有一道题由人评阅", "题库有6题，10题才稳妥", "难度3：试卷平均占100%，目标是50%", "MB"):
        assert words in told, (words, told)
    assert not errors(draft)
    made = ruling.publish(draft=draft, by=administrator)
    assert made.difficulty_mix == {"easy": 30, "middle": 50, "hard": 20}
    assert made.content_sha256 != papers.rules_digest(
        ExamVersion(**{**_fields(made), "difficulty_mix": None}), made.blueprint.all()
    )


def _fields(made: ExamVersion) -> dict[str, object]:
    return {field.attname: getattr(made, field.attname) for field in made._meta.local_concrete_fields}


# --- the screens --------------------------------------------------------------------------------------------


def test_a_version_is_shown_as_a_table_beside_the_bank(client_of, regulator, first):
    page = client_of(regulator).get(f"{LIST}inspect/{first.pk}/").content.decode()
    for words in ("S1 法规与岗位", "单选", "6 / 10", "合计", "合格线4.8", "能否组卷", "每格都能填满"):
        assert words in page, words
    assert "编写下一版" not in page


def test_an_examiner_drafts_and_an_administrator_publishes(client_of, examiner, administrator, first):
    office, chief = client_of(examiner), client_of(administrator)
    assert "编写下一版" in office.get(f"{LIST}inspect/{first.pk}/").content.decode()
    office.post(f"{LIST}drafts/", {"exam": first.exam_id})
    draft = RulesDraft.objects.get()
    address = f"{LIST}draft/{first.exam_id}/"
    sent = form_of(draft, minutes="45", floors="S1：60", easy="30", middle="50", hard="20", after_release=["areas", "marks"])
    assert office.post(address, sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.duration_s, draft.floors, draft.cooling_off_days) == (2700, {"S1": 60}, [7, 30, 90])
    assert draft.cooling_off_hours == 8
    assert draft.review_policy["after_release"] == ["marks", "areas"] or set(draft.review_policy["after_release"]) == {
        "marks",
        "areas",
    }
    assert [row["count"] for row in draft.cells] == [2, 2]
    page = office.get(address).content.decode()
    assert "由管理员发布" in page
    assert office.post(f"{address}publication/").status_code in (302, 403)
    assert ExamVersion.objects.count() == 1
    assert "发布为下一版" in chief.get(address).content.decode()
    chief.post(f"{address}publication/", {})
    assert ExamVersion.objects.get(number=2).duration_s == 2700


def test_a_row_is_struck_out_and_another_added(client_of, examiner, draft):
    sent = form_of(draft, **{"cells-0-DELETE": "on", "cells-TOTAL_FORMS": 3})
    sent |= {
        f"cells-2-{name}": value for name, value in cell(count=1, difficulty_min=3).items() if name not in ("section", "parts")
    }
    client_of(examiner).post(f"{LIST}draft/{draft.exam_id}/", sent)
    draft.refresh_from_db()
    assert [(row["item_kinds"], row["count"], row["difficulty_min"]) for row in draft.cells] == [
        (["truefalse"], 2, 1),
        (["single"], 1, 3),
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"floors": "S1"}, "写领域和数字"),
        ({"cooling_off_days": "seven"}, "写整天数"),
        ({"easy": "30", "hard": "30"}, "三部分合计100"),
        ({"cells-0-difficulty_min": 4, "cells-0-difficulty_max": 2}, "从低到高"),
        ({"cells-0-area": ""}, "请选择领域"),
    ],
)
def test_a_malformed_draft_is_not_saved_and_says_where(client_of, examiner, draft, changes, words):
    before = RulesDraft.objects.values().get()
    answer = client_of(examiner).post(f"{LIST}draft/{draft.exam_id}/", form_of(draft, minutes=45, **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert RulesDraft.objects.values().get() == before


def test_strangers_are_kept_out_and_a_look_changes_nothing(client_of, stranger, regulator, draft):
    address = f"{LIST}draft/{draft.exam_id}/"
    for who in (stranger, regulator):
        assert client_of(who).get(address).status_code in (302, 403)
        for deed in (f"{address}publication/", f"{address}removal/", f"{LIST}drafts/"):
            assert client_of(who).post(deed, {"exam": draft.exam_id}).status_code in (302, 403)
    assert RulesDraft.objects.count() == 1


def test_the_wrong_method_is_refused(client_of, administrator, draft):
    office = client_of(administrator)
    for deed in (f"{LIST}draft/{draft.exam_id}/publication/", f"{LIST}draft/{draft.exam_id}/removal/", f"{LIST}drafts/"):
        assert office.get(deed).status_code == 405
    assert office.post(f"{LIST}draft/999/publication/").status_code == 404


def test_a_wide_blueprint_asks_the_database_no_more(client_of, examiner, draft):
    office, address = client_of(examiner), f"{LIST}draft/{draft.exam_id}/"

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.get(address).status_code == 200
        return len(queries)

    asked()
    few = asked()
    draft.cells = [cell(count=1) for _row in range(20)]
    draft.save()
    assert asked() == few


def test_what_may_be_seen_when_is_checked_in_words(client_of, examiner, draft):
    address = f"{LIST}draft/{draft.exam_id}/"
    sent = form_of(draft, during=["stem"], after_submit=["own", "marks"], after_release=["key"])
    reply = client_of(examiner).post(address, sent)
    page = reply.content.decode()
    assert reply.status_code in (200, 422)
    for words in ("作答时考生看到试题和自己的答案", "成绩公布前最多勾选", "请同时勾选试题"):
        assert words in page, words
    draft.refresh_from_db()
    assert draft.review_policy["during"] == ["stem", "own"]
