"""When a practised item comes back (间隔重复): soon after a miss, ever later while it is known. Free Spaced Repetition Scheduler.

Pure: a card's memory goes in as JSON and comes out as JSON. Nothing is random, so that the same answers give the same days.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from fsrs import Card, Rating, Scheduler

_SCHEDULER = Scheduler(desired_retention=0.9, maximum_interval=365, enable_fuzzing=False)


def grade(share: Decimal, *, guessed: bool = False) -> str:
    """What an answer worth `share` (0 to 1) of the marks says of one's memory: again, hard or good.

    >>> grade(Decimal(1)), grade(Decimal(1), guessed=True), grade(Decimal("0.5")), grade(Decimal("0.4"))
    ('good', 'hard', 'hard', 'again')
    """
    if share < Decimal("0.5"):
        return "again"
    return "good" if share == 1 and not guessed else "hard"


def after(state: dict[str, Any], given: str, at: dt.datetime) -> tuple[dict[str, Any], dt.datetime]:
    """The memory after an answer graded `given` at `at` (aware), and when to ask again. An empty state is a new card.

    >>> noon = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
    >>> after({}, "again", noon)[1] - noon
    datetime.timedelta(seconds=60)
    """
    card = Card.from_dict(state) if state else Card(card_id=1, due=at)  # type: ignore[arg-type]  # the library's own TypedDict
    told, _log = _SCHEDULER.review_card(card, Rating[given.capitalize()], at.astimezone(dt.UTC))
    return dict(told.to_dict()), told.due
