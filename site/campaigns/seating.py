"""The seats of a contest (名额): so many players at once, everybody else in a queue, nobody at an error.

A seat is a row that is free from a moment on. Taking one locks a free row and passes over those that others hold, so
taking never waits and never gives one row twice (docs/algorithms/contest.md).
"""

import datetime as dt

from django.db import transaction

from campaigns.models import Contest, Play, Seat

# Who has not been heard of for so long has left the queue.
PATIENCE = dt.timedelta(seconds=90)


def lay(contest: Contest, moment: dt.datetime) -> None:
    """Make the rows that are missing; safe to do twice and beside itself."""
    if Seat.objects.filter(contest=contest).count() >= contest.seats:
        return
    there = set(Seat.objects.filter(contest=contest).values_list("number", flat=True))
    missing = [number for number in range(1, contest.seats + 1) if number not in there]
    Seat.objects.bulk_create([Seat(contest=contest, number=number, free_at=moment) for number in missing], ignore_conflicts=True)


def free(contest: Contest, moment: dt.datetime) -> int:
    return Seat.objects.filter(contest=contest, number__lte=contest.seats, free_at__lte=moment).count()


@transaction.atomic
def take(contest: Contest, moment: dt.datetime, until: dt.datetime) -> Seat | None:
    """A free seat, taken until then; None when there is none."""
    open_rows = Seat.objects.select_for_update(skip_locked=True).filter(
        contest=contest, number__lte=contest.seats, free_at__lte=moment
    )
    seat = open_rows.order_by("number").first()
    if seat is not None:
        seat.free_at = until
        seat.save(update_fields=["free_at"])
    return seat


def give_back(play: Play, moment: dt.datetime) -> None:
    """Only while it is this try's: after the deadline somebody else may have it."""
    if play.seat_id is not None and play.deadline_at is not None:
        Seat.objects.filter(pk=play.seat_id, free_at=play.deadline_at).update(free_at=moment)


def ahead(play: Play, moment: dt.datetime) -> int:
    """How many asked before and are still there."""
    waiting = Play.objects.filter(contest=play.contest_id, asked_at__lt=play.asked_at).waiting(moment - PATIENCE)
    return waiting.count()


def pause(before: int) -> int:
    """Seconds until a waiting reader looks again: the longer the queue, the less often.

    >>> pause(0), pause(100), pause(5000)
    (3, 8, 30)
    """
    return min(30, 3 + before // 20)
