"""The pages of marking and release: whose they are, what they show, and what they never show."""

from decimal import Decimal

import pytest

from exams import cases, claiming
from exams.models import AnswerKey, Claim, Mark, Result
from tests.cast import person
from tests.exams.making import finished, sitting, version
from tests.exams.test_markers import handed_in, short
from tests.exams.test_markers import held as held_by

D = Decimal
QUEUE = "/exams/marking/"
SCHEME = [
    {
        "part": "1",
        "area": "",
        "marks": "2",
        "lines": [
            {"text": {"zh-hans": "写出授权", "en": "authority"}, "marks": "1.5"},
            {"text": {"zh-hans": "写出依据", "en": "grounds"}, "marks": "0.5"},
        ],
    }
]


@pytest.fixture
def second(db):
    return person("钱阅卷", "qian", "second_marker")


@pytest.fixture
def attempt(learner):
    at = sitting(version(["single", "short"], items=1, marking="double_blind"), release="person")
    AnswerKey.objects.create(
        item_version=short(), revision=2, rule="manual", rubric=SCHEME, explanation={"zh-hans": "范文", "en": "Model"}
    )
    return handed_in(learner, at, short="企业授权书")


def taken(client, attempt) -> str:
    """The address of the next answer."""
    response = client.post(f"{QUEUE}items/{short().pk}/claims/")
    assert response.status_code == 302
    return response.url


@pytest.mark.parametrize("who", ["learner", "stranger", "employer", "regulator", "school"])
def test_for_those_who_do_not_mark_there_are_no_such_pages(request, client_of, attempt, who, examiner):
    claim = claiming.take(version=short(), marker=examiner)
    client = client_of(request.getfixturevalue(who))
    for address in (QUEUE, f"{QUEUE}answers/{claim.pk}/", f"/exams/sittings/{attempt.sitting_id}/results/"):
        assert client.get(address).status_code == 404, address
    for address in (f"{QUEUE}items/{short().pk}/claims/", f"/exams/sittings/{attempt.sitting_id}/release/"):
        assert client.post(address).status_code == 404, address
    assert not Mark.objects.filter(stage="first").exists()


def test_second_markers_mark_and_do_not_release(client_of, attempt, second):
    client = client_of(second)
    assert client.get(QUEUE).status_code == 200
    assert client.get(f"/exams/sittings/{attempt.sitting_id}/results/").status_code == 404
    assert client.post(f"/exams/sittings/{attempt.sitting_id}/release/").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, attempt):
    assert client.get(QUEUE).status_code == 302


def test_an_answer_is_shown_with_scheme_and_model_answer_and_without_its_writer(client_of, attempt, examiner, second, learner):
    claim = held_by(second)
    key = AnswerKey.objects.get(item_version=short(), revision=2)
    claiming.give(claim=claim, marker=second, rubric=[], marks=D("1.37"), key=key, comment="机密评语")
    client = client_of(examiner)
    page = client.get(taken(client, attempt)).content.decode()
    for there in ("企业授权书", "写出授权", "写出依据", "范文"):
        assert there in page, there
    hidden = (learner.full_name, learner.email, str(attempt.pk), attempt.registration.admission_no, "1.37", "机密评语", "钱阅卷")
    for secret in hidden:
        assert secret not in page, secret


def test_marks_outside_the_scheme_are_refused_in_words_and_nothing_is_kept(client_of, attempt, examiner):
    client = client_of(examiner)
    address = taken(client, attempt)
    response = client.post(address, {"deed": "give", "1-1": "1.6", "1-2": "", "comment": ""}, HTTP_ACCEPT_LANGUAGE="zh-hans")
    page = response.content.decode()
    assert response.status_code == 422
    assert "请给0到1.5分。" in page
    assert 'value="1.6"' in page
    assert not Mark.objects.filter(stage="first").exists()


def test_a_draft_is_kept_as_typed_and_the_marks_are_given_in_the_proportion_of_the_paper(client_of, attempt, examiner):
    client = client_of(examiner)
    address = taken(client, attempt)
    assert client.post(address, {"deed": "draft", "1-1": "1.5", "1-2": "?", "comment": "再看"}).url == address
    assert Claim.objects.get().given == {"1-1": "1.5", "1-2": "?"}
    assert "再看" in client.get(address).content.decode()
    assert client.post(address, {"deed": "give", "1-1": "1.5", "1-2": "0", "comment": "好"}).url == QUEUE
    mark = Mark.objects.get(stage="first")
    assert (mark.marks, mark.rubric, mark.comment) == (D("1.5"), [{"part": "1", "marks": "1.50", "lines": ["1.5", "0"]}], "好")
    assert client.get(address).url == QUEUE


