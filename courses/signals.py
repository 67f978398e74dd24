"""News from this room, each once, inside the transaction of the deed.

`course_completed`: sender=Enrolment, enrolment=…; `activity_completed`: sender=ActivityProgress, progress=….
"""

from django.dispatch import Signal

course_completed = Signal()
activity_completed = Signal()
