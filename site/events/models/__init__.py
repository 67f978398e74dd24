from events.models.entries import EventEntry
from events.models.event import Cancellation, Event, Submission
from events.models.links import OrganiserLink
from events.models.registrations import CheckIn, GuestLetter, Registration, Reversal

__all__ = [
    "Cancellation",
    "CheckIn",
    "Event",
    "EventEntry",
    "GuestLetter",
    "OrganiserLink",
    "Registration",
    "Reversal",
    "Submission",
]
