"""Answer sheets on paper: the very form that was printed, typed in by two people, compared, settled, stored like any answers."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from exams import closing, delivery, invigilating, papers, printing, seating, transcribing
from exams.conditions import NotAllowed
from exams.models import AnswerSheet, Attempt, Letter, PrintedPaper, Registration, Response, Result, SheetEntry, Sitting
from exams.transcribing import NotPossible
from tests.cast import person
from tests.exams.making import sitting, version
from tests.exams.test_races import at_once
from tests.exams.writing_on_paper import answers, slot_of

pytestmark = pytest.mark.django_db


class TestTheDeed:
    def test_two_entries_that_agree_are_stored_marked_and_receipted(
        self, seat: Registration, form: PrintedPaper, invigilator: User, examiner: User
    ):
        transcribing.enter(registration=seat, paper=form, answers=answers(form), by=invigilator)
        assert not Attempt.objects.exists()
        sheet = transcribing.enter(registration=seat, paper=form, answers=answers(form), by=examiner)
        attempt = transcribing.store(sheet=AnswerSheet.objects.told().get(pk=sheet.pk), by=examiner)
        assert attempt is not None
        attempt.refresh_from_db()
        assert (attempt.paper_sha256, attempt.seed, attempt.submit_reason) == (form.paper_sha256, form.seed, "paper")
        assert [item.item_version_id for item in attempt.items.order_by("slot")] == [row[1] for row in form.items]
        assert papers.redraw(attempt).sha256 == form.paper_sha256
        assert {one.attempt_item.slot: one.value for one in Response.objects.select_related("attempt_item")} == answers(form)
        assert not Response.objects.filter(late=True).exists()
        assert len(attempt.receipt_sha256) == 64
        assert list(attempt.events.order_by("number").values_list("kind", flat=True)) == ["started", "typed_in", "submitted"]
        assert attempt.events.get(kind="started").data["source"] == "paper"
        assert attempt.events.get(kind="typed_in").data["by"] == sorted([invigilator.pk, examiner.pk])
        assert Letter.objects.get(news="handed_in").reader_id == seat.candidate_id
        seat.refresh_from_db()
        assert seat.state == "attended"

    def test_what_a_machine_marks_gets_its_result_as_on_screen(self, learner: User, examiner: User, invigilator: User):
        room = sitting(version(["single", "multiple"]), mode="on_site", walk_in=False, release="automatic")
        form = printing.draw_form(sitting=room, by=examiner)
        seat = seating.register(candidate=learner, sitting=room, by=examiner)
        invigilating.check_in(registration=seat, by=examiner)
        transcribing.enter(registration=seat, paper=form, answers=answers(form), by=examiner)
        transcribing.store(
            sheet=transcribing.enter(registration=seat, paper=form, answers=answers(form), by=invigilator), by=examiner
        )
        result = Result.objects.get()
        assert (result.passed, result.total, result.is_released) == (True, Decimal(4), True)

    def test_stored_twice_is_stored_once(self, seat: Registration, form: PrintedPaper, invigilator: User, examiner: User):
        transcribing.enter(registration=seat, paper=form, answers=answers(form), by=invigilator)
        sheet = transcribing.enter(registration=seat, paper=form, answers=answers(form), by=examiner)
        assert transcribing.store(sheet=sheet, by=examiner) == transcribing.store(sheet=sheet, by=invigilator)
        assert Attempt.objects.count() == 1

    def test_what_differs_is_settled_and_only_that(
        self, seat: Registration, form: PrintedPaper, invigilator: User, examiner: User
    ):
        slot = slot_of(form, "single")
        transcribing.enter(registration=seat, paper=form, answers=answers(form), by=invigilator)
        sheet = transcribing.enter(registration=seat, paper=form, answers={**answers(form), slot: "C"}, by=examiner)
        told = AnswerSheet.objects.told().get(pk=sheet.pk)
        assert transcribing.differing(told) == [slot]
        assert transcribing.store(sheet=told, by=examiner) is None
        other = slot_of(form, "truefalse")
        transcribing.settle(sheet=told, answers={slot: "D", other: True}, by=examiner)
        transcribing.store(sheet=told, by=examiner)
        stored = {one.attempt_item.slot: one.value for one in Response.objects.select_related("attempt_item")}
        assert stored == {**answers(form), slot: "D"}
        with pytest.raises(NotPossible, match="stored"):
            transcribing.settle(sheet=told, answers={slot: "A"}, by=examiner)

    def test_one_person_does_not_type_both(self, seat: Registration, form: PrintedPaper, invigilator: User, examiner: User):
        sheet = transcribing.enter(registration=seat, paper=form, answers=answers(form), by=invigilator)
        with pytest.raises(NotPossible, match="same"):
            transcribing.enter(registration=seat, paper=form, answers=answers(form), by=invigilator)
        with pytest.raises(DatabaseError), transaction.atomic():  # nor past the verb
            SheetEntry.objects.create(sheet=sheet, kind="second", answers={}, typed_by=invigilator)

    def test_nobody_types_ones_own_nor_for_whom_is_absent_or_sat_on_screen(
        self, room: Sitting, seat: Registration, form: PrintedPaper, learner: User, invigilator: User, examiner: User
    ):
        with pytest.raises(NotPossible, match="own"):
            transcribing.enter(registration=seat, paper=form, answers={}, by=learner)
        delivery.start(candidate=learner, sitting=room)
        with pytest.raises(NotPossible, match="sat"):
            transcribing.enter(registration=seat, paper=form, answers={}, by=invigilator)
        other = seating.register(candidate=person("甲", "jia"), sitting=room, by=examiner)
        invigilating.mark_absent(registration=other, by=invigilator)
        with pytest.raises(NotPossible, match="absent"):
            transcribing.enter(registration=other, paper=form, answers={}, by=invigilator)

    def test_another_form_is_refused_and_a_wrong_one_begun_anew(
        self, room: Sitting, seat: Registration, form: PrintedPaper, invigilator: User, examiner: User
    ):
        second = printing.draw_form(sitting=room, by=examiner)
        sheet = transcribing.enter(registration=seat, paper=form, answers=answers(form), by=invigilator)
        with pytest.raises(NotPossible, match="form"):
            transcribing.enter(registration=seat, paper=second, answers=answers(second), by=examiner)
        transcribing.discard(sheet=sheet, because="认错了卷别", by=examiner)
        transcribing.enter(registration=seat, paper=second, answers=answers(second), by=invigilator)
        transcribing.store(
            sheet=transcribing.enter(registration=seat, paper=second, answers=answers(second), by=examiner), by=examiner
        )
        assert Attempt.objects.get().paper_sha256 == second.paper_sha256
        assert AnswerSheet.objects.count() == 2
        with pytest.raises(NotPossible, match="stored"):
            transcribing.discard(sheet=AnswerSheet.objects.standing().get(), because="x", by=examiner)

    def test_unseen_candidates_papers_do_not_count(
        self, room: Sitting, form: PrintedPaper, learner: User, invigilator: User, examiner: User
    ):
        seat = seating.register(candidate=learner, sitting=room, by=examiner)
        transcribing.enter(registration=seat, paper=form, answers=answers(form), by=invigilator)
        sheet = transcribing.enter(registration=seat, paper=form, answers=answers(form), by=examiner)
        with pytest.raises(NotAllowed) as refusal:
            transcribing.store(sheet=sheet, by=examiner)
        assert [condition.key for condition in refusal.value.conditions] == ["check_in"]
        assert not Attempt.objects.exists()
        assert SheetEntry.objects.count() == 2

    def test_whoever_was_seen_is_not_absent_while_the_sheet_waits(
        self, room: Sitting, seat: Registration, form: PrintedPaper, examiner: User
    ):
        gone = seating.register(candidate=person("甲", "jia"), sitting=room, by=examiner)
        Sitting.objects.filter(pk=room.pk).update(state="closed")
        assert closing.mark_absent(room) == 1
        seat.refresh_from_db()
        gone.refresh_from_db()
        assert (seat.state, gone.state) == ("admitted", "absent")

    def test_entries_are_never_changed(self, seat: Registration, form: PrintedPaper, invigilator: User):
        transcribing.enter(registration=seat, paper=form, answers=answers(form), by=invigilator)
        for table, column in (("exams_sheetentry", "answers"), ("exams_answersheet", "paper_id")):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f'UPDATE {table} SET "{column}" = NULL')

    def test_a_form_of_another_sitting_starts_nothing(self, form: PrintedPaper, learner: User):
        with pytest.raises(ValueError, match=str(form.pk)):
            delivery.start(candidate=learner, sitting=sitting(form.sitting.exam_version), form=form)


@pytest.mark.django_db(transaction=True)
def test_of_two_first_entries_at_once_one_becomes_the_second(
    seat: Registration, form: PrintedPaper, invigilator: User, examiner: User
):
    meant = answers(form)

    def by(who: User) -> Callable[[], AnswerSheet]:
        return lambda: transcribing.enter(registration=seat, paper=form, answers=meant, by=who)

    outcomes = at_once(*[by(invigilator), by(examiner)] * 4)
    assert sum(isinstance(outcome, AnswerSheet) for outcome in outcomes) == 2, outcomes
    assert {getattr(outcome, "why", "") for outcome in outcomes} - {""} <= {"same", "entered"}
    assert sorted(SheetEntry.objects.values_list("kind", flat=True)) == ["first", "second"]
    assert AnswerSheet.objects.count() == 1
