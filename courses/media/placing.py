"""At which page of a PDF a learner is (读到第几页): kept with how far he is in the activity, so every device goes on there."""

from django.db import transaction

from core.dates import now
from courses import hours, working
from courses.activities import Activity
from courses.models import ActivityProgress, Enrolment

MOST = 9_999


@transaction.atomic
def keep_page(*, enrolment: Enrolment, lesson_code: str, activity: Activity, page: int) -> None:
    """Keep that this page is read now. It completes nothing and takes nothing back."""
    learner = enrolment.learner
    hours.lock(learner)
    working.work_on(learner, lesson_code)
    progress = working.start(learner, lesson_code, activity, enrolment.counts_from)
    progress.data = progress.data | {"page": page}
    progress.worked_at, progress.version = now(), progress.version + 1
    changed = ["data", "worked_at", "version"]
    if progress.state == ActivityProgress.State.NOT_STARTED:
        progress.state, changed = ActivityProgress.State.IN_PROGRESS, [*changed, "state"]
    progress.save(update_fields=changed)
