"""The shipped bank and blueprints: what is accepted, what changes, what is refused and why."""

import json
import shutil

import pytest
from django.conf import settings
from django.core.management import call_command

from core.report import Report
from exams import delivery, keys, papers, sittings
from exams.loading import load
from exams.models import AnswerKey, ExamVersion, Item, ItemVersion, Sitting
from tests.exams.making import raw

RECORDED = json.loads((settings.CONTENT_DIR / "doubts.json").read_text(encoding="utf-8"))


@pytest.fixture
def shipped(tmp_path):
    """A copy of the shipped files that a test may change."""
    (tmp_path / "questions").mkdir()
    for name in ("blueprints.json", "spot_checks.json"):
        shutil.copy(settings.CONTENT_DIR / name, tmp_path)
    for file in (settings.CONTENT_DIR / "questions").glob("*.json"):
        shutil.copy(file, tmp_path / "questions")
    return tmp_path


def change(shipped, name: str, deed) -> None:
    path = shipped / name
    data = json.loads(path.read_text(encoding="utf-8"))
    deed(data)
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def told(shipped, *, force: bool = False) -> Report:
    report = Report(force=force)
    load(shipped, report)
    return report


def lines(report: Report, verdict: str) -> list[tuple[str, str, str]]:
    return [(line.kind, line.key, line.detail) for line in report.lines if line.verdict == verdict]


def rules(code: str) -> ExamVersion:
    return ExamVersion.objects.filter(exam__code=code).order_by("-number")[0]


# --- all of it ------------------------------------------------------------------------------------------


def test_everything_shipped_is_accepted_and_a_second_load_changes_nothing(db, shipped):
    first = told(shipped)
    assert first.count("accepted", "item") == Item.objects.count() == 954
    assert not lines(first, "refused")
    counts = [model.objects.count() for model in (Item, ItemVersion, AnswerKey, ExamVersion, Sitting)]
    second = told(shipped)
    assert second.count("same", "item") == 954
    assert not lines(second, "accepted")
    assert not lines(second, "changed")
    assert counts == [model.objects.count() for model in (Item, ItemVersion, AnswerKey, ExamVersion, Sitting)]


@pytest.mark.usefixtures("content")
class TestShipped:
    def test_eight_hundred_and_ninety_four_items_and_a_contest_that_is_never_drawn(self):
        assert Item.objects.filter(purpose="exam").count() == 894
        assert Item.objects.filter(purpose="exam", cleared=False).count() == RECORDED["questions"]
        assert not Item.objects.for_papers().filter(code__startswith="CON-").exists()

    def test_every_blueprint_adds_up_to_a_hundred(self):
        for version in ExamVersion.objects.filter(exam__kind="certification"):
            assert sum(row.count * row.marks_each for row in version.blueprint.all()) == 100, version

    def test_the_officers_exam_is_open_and_the_others_wait_for_markers(self):
        assert [str(at.exam_version.exam.code) for at in Sitting.objects.open()] == ["QSO"]
        for code in ("CQO", "QSD"):
            version = rules(code)
            assert papers.shortages(version) == []
            with pytest.raises(sittings.CannotOpen, match="cases"):
                sittings.open_standing(version, at=version.published_at)

    def test_the_rules_are_those_of_the_scheme(self):
        version = rules("QSO")
        assert str(version.cut_score) == "80.00"
        assert (version.duration_s, version.grace_s, version.max_attempts) == (3600, 15, 3)
        assert (version.floors, version.cooling_off_days, version.area_floor_percent) == ({"S1": 60}, [1, 7, 30], None)
        assert version.eligibility == {"course": "QSO", "validity_months": 36}

    @pytest.mark.parametrize("code", ["QSO", "QSD", "CQO"])
    def test_papers_of_all_three_are_drawn_without_an_uncleared_item(self, code):
        version = rules(code)
        for seed in range(5):
            paper = papers.draw(version, seed)
            assert all(item.item_version.item.cleared for item in paper.items)
            assert sum(item.max_marks for item in paper.items) == 100

    def test_a_paper_of_the_officers_exam_is_sat_and_passed(self, learner, monkeypatch):
        monkeypatch.setattr("exams.training._course", lambda *args: None)
        attempt = delivery.start(candidate=learner, sitting=Sitting.objects.open().told().get())
        pending = []
        for item in attempt.items.select_related("item_version"):
            key = item.item_version.keys.get()
            pending.append(delivery.Answer(item.slot, keys.model_answer(key.rule, key.data)))
        result = delivery.submit(attempt=attempt, pending=pending)
        assert result is not None
        assert (str(result.total), result.passed) == ("100.00", True)
        assert [section["area"] for section in result.by_section] == ["S1", "S2", "S3", "S4", "S5"]

    def test_the_report_of_the_bank_names_every_cell(self, capsys):
        call_command("bank_report", "--json")
        found = json.loads(capsys.readouterr().out)
        cells = {code: len(rows) for code, rows in found.items()}
        assert cells == {"CQO": 26, "QSD": 22, "QSO": 17, "QSD-SPOT": 17, "QSO-SPOT": 14}
        for rows in found.values():
            for cell in rows:
                assert cell["short"] == cell["thin"] == 0, cell
                assert cell["wanted"] == 5 * cell["needed"]


# --- what changes ---------------------------------------------------------------------------------------