def test_anothers_claim_is_no_page_to_write_on(client_of, attempt, examiner, second):
    claim = claiming.take(version=short(), marker=second)
    response = client_of(examiner).post(f"{QUEUE}answers/{claim.pk}/", {"deed": "give", "1-1": "1", "1-2": "0"})
    assert response.url == QUEUE
    assert not Mark.objects.filter(stage="first").exists()


def test_putting_back_leaves_the_answer_to_others(client_of, attempt, examiner):
    client = client_of(examiner)
    client.post(taken(client, attempt), {"deed": "back"})
    assert not Claim.objects.exists()


def test_the_list_costs_the_same_for_many_answers(client_of, examiner, learner, stranger, employer):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    at = sitting(version(["short"], items=1), release="person")
    client, counts = client_of(examiner), []
    handed_in(learner, at)
    client.get(QUEUE)
    for more in ((), (stranger, employer)):
        for one in more:
            handed_in(one, at)
        with CaptureQueriesContext(connection) as queries:
            client.get(QUEUE)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- release ------------------------------------------------------------------------------------------------


@pytest.fixture
def held(db):
    return sitting(version(["single", "multiple"]), release="person")


def release(client, at):
    return client.post(f"/exams/sittings/{at.pk}/release/")


def test_before_the_release_nothing_tells_the_result_and_after_it_everyone_reads_theirs(
    client_of, held, learner, stranger, examiner, mailoutbox
):
    right, wrong = finished(learner, held), finished(stranger, held, right=False)
    result = right.results.get()
    reader = client_of(learner)
    for address in ("/exams/", "/learn/", f"/exams/attempts/{right.pk}/"):
        page = reader.get(address, follow=True).content.decode()
        assert str(result.pk) not in page, address
    assert reader.get(f"/exams/results/{result.pk}/").status_code == 404
    assert not mailoutbox
    office = client_of(examiner)
    assert release(office, held).status_code == 302
    assert reader.get(f"/exams/results/{result.pk}/").status_code == 200
    assert client_of(stranger).get(f"/exams/results/{wrong.results.get().pk}/").status_code == 200
    assert client_of(stranger).get(f"/exams/results/{result.pk}/").status_code == 404


def test_releasing_twice_releases_once(client_of, held, learner, examiner):
    from exams.signals import result_released

    finished(learner, held)
    heard, office = [], client_of(examiner)

    def listen(result, **kwargs):
        heard.append(result)

    result_released.connect(listen)
    try:
        for _time in range(2):
            release(office, held)
    finally:
        result_released.disconnect(listen)
    assert len(heard) == 1
    assert Result.objects.get().released_by == examiner


def test_what_is_not_marked_or_under_review_stays(client_of, learner, stranger, employer, examiner):
    at = sitting(version(["single", "short"], items=1), release="person")
    waits = handed_in(learner, at)
    reviewed, ready = handed_in(stranger, at, short=""), handed_in(employer, at, short="")
    cases.open_case(kind="integrity", by=examiner, text="两份答卷雷同", attempt=reviewed)
    office = client_of(examiner)
    page = office.get(f"/exams/sittings/{at.pk}/results/").content.decode()
    assert str(waits.pk) not in page
    release(office, at)
    for attempt, state in ((waits, "submitted"), (reviewed, "marked"), (ready, "released")):
        attempt.refresh_from_db()
        assert attempt.state == state


def test_the_page_tells_figures_a_table_and_items_to_look_at(client_of, held, examiner):
    people = [person(f"考生{n}", f"candidate{n}") for n in range(5)]
    for number, one in enumerate(people):
        finished(one, held, right=number == 0)
    page = client_of(examiner).get(f"/exams/sittings/{held.pk}/results/", HTTP_ACCEPT_LANGUAGE="zh-hans").content.decode()
    assert "<svg" in page
    assert "90–100" in page
    assert Result.objects.count() == 5


def test_the_release_page_costs_the_same_for_many_papers(client_of, held, learner, stranger, employer, examiner):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = client_of(examiner), []
    finished(learner, held)
    client.get(f"/exams/sittings/{held.pk}/results/")
    for more in ((), (stranger, employer)):
        for one in more:
            finished(one, held)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/exams/sittings/{held.pk}/results/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_desk_tells_what_waits(client_of, attempt, examiner, second):
    told = client_of(examiner).get("/exams/desk/").content.decode()
    assert f"/exams/sittings/{attempt.sitting_id}/results/" in told
    assert QUEUE in told
    assert f"/exams/sittings/{attempt.sitting_id}/results/" not in client_of(second).get("/exams/desk/").content.decode()
