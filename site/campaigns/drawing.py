"""Drawing the prizes (抽奖), once, after the contest; and doing it again for whoever wants to see it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns import lottery
from campaigns.models import Contest, Entry, PrizeDraw
from campaigns.playing import finish_due
from core.audit import record
from core.dates import now


class NotYet(Exception):
    """Somebody may still play, nothing is to be drawn, or the seed is not the one that was promised."""


@transaction.atomic
def draw(contest: Contest, *, by: User) -> tuple[PrizeDraw, bool]:
    """Draw, and whether it was done now. Every person with a finished try has one ticket, however many tries."""
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    done = PrizeDraw.objects.filter(contest=contest).first()
    if done is not None:
        return done, False
    if not contest.is_over():
        raise NotYet(_("The contest is not over yet: draw after the last try has ended."))
    if not contest.prizes:
        raise NotYet(_("No prizes are set: say how many are drawn first."))
    if not contest.keeps_its_seed:
        raise NotYet(
            _("The seed is not the one whose fingerprint was published: nothing is drawn with it. Find out who changed it.")
        )
    while finish_due():
        pass
    tickets = sorted(Entry.objects.filter(contest=contest).ranked().values_list("ticket", flat=True))
    winners = lottery.order(contest.seed, tickets)[: contest.prizes]
    made = PrizeDraw.objects.create(
        contest=contest, tickets=tickets, winners=winners, list_sha256=lottery.digest(tickets), drawn_at=now(), by=by
    )
    record("contest.drawn", contest, by=by, tickets=len(tickets), winners=winners)
    return made, True


@dataclass(frozen=True)
class Replay:
    """The draw done again from what is published."""

    commitment: str
    winners: list[str]
    agrees: bool


def replay(done: PrizeDraw) -> Replay:
    """Reckoned now, not read: the seed against the digest on record, the list against its digest, the order anew."""
    seed = done.contest.seed
    winners = lottery.order(seed, done.tickets)[: len(done.winners)]
    agrees = winners == done.winners and lottery.digest(done.tickets) == done.list_sha256 and done.contest.keeps_its_seed
    return Replay(lottery.commitment(seed), winners, agrees)
