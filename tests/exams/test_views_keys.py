"""The pages on which keys are corrected."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exams import delivery, revising
from exams.models import KeyRevision
from tests.cast import person
from tests.exams.making import finished, sitting, version
from tests.exams.test_key_revisions import propose, wording

KEYS = "/exams/keys/"


@pytest.fixture
def second(db):
    return person("吴考官", "wu", "examiner")


@pytest.fixture
def at(db):
    return sitting(version(["single", "fillin", "numeric", "matching", "ordering", "truefalse"], items=1))


def item_page(kind="single"):
    return f"{KEYS}items/{wording(kind).pk}/"


@pytest.mark.parametrize("who", ["learner", "stranger", "employer", "regulator", "marker"])
def test_only_examiners_correct_keys(request, client_of, at, examiner, who):
    revision = propose(examiner)
    client = client_of(person("钱阅卷", "qian", "second_marker") if who == "marker" else request.getfixturevalue(who))
    for address in (KEYS, item_page(), f"{KEYS}{revision.pk}/"):
        assert client.get(address).status_code == 404, address
    for deed in ("application", "withdrawal", "undoing"):
        assert client.post(f"{KEYS}{revision.pk}/{deed}/").status_code == 404, deed
    assert client.post(item_page("truefalse"), {"kind": "full", "reason": "…"}).status_code == 404
    assert KeyRevision.objects.get().is_proposed


def test_proposed_by_one_tried_dry_and_applied_by_another(client_of, at, learner, examiner, second):
    finished(learner, at)
    first, other = client_of(examiner), client_of(second)
    address = first.post(item_page(), {"kind": "rekey", "q1": "A", "reason": "条例已修订"}).url
    page = first.get(address, HTTP_ACCEPT_LANGUAGE="zh-hans").content.decode()
    assert "A 选项A" in page
    assert learner.full_name not in page
    assert "12.00" in page
    assert "10.00" in page
    assert f"{address}application/" not in page
    first.post(f"{address}application/")
    assert KeyRevision.objects.get().is_proposed
    assert f"{address}application/" in other.get(address).content.decode()
    other.post(f"{address}application/")
    revising.carry_through(KeyRevision.objects.told().get())
    undo = other.post(f"{address}undoing/", {"reason": "原答案无误"}).url
    assert KeyRevision.objects.get(pk=undo.split("/")[-2]).kind == "restore"


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("single", {"q1": "A"}),
        ("truefalse", {"q1": "true"}),
        ("numeric", {"q1-1": "13 mm"}),
        ("fillin", {"q1-1": "委托"}),
        ("matching", {f"q1-{c}": "A" for c in "ABCD"}),
        ("ordering", {f"q1-{c}": str(n) for n, c in enumerate("DCBA", 1)}),
    ],
)
@pytest.mark.parametrize("deed", ["rekey", "accept"])
def test_every_kind_is_corrected_with_the_controls_of_its_candidates(client_of, at, examiner, kind, sent, deed):
    client = client_of(examiner)
    assert client.get(item_page(kind)).status_code == 200
    response = client.post(item_page(kind), {"kind": deed, "reason": "更正", **sent})
    assert response.status_code == 302, response.content.decode()
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [{"kind": "rekey"}, {"kind": "accept", "q1": "B"}, {"kind": "rekey", "q1": "Z"}, {"q1": "A"}, {"kind": "restore", "q1": "A"}],
)
def test_what_cannot_be_a_key_is_refused_in_words(client_of, at, examiner, sent):
    response = client_of(examiner).post(item_page(), {"reason": "更正", **sent})
    assert response.status_code == 422
    assert "err" in response.content.decode()
    assert not KeyRevision.objects.exists()


def test_a_second_proposal_is_told_to_wait(client_of, at, examiner):
    propose(examiner)
    response = client_of(examiner).post(item_page(), {"kind": "full", "reason": "更正"})
    assert response.status_code == 422
    assert KeyRevision.objects.count() == 1


def test_words_not_accepted_are_grouped_and_accepted_at_once_for_everybody(client_of, examiner, second):
    at = sitting(version(["fillin"], items=1))
    people = [person(f"考生{n}", f"candidate{n}") for n in range(3)]
    for one, typed in zip(people, ("委托", "　委托 ", "备案"), strict=True):
        attempt = delivery.start(candidate=one, sitting=at)
        delivery.save(attempt=attempt, slot=1, value=[typed], seq=1, epoch=1)
        delivery.submit(attempt=attempt)
    client = client_of(examiner)
    page = client.get(item_page("fillin")).content.decode()
    assert 'value="0:委托"' in page
    address = client.post(item_page("fillin"), {"kind": "accept", "cluster": "0:委托", "reason": "意思相同"}).url
    client_of(second).post(f"{address}application/")
    revising.carry_through(KeyRevision.objects.told().get())
    totals = [one.attempts.get().results.current().get().total for one in people]
    assert totals == [2, 2, 0]


def test_an_item_is_found_by_its_code(client_of, at, examiner):
    client = client_of(examiner)
    assert item_page() in client.get(KEYS, {"code": "SINGLE-0"}).content.decode()
    assert client.get(KEYS, {"code": "nothing"}).status_code == 200
    assert client.get(f"{KEYS}items/999999/").status_code == 404


def test_the_list_and_the_dry_run_cost_the_same_for_many(client_of, examiner, learner, stranger, employer):
    at, client = sitting(version(["single", "multiple", "truefalse"], items=1)), client_of(examiner)
    finished(learner, at)
    address = propose(examiner).get_absolute_url()
    client.get(address)
    counts = []
    for more in (False, True):
        if more:
            finished(stranger, at)
            finished(employer, at, right=False)
            propose(examiner, of="multiple", answered=["B", "D"])
            propose(examiner, of="truefalse", answered=True)
        with CaptureQueriesContext(connection) as queries:
            client.get(KEYS)
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
