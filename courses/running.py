"""The runs of a course as a reader sees them: told in words, those one may join first."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from core.dates import today
from courses.models import Course, CourseRun, CourseTeacher
from courses.run_states import ORDER, RunState
from courses.run_wording import BUTTONS, TAGS, TEXTS, held, sentence


@dataclass(frozen=True)
class ToldRun:
    """A run in words."""

    run: CourseRun
    state: RunState

    @property
    def text(self) -> str:
        return str(TEXTS[self.state])

    @property
    def button(self) -> str:
        return str(BUTTONS[self.state])

    @property
    def tag(self) -> str:
        return TAGS.get(self.state, "")

    @property
    def held(self) -> str:
        return held(self.run.dates)

    @property
    def sentence(self) -> str:
        return sentence(self.state, self.run.dates)

    @property
    def is_full(self) -> bool:
        return self.run.left == 0


def told_run(run: CourseRun) -> ToldRun:
    return ToldRun(run, run.state)


def of_course(course: Course, user: User | AnonymousUser) -> list[ToldRun]:
    """The runs of a course this reader may see, without those that are over and closed: those one may join, the soonest first.

    One query.
    """
    known = CourseRun.objects.visible_to(user).told().filter(course=course).order_by("starts_at", "title", "pk")
    told = [told_run(run) for run in known]
    return sorted((one for one in told if one.state is not RunState.ARCHIVED_CLOSED), key=lambda one: ORDER.index(one.state))


def names_of(run: CourseRun) -> list[str]:
    """Who teaches the run now; who teaches the whole course where nobody was named for the run."""
    rows = CourseTeacher.objects.teaching(run.course, today()).told()
    named = [row.person.full_name for row in rows if row.run_id == run.pk]
    return named or [row.person.full_name for row in rows if row.run_id is None]
