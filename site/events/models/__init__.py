from events.models.decisions import Cancellation, Submission
from events.models.entries import EventEntry
from events.models.event import Event
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
