"""News from this room, each once, inside the transaction of its deed.

`seat_given`: sender=Registration, registration=…, moved_up=bool, when somebody gets seats, at once or from the waiting list.
`seat_taken_back`: sender=Registration, registration=…, when the organiser takes a registration back.
`checked_in`: sender=CheckIn, check_in=…, when somebody came.
`event_moved`: sender=Event, event=…, when the time or the place of a published event changed.
`event_cancelled`: sender=Cancellation, cancellation=…
`submission_decided`: sender=Submission, submission=…
"""

from django.dispatch import Signal

seat_given = Signal()
seat_taken_back = Signal()
checked_in = Signal()
event_moved = Signal()
event_cancelled = Signal()
submission_decided = Signal()
