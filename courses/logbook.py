"""Writing the events log (学习事件), in the transaction of the deed, one statement to the database each."""

from typing import Any

from accounts.models import User
from core.dates import now
from courses import xapi
from courses.activities import Activity, Reached, is_fulfilled
from courses.models import Enrolment, LearningEvent
from courses.watching import Watched

Verb = LearningEvent.Verb
_TESTED = frozenset({"scored", "passed"})
# Of one sitting; who winds more is told by the played segments all the same.
MOST_SEEKS = 50


def began(enrolment: Enrolment) -> None:
    _write(enrolment.learner, Verb.INITIALIZED, course=enrolment.course.code)


def completed(enrolment: Enrolment, *, is_waived: bool = False) -> None:
    """A course is complete, or somebody counted it so."""
    verb = Verb.WAIVED if is_waived else Verb.COMPLETED
    _write(enrolment.learner, verb, course=enrolment.course.code, result={"completion": True})


def completed_lesson(learner: User, course: str, lesson: str, seconds: int) -> None:
    result = {"completion": True, "duration": xapi.duration(seconds)}
    _write(learner, Verb.COMPLETED, course=course, lesson=lesson, result=result)


def answered(learner: User, lesson: str, check: str, *, right: bool) -> None:
    """The answer itself stands in CheckAnswer: an event says that it was given and whether it was right."""
    _write(learner, Verb.ANSWERED, lesson=lesson, activity=check, kind="check", result={"success": right})


def opened(learner: User, lesson: str, activity_id: str, kind: str) -> None:
    """An activity is worked on for the first time."""
    _write(learner, Verb.INITIALIZED, lesson=lesson, activity=activity_id, kind=kind)


def worked(learner: User, lesson: str, activity: Activity, deed: str, reached: Reached, *, completes: bool) -> None:
    """A deed in an activity, in the word that says most of it."""
    result: dict[str, Any] = {"completion": True} if completes else {}
    if deed == "scored" and reached.score is not None:
        result |= xapi.scored(reached.score)
    passes = completes or (deed == "scored" and is_fulfilled(activity.rule, reached))
    verb = _verb(activity.rule.by, deed, completes=passes)
    if verb in (Verb.PASSED, Verb.FAILED):
        result |= {"success": verb == Verb.PASSED}
    _write(learner, verb, lesson=lesson, activity=activity.id, kind=activity.kind, result=result)


def _verb(rule: str, deed: str, *, completes: bool) -> str:
    """Which verb a deed is told with.

    >>> _verb("scored", "scored", completes=False), _verb("read", "read", completes=True)
    ('failed', 'completed')
    """
    if deed == "waived":
        return str(Verb.WAIVED.value)
    if completes:
        return str((Verb.PASSED if rule in _TESTED else Verb.COMPLETED).value)
    return str((Verb.FAILED if rule == "scored" and deed == "scored" else Verb.PROGRESSED).value)


def played(learner: User, course: str, lesson: str, activity: Activity, watched: Watched) -> None:
    """A sitting before a film begins."""
    result = {"extensions": {xapi.VIDEO_TERMS + "time": watched.position / 1000}}
    _write(learner, Verb.PLAYED, course=course, lesson=lesson, activity=activity.id, kind=activity.kind, result=result)


def stopped(learner: User, course: str, lesson: str, activity: Activity, watched: Watched, seeks: list[list[int]]) -> None:
    """A sitting ends: where it was wound, and what of the film has been played by now. Beats write nothing."""
    about = {"course_code": course, "lesson_code": lesson, "activity_id": activity.id, "kind": activity.kind}
    terms, at = xapi.VIDEO_TERMS, now()
    wound = [{"extensions": {terms + "time-from": start / 1000, terms + "time-to": end / 1000}} for start, end in seeks]
    ended = {
        "extensions": {
            terms + "time": watched.position / 1000,
            terms + "progress": watched.percent / 100,
            terms + "played-segments": xapi.segments(list(watched.ranges)),
        }
    }
    told = [(Verb.SEEKED, one) for one in wound] + [(Verb.TERMINATED, ended)]
    LearningEvent.objects.bulk_create(
        [LearningEvent(learner=learner, verb=verb, result=result, at=at, **about) for verb, result in told]
    )


def _write(
    learner: User,
    verb: str,
    *,
    course: str = "",
    lesson: str = "",
    activity: str = "",
    kind: str = "",
    result: dict[str, Any] | None = None,
) -> None:
    LearningEvent.objects.create(
        learner=learner,
        verb=verb,
        course_code=course,
        lesson_code=lesson,
        activity_id=activity,
        kind=kind,
        result=result or {},
        at=now(),
    )
