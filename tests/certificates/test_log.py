"""The public log: what happened stands in it once and in order; whatever is rewritten later is found and named."""

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from certificates import leaves, merkle, signing_keys
from certificates.decisions import decide
from certificates.issuing import issue
from certificates.log_checking import faults
from certificates.models import Certificate, CertificateEvent, LogEntry, LogHead, LogNode
from certificates.status import State
from certificates.transparency import TYPE, proofs, publish
from config.celery import app
from tests.reading import english, refused

pytestmark = pytest.mark.django_db
KNOWN = (r"[A-Z]{3}-\d\d(-\w{2,4}){3}", r"[0-9a-f]{64}", r"127\.0\.0\.1\S*", "EN", "ICP", "JSON", "SHA-256", r"QSO-26-\S+")


@pytest.fixture(autouse=True)
def _keys_of_this_test(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    cache.clear()


@pytest.fixture
def keys():
    call_command("make_signing_keys", development=True)


@pytest.fixture
def logged(certificate, learner, stranger, passed, administrator, time_machine, keys):
    """Four events over three days, each day with its head; 林悦's certificate was suspended and reinstated."""
    time_machine.move_to("2026-12-01 08:00:00+08:00")
    publish()
    issue(result=passed(stranger))
    decide(certificate, State.SUSPENDED, by=administrator, reason=CertificateEvent.Reason.COMPLAINT, public_note="另行公告")
    time_machine.move_to("2026-12-02 08:00:00+08:00")
    publish()
    decide(certificate, State.VALID, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    time_machine.move_to("2026-12-03 08:00:00+08:00")
    publish()
    return certificate


def unguarded(table, *statements):
    """What somebody does who holds the database and has taken its triggers away."""
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for deed in ("update", "delete", "rewriting_holder_name"):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{deed}"{on}')
        for statement in statements:
            cursor.execute(statement)


def found():
    return [(fault.index, fault.what) for fault in faults()]


def test_events_stand_in_the_log_in_their_order_and_once(logged):
    entries = LogEntry.objects.select_related("event")
    assert [entry.index for entry in entries] == [0, 1, 2, 3]
    assert [entry.event.kind for entry in entries] == ["issued", "issued", "suspended", "reinstated"]
    assert [(str(head.day), head.size) for head in LogHead.objects.order_by("day")] == [
        ("2026-12-01", 1),
        ("2026-12-02", 3),
        ("2026-12-03", 4),
    ]
    assert LogNode.objects.count() == 4 + 2 + 1


def test_a_day_has_one_head_however_often_it_is_asked_for(logged):
    first = publish()
    assert publish() == first
    app.tasks["certificates.publish_log"].delay()
    assert LogHead.objects.count() == 3


def test_a_head_is_signed_with_the_key_for_the_log_and_says_nothing_else(logged):
    for head in LogHead.objects.all():
        said, key = signing_keys.read_jws("log", head.jws)
        assert said == {"day": str(head.day), "size": head.size, "root": head.root_sha256}
        assert key.purpose == "log"
        assert json.loads(_decoded(head.jws.split(".")[0]))["typ"] == TYPE


def _decoded(part):
    from base64 import urlsafe_b64decode

    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_a_site_without_keys_publishes_its_heads_and_says_that_they_are_not_signed(certificate, client):
    assert publish().jws == ""
    assert "未签名" in client.get(reverse("certificates:log")).content.decode()
    assert found() == []


def test_an_untouched_log_holds(logged, capsys):
    call_command("verify_log")
    assert "the log holds: 4 entries, 3 heads" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'withdrawn'",
        "reason_code = 'conduct'",
        "public_note = ''",
        "at = '2026-11-20 00:00:00'",
        "actor_id = NULL",
    ],
)
def test_s09_one_rewritten_event_is_found_and_named(logged, change, capsys):
    event = CertificateEvent.objects.get(kind="suspended")
    unguarded("certificates_certificateevent", f"UPDATE certificates_certificateevent SET {change} WHERE id = {event.pk}")
    with pytest.raises(CommandError, match="first altered event: entry 2"):
        call_command("verify_log")
    assert "entry 2" in capsys.readouterr().out


@pytest.mark.parametrize("change", ["holder_name = '李四'", "valid_until = '2099-12-31'"])
def test_a_rewritten_name_or_date_is_found_though_the_log_never_tells_it(logged, change):
    unguarded("certificates_certificate", f"UPDATE certificates_certificate SET {change} WHERE number = '{logged.number}'")
    assert found()[0][0] == 0
    assert "name, dates" in found()[0][1]


def test_a_changed_state_without_an_event_is_found(logged):
    Certificate.objects.filter(pk=logged.pk).update(state=State.WITHDRAWN)
    assert found() == [(None, f"{logged.number} is withdrawn, its events say valid")]


def test_a_removed_event_is_found(logged):
    entry = LogEntry.objects.get(index=2)
    unguarded("certificates_logentry", "DELETE FROM certificates_logentry WHERE " + '"index" = 2')
    unguarded("certificates_certificateevent", f"DELETE FROM certificates_certificateevent WHERE id = {entry.event_id}")
    assert found()[0] == (2, "entry 2 is missing: its event was removed")


