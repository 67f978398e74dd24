from events.models.entries import EventEntry
from events.models.event import Cancellation, Event, Submission
from events.models.registrations import CheckIn, GuestLetter, Registration

__all__ = ["Cancellation", "CheckIn", "Event", "EventEntry", "GuestLetter", "Registration", "Submission"]
