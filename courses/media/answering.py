"""Questions on the way, answered: when every one of an activity has been right once, that is a deed in the activity."""

import datetime as dt
from collections.abc import Sequence

from accounts.models import User
from courses import completion, working
from courses.activities import Activity


def settle(
    *, learner: User, lesson_code: str, activities: Sequence[Activity], check_id: str, since: dt.datetime | None = None
) -> None:
    """Note it with the activity the question belongs to, if that was the last one open. No query for other checks."""
    asking = [one for one in activities if check_id in one.facts.get("checkpoints", ())]
    if not asking:
        return
    passed = completion.passed(learner, lesson_code, since)
    for one in asking:
        if passed.issuperset(one.facts["checkpoints"]):
            working.note(learner=learner, lesson_code=lesson_code, activity=one, deed="answered", since=since)
