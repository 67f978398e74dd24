"""News from this room. `course_completed`: sender=Enrolment, enrolment=…, once, inside the transaction of the deed."""

from django.dispatch import Signal

course_completed = Signal()
