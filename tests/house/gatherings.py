"""Quality Month and events: a try, a covenant, a slogan; an event with tickets, and one that waits to be published."""

from campaigns import covenanting, playing
from campaigns.models import Covenant, Pledge, Slogan, SloganCall, SloganDecision
from core.dates import now, today
from events import attending, lending
from events.models import Submission
from organisations.models import Organisation
from tests.campaigns.making import contest_of, page_of
from tests.events.making import DAY, HOUR, book, make_event
from tests.house.people import Names, People
from tests.organisations.making import firm


def month(who: People) -> Names:
    year, day = today().year, now()
    page_of(year)
    contest = contest_of(year, opens_at=day - DAY, closes_at=day + DAY)
    for player in ("other", "owner"):
        play = playing.admit(playing.ask(contest=contest, who=f"u:{who[player].pk}", person=who[player]))
    call = SloganCall.objects.create(year=year, opens_at=day - 2 * DAY, closes_at=day + DAY, votes_until=day + 2 * DAY)
    call.jury.set([who["teacher_a"]])
    slogan = Slogan.objects.create(call=call, author=who["owner"], text="一次做对")
    SloganDecision.objects.create(slogan=slogan, accepted=True, by=who["superuser"])
    pledge = Pledge.objects.create(year=year, name="林悦")
    return {
        "year": {"year": year},
        "play": {"pk": play.pk},
        "pledge": {"pk": pledge.pk},
        "vote": {"slogan": slogan.pk},
        **_covenant(who),
    }


def _covenant(who: People) -> Names:
    """Of an association whose manager is that of firm A too; it has signed."""
    association = firm("甲行业协会", manager=who["manager_a"], kind=Organisation.Kind.ASSOCIATION)
    made = Covenant.objects.create(association=association, title="自律公约", summary="会员企业承诺。", text="出厂检验")
    covenanting.hand_in(made, by=who["manager_a"])
    covenanting.decide(made, publish=True, reason="", by=who["superuser"])
    made.refresh_from_db()
    signed = covenanting.sign(made, body=who.firm, by=who["manager_a"])
    draft = Covenant.objects.create(association=association, title="草稿", summary="会员企业承诺。", text="出厂检验")
    return {
        "association": {"slug": association.slug},
        "covenant": {"slug": made.slug},
        "draft of a covenant": {"slug": draft.slug},
        "signature": {"slug": made.slug, "pk": signed.pk},
    }


def gatherings(who: People) -> Names:
    """It begins in an hour; its host stands at the door, and one of those with a ticket is in."""
    event = make_event(9, starts_at=now() + HOUR, host=who["teacher_a"], group_limit=5)
    make_event(9, starts_at=now() + HOUR, host=who["teacher_b"])
    mine = book(who["owner"], event)
    book(who["other"], event)
    attending.let_in(event=event, code=mine.code, by=who["teacher_a"])
    waiting = make_event(host=who["manager_a"], published_at=None)
    Submission.objects.create(event=waiting, by=who["manager_a"])
    link = lending.lend(event, to="示例计量院", by=who["teacher_a"])
    ticket = {"slug": event.slug, "pk": mine.pk}
    return {
        "event": {"slug": event.slug, "seal": attending.sealed(mine)},
        "ticket": ticket,
        "event that waits": {"slug": waiting.slug},
        "organiser's link": {"token": link.token},
    }
