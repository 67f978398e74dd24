"""Every door of the exams: who may go through it, by which method. A route that is not in the table fails."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import TestCase
from django.urls import reverse
from django.urls.resolvers import RoutePattern

from courses.models import Course
from exams import (
    analysing,
    appealing,
    assessing,
    claiming,
    delivery,
    printing,
    revising,
    scanning,
    seating,
    standards,
    transcribing,
    urls,
)
from exams.models import AnswerKey, Arrangement, Attempt, Claim, ItemStat, ItemVersion, QuizAttempt, Response, Result
from tests.cast import person
from tests.exams.checking import unsat
from tests.exams.making import finished, sitting, version
from tests.exams.test_markers import handed_in
from tests.exams.test_pictures import drawn, taken
from tests.house import lasting

pytestmark = pytest.mark.database

EVERYONE = ["anonymous", "stranger", "owner", "colleague", "invigilator", "marker", "examiner", "administrator"]
SIGNED_IN = {*EVERYONE} - {"anonymous"}
OFFICE = {"colleague", "examiner", "administrator"}
ROOM = OFFICE | {"invigilator"}
MARKERS = OFFICE | {"marker"}
OWNER, READERS, SCANNERS, NOBODY = {"owner"}, OFFICE | {"owner"}, ROOM | {"owner"}, set[str]()
READ, WRITE, BOTH = {"GET"}, {"POST"}, {"GET", "POST"}
# Who may, by which methods, and what its address names in `house`.
DOORS: dict[str, tuple[set[str], set[str], str]] = {
    "index": ({*EVERYONE}, READ, ""),
    "receipt-check": ({*EVERYONE}, BOTH, ""),
    "sitting": (SIGNED_IN, BOTH, "sitting"),
    "registration": (SIGNED_IN, WRITE, "sitting"),
    "arrangements": (SIGNED_IN, BOTH, "sitting"),
    "cases": (SIGNED_IN, READ, ""),
    "practice": (SIGNED_IN, READ, ""),
    "practice-deck": (NOBODY, BOTH, "deck"),
    "quiz-attempts": (NOBODY, WRITE, "no quiz"),
    "quiz": (OWNER, BOTH, "quiz"),
    "quiz-submission": (OWNER, WRITE, "quiz"),
    "withdrawal": (OWNER, WRITE, "sitting"),
    "ticket": (SCANNERS, READ, "admission"),
    "attempt": (OWNER, BOTH, "writing"),
    "responses": (OWNER, BOTH, "writing"),
    "review": (OWNER, READ, "writing"),
    "submission": (OWNER, WRITE, "writing"),
    "signals": (OWNER, WRITE, "writing"),
    "complaint": (OWNER, BOTH, "attempt"),
    "paper": (READERS, READ, "attempt"),
    "record": (OWNER, BOTH, "attempt"),
    "receipt-json": (OWNER, READ, "attempt"),
    "receipt-text": (OWNER, READ, "attempt"),
    "picture": (OFFICE, READ, "picture"),
    "result": (READERS, READ, "result"),
    "result-qti": (READERS, READ, "result"),
    "result-xapi": (READERS, READ, "result"),
    "appeal": (OWNER, BOTH, "result"),
    "case": (READERS, READ, "case"),
    "case-notes": (READERS, WRITE, "case"),
    "case-closing": (READERS, WRITE, "case"),
    "case-assignment": (OFFICE, WRITE, "case"),
    "case-decision": (OFFICE, BOTH, "case"),
    "case-years": (OFFICE, READ, ""),
    "desk": (ROOM | MARKERS, READ, ""),
    "answer-files": (OFFICE, BOTH, ""),
    "timeline": (OFFICE, BOTH, "attempt"),
    "seb-waivers": (ROOM, BOTH, "locked"),
    "invigilation": (ROOM, READ, "sitting"),
    "invigilation-state": (ROOM, READ, "sitting"),
    "sitting-grants": (ROOM, WRITE, "sitting"),
    "sitting-incidents": (ROOM, WRITE, "sitting"),
    "protocol": (ROOM, READ, "sitting"),
    "protocol-csv": (ROOM, READ, "sitting"),
    "protocol-xlsx": (ROOM, READ, "sitting"),
    "candidate": (ROOM, READ, "admission"),
    "grants": (ROOM, WRITE, "admission"),
    "ending": (ROOM, WRITE, "admission"),
    "incidents": (ROOM, WRITE, "admission"),
    "check-in": (ROOM, WRITE, "admission"),
    "check-in-reversal": (ROOM, WRITE, "admission"),
    "absence": (ROOM, WRITE, "admission"),
    "absence-reversal": (ROOM, WRITE, "admission"),
    "sheets": (ROOM, READ, "sitting"),
    "sheet": (ROOM, BOTH, "admission"),
    "sheet-scans": (ROOM, WRITE, "admission"),
    "sheet-scan": (ROOM, READ, "scan"),
    "settlement": (OFFICE, BOTH, "admission"),
    "sheet-storing": (OFFICE, WRITE, "admission"),
    "sheet-discarding": (OFFICE, WRITE, "admission"),
    "registrations": (OFFICE, BOTH, "sitting"),
    "refusal": (OFFICE, BOTH, "admission"),
    "seat-return": (OFFICE, WRITE, "admission"),
    "decision": (OFFICE, BOTH, "arrangement"),
    "spot-checks": (OFFICE, BOTH, ""),
    "check-results": ({*EVERYONE}, READ, ""),
    "check-publication": (OFFICE, BOTH, "check"),
    "check-withdrawal": (OFFICE, WRITE, "check"),
    "statistics": (OFFICE, READ, ""),
    "exam-statistics": (OFFICE, BOTH, "rules"),
    "item-statistics": (OFFICE, READ, "item"),
    "similarity": (OFFICE, READ, "sitting"),
    "prints": (OFFICE, READ, "sitting"),
    "print-drawing": (OFFICE, WRITE, "sitting"),
    "print-languages": (OFFICE, WRITE, "form"),
    "print-document": (OFFICE, WRITE, "document"),
    "keys": (OFFICE, READ, ""),
    "key-item": (OFFICE, BOTH, "wording"),
    "key-revision": (OFFICE, READ, "revision"),
    "key-application": (OFFICE, WRITE, "revision"),
    "key-withdrawal": (OFFICE, WRITE, "revision"),
    "key-undoing": (OFFICE, WRITE, "revision"),
    "marking": (MARKERS, READ, ""),
    "marking-claims": (MARKERS, WRITE, "wording"),
    "marking-answer": (MARKERS, BOTH, "claim"),
    "sitting-results": (OFFICE, READ, "sitting"),
    "sitting-release": (OFFICE, WRITE, "sitting"),
    "standards": (OFFICE, BOTH, ""),
    "standard": (OFFICE, BOTH, "panel"),
    "standard-rounds": (OFFICE, WRITE, "panel"),
    "standard-cut-score": (OFFICE, WRITE, "panel"),
}


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    with lasting.for_a_module(django_db_blocker):
        yield build()


@pytest.fixture(autouse=True)
def _as_it_was(house):
    with lasting.as_it_was():
        yield


def build() -> dict[str, Any]:
    """One of each thing an address can name; the learner is the candidate."""
    learner, examiner = person("林悦", "linyue"), person("周考官", "zhou", "examiner")
    invigilator = person("孙老师", "sun", "invigilator")
    for box, role in (("wu", "examiner"), ("qian", "second_marker"), ("zheng", "administrator"), ("luren", "")):
        person("同事", box, role)
    may_see = {"during": ["stem", "own"], "after_submit": ["own"], "after_release": ["areas", "own"], "after_close": ["areas"]}
    rules = version(["single"], items=1, max_attempts=9, review_policy=may_see)
    room = sitting(rules, walk_in=False)
    locked = sitting(rules, seb_config_key="a" * 64)
    for watched in (room, locked):
        watched.invigilators.add(invigilator)
    attempt = finished(learner, sitting(rules), right=False)
    result = attempt.results.get()
    analysing.analyse(rules)
    marked = version(["short"], items=1)
    handed_in(learner, sitting(marked, release="person"))
    wording = ItemVersion.objects.get(item__kind="short")
    claim = claiming.take(version=wording, marker=person("李阅卷", "li", "examiner"))
    key = assessing.newest_keys([attempt.items.get().item_version_id])[attempt.items.get().item_version_id]
    single = ItemVersion.objects.get(pk=attempt.items.get().item_version_id)
    writing = delivery.start(candidate=learner, sitting=sitting(rules))
    admission = seating.register(candidate=learner, sitting=room, by=examiner)
    change = revising.propose(
        version=single, kind="rekey", rule=key.rule, data={"correct": "A"}, reason="条例已修订", by=examiner
    )
    with TestCase.captureOnCommitCallbacks(execute=True):
        form = printing.draw_form(sitting=room, by=examiner)
    sheet = transcribing.enter(registration=admission, paper=form, answers={}, by=examiner)
    scan = scanning.add(sheet=sheet, upload=ContentFile(drawn()), by=examiner)
    return {
        "": [],
        "sitting": [room.pk],
        "locked": [locked.pk],
        "scan": [scan.pk],
        "deck": ["QSO"],
        "no quiz": ["qso", "off-01", "none"],
        "quiz": [_quiz(learner).pk],
        "admission": [admission.admission_no],
        "writing": [writing.pk],
        "attempt": [attempt.pk],
        "result": [result.pk],
        "case": [appealing.appeal(result=result, by=learner, text="第一题有歧义。").pk],
        "picture": [taken(drawn(), examiner).sha256],
        "check": [unsat().pk],
        "arrangement": [Arrangement.objects.create(registration=admission, reason="视力障碍").pk],
        "rules": ["TST", rules.number],
        "item": ["TST", rules.number, *ItemStat.objects.values_list("item_version__item__code", "item_version__number")[0]],
        "document": [form.pk, "zh-hans", "key"],
        "form": [form.pk],
        "wording": [wording.pk],
        "revision": [change.pk],
        "claim": [claim.pk],
        "panel": [standards.call(version=rules, basis="cell", members=[examiner], by=examiner).pk],
    }


def _quiz(learner: Any) -> QuizAttempt:
    """An open attempt at a quiz, without a question."""
    terms = {"title": {"zh-hans": "测验"}, "rule": {"by": "scored", "at_least": 60}, "draw": {"sources": ["Q"], "count": 1}}
    return QuizAttempt.objects.create(learner=learner, course=Course.objects.create(code="QZ"), terms=terms, seed=1)


BOXES = {
    "stranger": "luren",
    "owner": "linyue",
    "colleague": "wu",
    "invigilator": "sun",
    "marker": "qian",
    "examiner": "zhou",
    "administrator": "zheng",
}


def is_right(who: str, name: str, method: str, answer: Any) -> bool:
    """Whether the door did what the table says of it."""
    may, methods, _names = DOORS[name]
    to_login = answer.status_code == 302 and "/login/" in answer.url
    if method not in methods:
        return answer.status_code == 405
    if who in may:
        return answer.status_code in {200, 302, 400, 409, 422} and not to_login
    return to_login if who == "anonymous" else answer.status_code == 404


def test_s01_the_table_names_every_door():
    assert all(isinstance(pattern.pattern, RoutePattern) for pattern in urls.urlpatterns)
    assert {pattern.name for pattern in urls.urlpatterns} == set(DOORS)


@pytest.mark.parametrize("who", EVERYONE)
def test_s01_each_goes_through_his_doors_and_no_other(house, client, client_of, django_user_model, who):
    wrong = []
    one = client if who == "anonymous" else client_of(django_user_model.objects.get(email=f"{BOXES[who]}@example.org"))
    for name, (_may, _methods, names) in DOORS.items():
        address = reverse(f"exams:{name}", args=house[names])
        for method in ("GET", "POST"):
            with lasting.as_it_was():
                answer = one.generic(method, address, content_type="application/x-www-form-urlencoded")
            if not is_right(who, name, method, answer):
                wrong.append((name, method, answer.status_code, getattr(answer, "url", "")))
    assert not wrong


def test_s02_nobody_else_writes_in_a_paper_reads_its_receipt_or_hands_it_in(house, client, client_of, django_user_model):
    """Answers that the owner's own page would store, sent by everybody else."""
    paper = reverse("exams:attempt", args=house["writing"])
    before = Response.objects.count()
    sent = {"slot": 1, "seq": 9, "epoch": 1, "value": "B", "pending": [{"slot": 1, "seq": 9, "value": "B"}]}
    for who in [name for name in EVERYONE if name != "owner"]:
        one = client if who == "anonymous" else client_of(django_user_model.objects.get(email=f"{BOXES[who]}@example.org"))
        for noun in ("responses", "submission", "signals"):
            answer = one.post(f"{paper}{noun}/", sent, content_type="application/json")
            assert answer.status_code == (401 if who == "anonymous" else 404), (who, noun)
            assert one.post(f"{paper}{noun}/", {"slot": "1", "epoch": "1", "q1": "B"}).status_code in {302, 404}, (who, noun)
    assert Response.objects.count() == before
    assert Attempt.objects.get(pk=house["writing"][0]).in_progress


def test_the_owner_reads_no_result_before_its_release(house, client_of, django_user_model):
    client = client_of(django_user_model.objects.get(email="linyue@example.org"))
    held = Claim.objects.select_related("attempt_item").get()
    waiting = held.attempt_item.attempt_id
    key = AnswerKey.objects.filter(item_version=held.attempt_item.item_version_id).latest("revision")
    claiming.give(claim=held, marker=held.marker, rubric=[], marks=Decimal(1), key=key)
    result = Result.objects.get(attempt=waiting)
    for name in ("result", "result-qti", "result-xapi", "appeal"):
        assert client.get(reverse(f"exams:{name}", args=[result.pk])).status_code == 404, name