def test_an_event_put_in_behind_the_logs_back_is_found(logged, time_machine):
    CertificateEvent.objects.create(certificate=logged, kind="suspended", at=dt.datetime(2026, 11, 28, tzinfo=dt.UTC))
    assert any("dated before the last head and not in the log" in what for _index, what in found())


def _rewrite(entry_index, note):
    """Rewrite an event and everything in the database that would show it: leaf and nodes alike."""
    event = LogEntry.objects.get(index=entry_index).event
    unguarded("certificates_certificateevent")
    CertificateEvent.objects.filter(pk=event.pk).update(public_note=note)
    unguarded("certificates_lognode", "DELETE FROM certificates_lognode")
    entries = LogEntry.objects.select_related("event__certificate").order_by("index")
    grown = merkle.grown(0, [entry.leaf() for entry in entries], {})
    LogNode.objects.bulk_create(LogNode(level=level, index=index, sha256=whole.hex()) for (level, index), whole in grown.items())
    return grown


def test_an_event_rewritten_with_its_leaf_no_longer_gives_the_signed_roots(logged):
    _rewrite(2, "从未发生")
    heads = [what for _index, what in found()]
    assert [what.split(":")[0] for what in heads] == ["head of 2026-12-02", "head of 2026-12-03"]


def test_a_leaf_rewritten_without_the_nodes_above_is_named_as_closely_as_the_heads_allow(logged):
    event = LogEntry.objects.get(index=2).event
    unguarded("certificates_certificateevent")
    CertificateEvent.objects.filter(pk=event.pk).update(public_note="从未发生")
    leaf = LogEntry.objects.select_related("event__certificate").get(index=2).leaf().hex()
    unguarded("certificates_lognode")
    LogNode.objects.filter(level=0, index=2).update(sha256=leaf)
    # The head over one entry holds, that over three does not; the node over the third and the fourth says more.
    assert [at for at, _what in found()] == [1, 2]


def test_a_head_changed_to_fit_betrays_itself_by_its_signature(logged):
    grown = _rewrite(2, "从未发生")
    unguarded("certificates_loghead")
    for head in LogHead.objects.filter(size__gt=2):
        LogHead.objects.filter(pk=head.pk).update(root_sha256=merkle.folded((0, head.size), grown).hex())
    assert {what.split(": ")[1] for _index, what in found()} == {"another statement was signed"}


def test_whoever_kept_the_heads_finds_what_was_rewritten_and_signed_anew(logged, client, tmp_path, capsys):
    kept = tmp_path / "heads.json"
    kept.write_bytes(client.get(reverse("certificates:log-heads")).content)
    call_command("verify_log", heads=kept)
    grown = _rewrite(2, "从未发生")
    unguarded("certificates_loghead")
    for head in LogHead.objects.filter(size__gt=2):
        head.root_sha256 = merkle.folded((0, head.size), grown).hex()
        LogHead.objects.filter(pk=head.pk).update(
            root_sha256=head.root_sha256, jws=signing_keys.sign_jws("log", head.told(), typ=TYPE)
        )
    call_command("verify_log")  # the control: nothing in the database itself betrays it any more
    with pytest.raises(CommandError, match="the log does not hold"):
        call_command("verify_log", heads=kept)
    assert "head of 2026-12-02: here it is" in capsys.readouterr().out


def test_a_head_that_disappears_is_missed_by_whoever_kept_it(logged, client, tmp_path):
    kept = tmp_path / "heads.json"
    kept.write_bytes(client.get(reverse("certificates:log-heads")).content)
    unguarded("certificates_loghead", "DELETE FROM certificates_loghead WHERE size = 4")
    assert [fault.what for fault in faults({"2026-12-03": "0" * 64})] == ["head of 2026-12-03: published once, no longer here"]


def test_a_file_that_is_no_list_of_heads_is_refused(tmp_path):
    (tmp_path / "heads.json").write_text("[]")
    with pytest.raises(CommandError, match=r"is no heads\.json"):
        call_command("verify_log", heads=tmp_path / "heads.json")


@pytest.mark.parametrize("model", [LogEntry, LogNode, LogHead])
def test_the_database_refuses_to_change_the_log(logged, model):
    column = {LogEntry: "salt", LogNode: "sha256", LogHead: "jws"}[model]
    for statement in (f"UPDATE {model._meta.db_table} SET {column} = ''", f"DELETE FROM {model._meta.db_table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_nothing_about_a_person_can_be_guessed_from_what_is_published(logged):
    told = [entry.told() for entry in LogEntry.objects.select_related("event__certificate")]
    assert "林悦" not in json.dumps(told, ensure_ascii=False)
    assert len({entry["salt"] for entry in told}) == len({entry["facts"] for entry in told}) == 4
    # Even with every fact known, the digest without its salt comes out differently.
    entry = LogEntry.objects.select_related("event__certificate").first()
    assert entry.facts_digest() == entry.facts_sha256
    assert leaves.sealed({"name": "林悦"}, "00" * 16) not in {one["facts"] for one in told}


# --- pages -----------------------------------------------------------------------------------------------


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
