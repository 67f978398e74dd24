"""From the bank to a paper and back: enemies, exposure, what a candidate had before, and the proof of all three."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.dates import now
from core.report import Report
from exams import delivery, enmity, exposure, fingerprints, papers, sittings
from exams.counting import count_exposure
from exams.models import AttemptItem, EnemyGroup, Item, Pool
from tests.cast import person
from tests.exams.making import finished, item, sitting, version


def group(*codes: str) -> EnemyGroup:
    made = EnemyGroup.objects.create(name=codes[0], reason="同一要点")
    made.items.set(Item.objects.filter(code__in=codes))
    return made


def codes_of(attempt) -> set[str]:
    return set(attempt.items.values_list("item_version__item__code", flat=True))


def replayed(attempt, capsys) -> str:
    call_command("replay_paper", str(attempt.pk))
    return capsys.readouterr().out


def test_enemies_never_stand_on_one_paper_and_the_pool_remembers_them(db, learner, capsys):
    at = sitting(version(["single"], items=4, count=2))
    group("single-0", "single-1", "single-2")
    attempt = delivery.start(candidate=learner, sitting=at)
    assert "single-3" in codes_of(attempt)
    EnemyGroup.objects.all().delete()
    assert "the same paper" in replayed(attempt, capsys)


def test_a_sitting_does_not_open_when_enemies_leave_too_few(db):
    made = version(["single"], items=3, count=2)
    sittings.check(made)
    group("single-0", "single-1", "single-2")
    with pytest.raises(sittings.CannotOpen, match=r"1 of 2 missing .3 items fit, but only 1 may stand on one paper"):
        sittings.check(made)


def test_what_a_candidate_had_comes_last_and_the_replay_knows(db, learner, capsys):
    at = sitting(version(["single"], items=5, count=2, max_attempts=9))
    first = finished(learner, at)
    second = finished(learner, at)
    assert not codes_of(first) & codes_of(second)
    third = finished(learner, at)
    assert len(codes_of(third) & (codes_of(first) | codes_of(second))) == 1
    for attempt in (first, second, third):
        assert "the same paper" in replayed(attempt, capsys)
    assert third.events.get(kind="started").data["earlier"] == sorted(codes_of(first) | codes_of(second))


def test_without_regard_to_earlier_items_the_same_seed_gives_another_paper(db, learner):
    """The control: what a candidate had before is part of the proof."""
    at = sitting(version(["single"], items=12, count=6, max_attempts=9))
    finished(learner, at)
    second = finished(learner, at)
    assert papers.draw(at.exam_version, second.seed).sha256 != second.paper_sha256


def test_the_less_used_are_drawn_first_once_counted(db, learner):
    at = sitting(version(["single"], items=4, count=2))
    first = finished(learner, at)
    assert count_exposure(now()) == 2
    assert count_exposure(now()) == 0
    other = delivery.start(candidate=person("沈工", "shen"), sitting=at)
    assert not codes_of(first) & codes_of(other)
    assert Item.objects.get(code=min(codes_of(first))).used == 1


def test_counting_looks_back_a_year_and_leaves_out_practice(db, learner):
    at = sitting(version(["single"], items=4, count=2))
    finished(learner, at)
    assert count_exposure(now() + dt.timedelta(days=400)) == 0
    at.exam_version.exam.kind = "practice"
    at.exam_version.exam.save()
    assert count_exposure(now()) == 0


def test_an_item_on_too_many_papers_is_flagged(db, monkeypatch, capsys):
    monkeypatch.setattr(exposure, "LEAST_PAPERS", 2)
    at = sitting(version(["single"], items=1))
    for number in range(2):
        finished(person("考生", f"k{number}"), at)
    count_exposure(now())
    assert [(one.code, one.used, one.exposure_percent) for one in Item.objects.worn()] == [("single-0", 2, 100)]
    call_command("bank_report", "--json")
    assert '"worn": 1' in capsys.readouterr().out


def test_a_pool_of_the_first_papers_still_gives_the_same_paper(db, learner, capsys):
    """Before there were enemies and bands a pool was a plain list of six columns; such an attempt must stay provable."""
    at = sitting(version(["single"], items=6, count=2))
    attempt = delivery.start(candidate=learner, sitting=at)
    entries = [[f"single-{number}", 1, "single", 3, "S1", []] for number in range(6)]
    assert attempt.pool.entries == entries
    assert attempt.pool.sha256 == fingerprints.fingerprint(entries)
    group("single-0", "single-1")
    Item.objects.filter(code="single-2").update(used=40)
    assert "the same paper" in replayed(attempt, capsys)
    assert papers.keep(papers.stock("QSO")).pk != attempt.pool_id


def test_in_a_rush_the_bank_is_read_once_a_second(db, settings, monkeypatch):
    """Who starts in the same second is drawn a paper from the same stock; a second later the bank is read anew."""
    at, clock = sitting(version(["single"], items=4, count=2)), [100.0]
    settings.EXAM_STOCK_SECONDS = 1
    monkeypatch.setattr(papers, "monotonic", lambda: clock[0])
    first = delivery.start(candidate=person("考生", "k1"), sitting=at)
    Item.objects.exclude(code__in=codes_of(first)).update(status=Item.Status.RETIRED)
    with CaptureQueriesContext(connection) as queries:
        same = delivery.start(candidate=person("考生", "k2"), sitting=at)
    assert same.pool_id == first.pool_id
    assert not any("exams_enemygroup" in query["sql"] for query in queries)
    clock[0] += 1
    later = delivery.start(candidate=person("考生", "k3"), sitting=at)
    assert (later.pool_id != first.pool_id, codes_of(later)) == (True, codes_of(first))


def test_the_pool_is_kept_once_for_each_state_of_the_bank(db):
    at = sitting(version(["single"], items=4, count=2))
    for number in range(3):
        delivery.start(candidate=person("考生", f"k{number}"), sitting=at)
    assert Pool.objects.count() == 1


def test_a_start_asks_no_more_of_the_database_however_many_sat_before(db):
    at = sitting(version(["single"], items=4, count=2))

    def asked(box: str) -> int:
        someone = person("考生", box)
        with CaptureQueriesContext(connection) as queries:
            delivery.start(candidate=someone, sitting=at)
        return len(queries)

    few = asked("first")
    for number in range(5):
        finished(person("考生", f"k{number}"), at)
    assert asked("last") <= few


def test_shipped_groups_are_loaded_once_and_an_editors_stay(db, tmp_path):
    for code in ("A-1", "A-2", "A-3"):
        item(code)
    file = tmp_path / "enemies.json"
    file.write_text('[{"name": "A", "reason": "同一要点", "items": ["A-1", "A-2", "Z-9"]}]', encoding="utf-8")

    def told() -> list[tuple[str, str]]:
        report = Report()
        enmity.load(file, report)
        return [(line.verdict, line.detail) for line in report.lines]

    assert told() == [("missing", "no item Z-9"), ("accepted", "")]
    assert EnemyGroup.objects.codes() == [["A-1", "A-2"]]
    assert told()[1][0] == "same"
    EnemyGroup.objects.get().items.add(Item.objects.get(code="A-3"))
    file.write_text('[{"name": "A", "reason": "别的", "items": ["A-1", "A-2"]}]', encoding="utf-8")
    assert told() == [("changed", "kept: edited on the site")]


@pytest.mark.usefixtures("content")
def test_no_shipped_paper_holds_two_of_a_shipped_group():
    from exams.models import ExamVersion

    groups = [set(codes) for codes in EnemyGroup.objects.codes()]
    assert len(groups) == 69
    for made in ExamVersion.objects.all():
        for seed in range(3):
            drawn = [one.item_version.item.code for one in papers.draw(made, seed).items]
            assert not [both for both in groups if len(both.intersection(drawn)) > 1]


def test_an_attempt_item_names_a_version_once(db, learner):
    attempt = delivery.start(candidate=learner, sitting=sitting(version(["single"], items=4, count=3)))
    assert AttemptItem.objects.filter(attempt=attempt).values("item_version").distinct().count() == 3
