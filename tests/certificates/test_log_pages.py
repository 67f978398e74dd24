"""The public log for whoever looks: each event leads to a signed root, each head to the one before."""

import pytest
from django.urls import reverse

from certificates import leaves, merkle, signing_keys
from certificates.decisions import decide
from certificates.models import CertificateEvent, LogEntry, LogHead
from certificates.status import State
from certificates.transparency import proofs
from tests.reading import english, refused

pytestmark = pytest.mark.django_db
KNOWN = (r"[A-Z]{3}-\d\d(-\w{2,4}){3}", r"[0-9a-f]{64}", r"127\.0\.0\.1\S*", "EN", "ICP", "JSON", "SHA-256", r"QSO-26-\S+")


def test_a_proof_leads_from_the_events_of_a_certificate_to_the_signed_root(logged, client):
    told = client.get(reverse("certificates:proof", args=[logged.number])).json()
    said, _key = signing_keys.read_jws("log", told["head"]["jws"])
    assert [proof["entry"]["event"] for proof in told["proofs"]] == ["issued", "suspended", "reinstated"]
    for proof in told["proofs"]:
        leaf = leaves.leaf(proof["entry"])
        assert leaf.hex() == proof["leaf"]
        path = [bytes.fromhex(whole) for whole in proof["path"]]
        assert merkle.is_included(leaf, proof["index"], proof["size"], path, bytes.fromhex(said["root"]))
    assert told["waiting"] == 0


def test_an_event_of_today_waits_for_the_coming_night_and_the_page_says_so(logged, administrator, client):
    decide(logged, State.SUSPENDED, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    assert client.get(reverse("certificates:proof", args=[logged.number])).json()["waiting"] == 1
    assert "还没有进入日志" in client.get(reverse("certificates:verification", args=[logged.number])).content.decode()


def test_there_is_no_proof_of_what_was_never_given(logged, client):
    for number in ("QSO-26-2222-2222-22", "x"):
        answer = client.get(reverse("certificates:proof", args=[number]))
        assert answer.status_code == 404
        assert answer.json()["proofs"] == []


def test_the_verification_page_carries_the_proof(logged, client):
    page = client.get(reverse("certificates:verification", args=[logged.number])).content.decode()
    head = LogHead.objects.first()
    assert page.count(head.root_sha256) == 3
    assert reverse("certificates:proof", args=[logged.number]) in page
    assert english(page, *KNOWN) == []


def test_every_head_proves_that_the_one_before_is_its_beginning(logged, client):
    for day in ("2026-12-02", "2026-12-03"):
        told = client.get(reverse("certificates:log-head", args=[day])).json()
        before, path = told["previous"], [bytes.fromhex(whole) for whole in told["consistency"]]
        roots = bytes.fromhex(before["root"]), bytes.fromhex(told["root"])
        assert merkle.is_consistent(before["size"], roots[0], told["size"], roots[1], path)
    told = client.get(reverse("certificates:log-consistency", args=[1, 4])).json()
    assert len(told["path"]) == 2


@pytest.mark.parametrize("sizes", [(0, 4), (4, 3), (1, 5), (1, 10**30)])
def test_sizes_that_do_not_exist_are_refused_in_words(logged, client, sizes):
    answer = client.get(reverse("certificates:log-consistency", args=sizes))
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "no_such_size"


@pytest.mark.parametrize("day", ["2026-12-09", "yesterday", "2026-13-01"])
def test_a_day_without_a_head_is_not_found(logged, client, day):
    assert client.get(reverse("certificates:log-head", args=[day])).status_code == 404


def test_the_page_lists_every_head_for_anyone_and_is_kept(logged, client, django_assert_num_queries):
    answer = client.get(reverse("certificates:log"))
    page = answer.content.decode()
    for head in LogHead.objects.all():
        assert head.root_sha256 in page
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert refused(page) == []
    assert english(page, *KNOWN) == []
    with django_assert_num_queries(0):
        client.get(reverse("certificates:log"))


def test_before_the_first_night_the_page_says_so(client, db):
    assert "还没有发布" in client.get(reverse("certificates:log")).content.decode()
    assert client.get(reverse("certificates:log-heads")).json()["heads"] == []


def test_proofs_of_many_events_ask_once(logged, django_assert_max_num_queries):
    entries = list(LogEntry.objects.select_related("event__certificate"))
    with django_assert_max_num_queries(1):
        proofs(entries, 4)
