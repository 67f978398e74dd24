from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import person_erased
from events import attending, forgetting, news
from events.models import Cancellation, CheckIn, Event, Registration, Submission
from events.signals import checked_in, event_cancelled, event_moved, seat_given, seat_taken_back, submission_decided


@receiver(seat_given, sender=Registration)
def tell_of_seat(sender: type[Registration], registration: Registration, moved_up: bool, **kwargs: Any) -> None:
    news.tell_seat(registration, moved_up=moved_up)


@receiver(seat_taken_back, sender=Registration)
def tell_of_loss(sender: type[Registration], registration: Registration, **kwargs: Any) -> None:
    news.tell_taken_back(registration)


@receiver(event_moved, sender=Event)
def tell_of_move(sender: type[Event], event: Event, **kwargs: Any) -> None:
    news.tell_moved(event)


@receiver(event_cancelled, sender=Cancellation)
def tell_of_cancellation(sender: type[Cancellation], cancellation: Cancellation, **kwargs: Any) -> None:
    news.tell_cancelled(cancellation)


@receiver(submission_decided, sender=Submission)
def tell_of_decision(sender: type[Submission], submission: Submission, **kwargs: Any) -> None:
    news.tell_decided(submission)


@receiver(checked_in, sender=CheckIn)
def credit_hours(sender: type[CheckIn], check_in: CheckIn, **kwargs: Any) -> None:
    """Who came to an event that earns hours is credited them, once."""

    attending.credit(check_in)


@receiver(person_erased, sender=User)
def forget_guest(sender: type[User], user: User, **kwargs: Any) -> None:
    """Who closes an account may have come as a guest before: the same address stands there, too."""
    forgetting.forget_address(user.email)
