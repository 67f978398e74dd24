"""The draw: its seed is promised on the first day, and anybody can do it again."""

import hashlib
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, transaction
from django.test import Client

from campaigns import drawing, lottery
from campaigns.models import Contest, PrizeDraw, SeedCommitment
from core.models import AuditEntry
from tests.campaigns.making import at, cast, played

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(contest, administrator, september):
    type(contest).objects.filter(pk=contest.pk).update(prizes=2)
    for who in cast(5):
        played(contest, who)
    september.move_to(at(10, 1))
    contest.refresh_from_db()
    return drawing.draw(contest, by=administrator)[0]


def test_the_seed_is_kept_until_the_draw_and_its_digest_is_public_before(contest):
    html = Client().get("/quality-month/2026/contest/draw/").content.decode()
    assert hashlib.sha256(contest.seed.encode()).hexdigest() in html
    assert contest.seed not in html


def test_the_digest_is_on_record_from_the_first_day_and_the_database_keeps_it(contest):
    committed = contest.committed
    assert committed.sha256 == hashlib.sha256(contest.seed.encode()).hexdigest()
    assert committed.made_at < contest.closes_at
    for deed in (lambda: SeedCommitment.objects.update(sha256="0" * 64), lambda: SeedCommitment.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_nothing_is_drawn_with_a_seed_other_than_the_promised_one(contest, learner, administrator, september):
    played(contest, learner)
    type(contest).objects.update(prizes=1, seed="f" * 64)
    september.move_to(at(10, 1))
    contest.refresh_from_db()
    with pytest.raises(drawing.NotYet, match="种子"):
        drawing.draw(contest, by=administrator)
    assert not PrizeDraw.objects.exists()
    page = Client().get("/quality-month/2026/contest/draw/").content.decode()
    assert contest.committed.sha256 in page  # what was promised stays on the page


def test_a_draw_whose_seed_was_changed_afterwards_does_not_agree(drawn):
    assert drawing.replay(drawn).agrees
    type(drawn.contest).objects.update(seed="f" * 64)
    assert not drawing.replay(PrizeDraw.objects.get()).agrees


def test_a_seed_is_committed_once():
    contest = Contest.objects.model(year=2030, opens_at=at(9, 1), closes_at=at(9, 2))
    contest.save()
    assert not contest.keeps_its_seed
    contest.commit()
    contest.commit()
    assert contest.keeps_its_seed


def test_anybody_can_do_the_draw_again_from_what_is_published(drawn):
    html = Client().get("/quality-month/2026/contest/draw/").content.decode()
    seed = drawn.contest.seed
    assert seed in html
    assert "一致" in html
    tickets = Client().get("/quality-month/2026/contest/draw/tickets.txt").content.decode().split("\n")
    by_hand = sorted(tickets, key=lambda ticket: hashlib.sha256(f"{seed}:{ticket}".encode()).hexdigest())[:2]
    assert by_hand == drawn.winners
    assert lottery.digest(tickets) == drawn.list_sha256


def test_the_command_does_it_again_and_fails_where_it_does_not_agree(drawn, tmp_path):
    out = StringIO()
    call_command("replay_draw", 2026, stdout=out)
    assert all(ticket in out.getvalue() for ticket in drawn.winners)
    listed = tmp_path / "tickets.txt"
    listed.write_text("\n".join(drawn.tickets))
    alone = StringIO()
    call_command("replay_draw", seed=drawn.contest.seed, tickets=listed, prizes=2, stdout=alone)
    assert alone.getvalue() == out.getvalue()
    # Of five tickets another seed may draw the same two: one that draws others.
    other = next(seed for seed in (f"{n:064x}" for n in range(99)) if lottery.order(seed, drawn.tickets)[:2] != drawn.winners)
    type(drawn.contest).objects.update(seed=other)
    with pytest.raises(CommandError, match="does not agree"):
        call_command("replay_draw", 2026, stdout=StringIO())


def test_a_draw_is_done_once_and_not_too_early(contest, administrator, september, client_of):
    address = f"/cms/snippets/campaigns/contest/drawing/{contest.pk}/"
    assert client_of(administrator).post(address).status_code == 409  # still open
    september.move_to(at(10, 1))
    client = client_of(administrator)
    assert client.post(address).status_code == 409  # no prizes
    type(contest).objects.update(prizes=1)
    for _time in range(2):
        assert client.post(address).status_code == 302
    assert PrizeDraw.objects.count() == AuditEntry.objects.filter(deed="contest.drawn").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        PrizeDraw.objects.update(winners=["X"])
