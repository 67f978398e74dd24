"""The public log: what happened stands in it once and in order; whatever is rewritten later is found and named."""

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from certificates import leaves, merkle, signing_keys
from certificates.log_checking import faults
from certificates.models import Certificate, CertificateEvent, LogEntry, LogHead, LogNode
from certificates.status import State
from certificates.transparency import TYPE, publish
from config.celery import app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys_of_this_test(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    cache.clear()


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
