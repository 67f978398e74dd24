"""News from this room, each once, inside the transaction of its deed.

`course_completed`: sender=Enrolment, enrolment=…; `activity_completed`: sender=ActivityProgress, progress=….
`run_place_given`: sender=RunPlace, place=…, when somebody gets a seat in a run, at once or from the waiting list.
`run_announced`: sender=RunAnnouncement, announcement=…, for whoever tells people by mail or inbox.
`meeting_changed`: sender=Meeting, meeting=…, when a meeting face to face is set, moved or called off.
`work_marked`: sender=WorkMark, mark=…, when a teacher has accepted a practical work or returned it.
"""

from django.dispatch import Signal

course_completed = Signal()
activity_completed = Signal()
run_place_given = Signal()
run_announced = Signal()
meeting_changed = Signal()
work_marked = Signal()