def test_a_changed_wording_is_a_new_version_and_an_attempt_keeps_its_own(db, shipped, learner):
    told(shipped)
    change(shipped, "questions/LAW.json", lambda items: items[0]["stem"].update(zh="新的题干"))
    code = json.loads((shipped / "questions/LAW.json").read_text(encoding="utf-8"))[0]["id"]
    report = told(shipped)
    assert lines(report, "changed") == [("item", code, "version 2")]
    item = Item.objects.get(code=code)
    assert item.versions.count() == 2
    assert item.versions.current().get().body["zh-hans"]["stem"] == "新的题干"
    # And back: the earlier version is in use again, nothing is written twice.
    shutil.copy(settings.CONTENT_DIR / "questions/LAW.json", shipped / "questions")
    assert lines(told(shipped), "changed") == [("item", code, "version 1")]
    assert item.versions.count() == 2


def test_a_changed_key_is_a_new_revision_under_the_same_wording(db, shipped):
    told(shipped)
    change(
        shipped,
        "questions/SAF.json",
        lambda items: items[0].update(answer=next(c["key"] for c in items[0]["choices"] if c["key"] != items[0]["answer"])),
    )
    report = told(shipped)
    ((_kind, code, what),) = lines(report, "changed")
    assert what == "key"
    item = Item.objects.get(code=code)
    assert item.versions.count() == 1
    assert item.versions.get().keys.count() == 2


def test_what_an_editor_changed_stays_unless_forced(db, shipped):
    told(shipped)
    item = Item.objects.filter(code__startswith="LAW", kind="single").first()
    assert item is not None
    Item.objects.filter(pk=item.pk).update(difficulty=5 if item.difficulty != 5 else 4)
    change(shipped, "questions/LAW.json", lambda items: next(q for q in items if q["id"] == item.code)["stem"].update(zh="别的"))
    assert lines(told(shipped), "changed") == [("item", item.code, "kept: edited on the site")]
    assert item.versions.count() == 1
    assert lines(told(shipped, force=True), "changed") == [("item", item.code, "version 2")]


def test_an_editors_clearance_is_for_the_words_it_was_given_to(db, shipped):
    told(shipped)
    item = Item.objects.awaiting_clearance().filter(code__startswith="SPC").first()
    assert item is not None
    Item.objects.filter(pk=item.pk).update(cleared=True)
    assert not lines(told(shipped), "changed")
    item.refresh_from_db()
    assert item.cleared
    change(
        shipped, "questions/SPC.json", lambda items: next(q for q in items if q["id"] == item.code)["stem"].update(zh="改过的题")
    )
    told(shipped)
    item.refresh_from_db()
    assert not item.cleared


def test_an_item_an_editor_withheld_stays_withheld(db, shipped):
    told(shipped)
    item = Item.objects.for_papers().filter(code__startswith="QMS").first()
    assert item is not None
    Item.objects.filter(pk=item.pk).update(cleared=False)
    change(
        shipped, "questions/QMS.json", lambda items: next(q for q in items if q["id"] == item.code)["stem"].update(zh="改过的题")
    )
    told(shipped)
    item.refresh_from_db()
    assert not item.cleared
    assert item.current_number == 2


def test_new_rules_are_a_new_version_and_the_old_sitting_closes(db, shipped):
    told(shipped)
    change(shipped, "blueprints.json", lambda blueprints: blueprints["QSO"].update(pass_mark=81))
    report = told(shipped)
    assert lines(report, "changed") == [("exam", "QSO", "version 2")]
    assert [at.exam_version.number for at in Sitting.objects.open()] == [2]
    assert Sitting.objects.filter(state="closed").count() == 1


def test_a_sitting_an_editor_closed_stays_closed(db, shipped):
    told(shipped)
    Sitting.objects.update(state="closed")
    told(shipped)
    assert not Sitting.objects.open().exists()


def test_a_bank_too_small_opens_no_sitting_and_names_the_cells(db, shipped):
    for file in (shipped / "questions").glob("*.json"):
        items = [q for q in json.loads(file.read_text(encoding="utf-8")) if not (q["kind"] == "numeric" and "QSO" in q["areas"])]
        file.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
    report = told(shipped)
    assert ("sitting", "QSO", "S3 numeric: 1 of 1 missing") in lines(report, "missing")
    assert not Sitting.objects.exists()


# --- what is refused ------------------------------------------------------------------------------------


def test_faulty_items_are_reported_and_the_rest_is_loaded(db, shipped):
    faulty = [raw(id="Z-1", answer="E"), raw(id="Z-2"), raw(id="Z-2"), {"kind": "single"}, "nonsense"]
    (shipped / "questions" / "ZZZ.json").write_text(json.dumps(faulty), encoding="utf-8")
    report = told(shipped)
    assert lines(report, "refused") == [
        ("item", "Z-1", "key E is no choice"),
        ("item", "Z-2", "its code is taken"),
        ("item", "ZZZ.json no. 4", "it has no code"),
        ("item", "ZZZ.json no. 5", "it has no code"),
    ]
    assert Item.objects.filter(code="Z-2").exists()
    assert Item.objects.count() == 955


def test_an_item_whose_kind_changed_needs_a_new_code(db, shipped):
    told(shipped)
    change(
        shipped,
        "questions/LAW.json",
        lambda items: items.__setitem__(0, raw(id=items[0]["id"], kind="truefalse", answer=True, choices=[])),
    )
    ((_kind, _code, reason),) = lines(told(shipped), "refused")
    assert "give it a new code" in reason
