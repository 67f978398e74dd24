"""Kinds of notice for tests."""

from notices.kinds import Delivery, Kind

SEAT = Kind(
    code="trial.seat",
    room="Trial",
    name="A free seat",
    rule="Goes when a seat is free.",
    subject="A seat for %(title)s",
    text="It begins on %(begins_on)s.",
)
NEWS = Kind(
    code="trial.news", room="Trial", name="News", rule="Goes every day.", subject="News of %(title)s", delivery=Delivery.DIGEST
)
VERDICT = Kind(
    code="trial.verdict",
    room="Trial",
    name="A decision",
    rule="Goes with a decision.",
    subject="Decided: %(title)s",
    is_owed=True,
)
LETTER = Kind(
    code="trial.letter",
    room="Trial",
    name="A letter",
    rule="Goes with the deed.",
    subject="Letter on %(title)s",
    delivery=Delivery.LETTER,
)
FACTS = {"title": {"zh-hans": "质量", "en": "Quality"}, "begins_on": "2026-12-01"}
