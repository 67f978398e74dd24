"""Playing the contest (答题): a try is asked for, seated, answered question by question, finished. The server keeps the time."""

import datetime as dt
import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from campaigns import seating
from campaigns.models import Contest, Entry, Play, PlayAnswer
from core.clock import now
from core.dates import local_day
from exams import marking
from exams.drawing import arrange, shuffled_choices
from exams.languages import SOURCE
from exams.models import AnswerKey, AttemptItem, Item, ItemVersion
from organisations.models import Membership, Organisation


class Closed(Exception):
    """The contest is not open now."""


class NoTriesLeft(Exception):
    """Enough for today."""


class TooLate(Exception):
    """The try is over."""


def bodies(person: User) -> QuerySet[Organisation]:
    """For which bodies one may play: those one belongs to today."""
    mine = Membership.objects.open().filter(person=person)
    return Organisation.objects.filter(pk__in=mine.values("organisation")).order_by("name")


def tries_left(contest: Contest, who: str, moment: dt.datetime) -> int:
    """How many more one may begin today."""
    return max(0, contest.tries_a_day - Play.objects.of(who).filter(contest=contest, day=local_day(moment)).count())


@transaction.atomic
def ask(*, contest: Contest, who: str, person: User | None = None, body: Organisation | None = None) -> Play:
    """Ask for a try. One that waits or runs is gone on with, so that a second click, or a closed window, costs none."""
    moment = now()
    mine = Play.objects.of(who).filter(contest=contest)
    # One look for both questions: between two, the other of two clicks could come in and seem to have used up the day.
    known = list(mine.filter(Q(day=local_day(moment)) | Q(finished_at=None)).order_by("-asked_at"))
    for play in known:
        if play.is_running(moment) or (play.started_at is None and play.day == local_day(moment)):
            return play
    if not contest.is_open(moment):
        raise Closed
    taken = sum(play.day == local_day(moment) for play in known)
    if taken >= contest.tries_a_day:
        raise NoTriesLeft
    entry = _entry(contest, person, body) if person else None
    seating.lay(contest, moment)
    try:
        with transaction.atomic():
            return Play.objects.create(
                contest=contest,
                entry=entry,
                who=who,
                day=local_day(moment),
                number=taken + 1,
                seed=secrets.randbits(62),
                asked_at=moment,
                seen_at=moment,
            )
    except IntegrityError:  # the other of two clicks was first
        return mine.get(day=local_day(moment), number=taken + 1)


def _entry(contest: Contest, person: User, body: Organisation | None) -> Entry:
    entry, _created = Entry.objects.get_or_create(contest=contest, person=person)
    if body and entry.organisation_id is None:
        Entry.objects.filter(pk=entry.pk).update(organisation=body)
    return entry


@transaction.atomic
def admit(play: Play) -> Play:
    """Seat a waiting try if it is its turn; its time runs from then on. Asked again it changes nothing."""
    moment = now()
    play = Play.objects.select_for_update(of=("self",)).select_related("contest").get(pk=play.pk)
    if play.started_at is not None:
        return play
    play.seen_at = moment
    play.save(update_fields=["seen_at"])
    contest = play.contest
    if seating.ahead(play, moment) >= seating.free(contest, moment):
        return play
    deadline = moment + dt.timedelta(minutes=contest.minutes)
    seat = seating.take(contest, moment, deadline)
    if seat is not None:
        play.seat, play.started_at, play.deadline_at, play.paper = seat, moment, deadline, draw(play.seed, contest.questions)
        play.save(update_fields=["seat", "started_at", "deadline_at", "paper"])
    return play


def draw(seed: int, number: int) -> list[dict[str, Any]]:
    """The questions of a try with the order of their choices: from public contest items alone (two queries)."""
    items = Item.objects.for_contest().off_papers()
    versions = ItemVersion.objects.current().filter(item__in=items).select_related("item")
    chosen = arrange(versions, seed, "contest", name=lambda version: version.item.code)[:number]
    return [{"version": version.pk, "order": _order(version, seed)} for version in chosen]


def _order(version: ItemVersion, seed: int) -> list[str]:
    lines = version.body[SOURCE].get("choices") or []
    last = [line["id"] for line in lines if line.get("last")]
    return shuffled_choices([line["id"] for line in lines], seed, version.item.code, last)


def slots(play: Play) -> list[AttemptItem]:
    """The questions as the exam's pages know them, in items of a paper that belongs to nobody (one query)."""
    versions = ItemVersion.objects.select_related("item").in_bulk([line["version"] for line in play.paper])
    return [
        AttemptItem(slot=slot, item_version=versions[line["version"]], choice_order=line["order"], max_marks=1)
        for slot, line in enumerate(play.paper, 1)
    ]


def keys_of(versions: list[int]) -> dict[int, AnswerKey]:
    """The newest key of each wording."""
    found: dict[int, AnswerKey] = {}
    for key in AnswerKey.objects.filter(item_version__in=versions).order_by("revision"):
        found[key.item_version_id] = key
    return found


def is_right(version: ItemVersion, key: AnswerKey, value: Any) -> bool:
    return marking.mark(key.rule, key.data, value, version.max_marks) == version.max_marks


@transaction.atomic
def answer(*, play: Play, slot: AttemptItem, value: Any) -> None:
    """Keep an answer; a second one to the same question changes nothing. With the last the try is finished."""
    moment = now()
    play = Play.objects.select_for_update(of=("self",)).get(pk=play.pk)
    if not play.is_running(moment):
        raise TooLate
    version = slot.item_version
    right = is_right(version, keys_of([version.pk])[version.pk], value)
    PlayAnswer.objects.get_or_create(play=play, slot=slot.slot, defaults={"value": value, "is_right": right, "given_at": moment})
    if play.answers.count() == len(play.paper):
        finish(play, moment)


@transaction.atomic
def finish(play: Play, moment: dt.datetime | None = None) -> Play:
    """Close a try: how many were right, in which time; keep it if it is the person's best. Finishing twice changes nothing."""
    moment = moment or now()
    play = Play.objects.select_for_update(of=("self",)).get(pk=play.pk)
    if play.finished_at is not None or play.started_at is None or play.deadline_at is None:
        return play
    answers = list(play.answers.all())
    end = min(moment, play.deadline_at) if len(answers) == len(play.paper) else play.deadline_at
    play.right = sum(one.is_right for one in answers)
    play.ms = int((end - play.started_at).total_seconds() * 1000)
    play.finished_at = end
    play.save(update_fields=["right", "ms", "finished_at"])
    seating.give_back(play, moment)
    if play.entry_id is not None:
        _keep_best(play, play.entry_id)
    return play


def _keep_best(play: Play, entry_id: int) -> None:
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    mine, best = (play.right or 0, -(play.ms or 0)), (entry.best_right, -(entry.best_ms or 0))
    if best[0] is None or mine > best:
        entry.best_right, entry.best_ms = play.right, play.ms
        entry.save(update_fields=["best_right", "best_ms"])


def finish_due(moment: dt.datetime | None = None) -> int:
    """Close what nobody came back to; how many. Safe to run twice and beside itself."""
    due = list(Play.objects.due(moment or now())[:500])
    for play in due:
        finish(play)
    return len(due)
