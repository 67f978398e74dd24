"""Activities as one reader sees them: how far he is, in a sentence, and what he can do now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from courses.activities import Activity, Figures, Reached, Rule, figures, is_fulfilled
from courses.kinds import KINDS
from courses.models import ActivityProgress
from courses.syllabus import SOURCE_LANGUAGE, told

# Which deed of one's own each rule waits for. `watched`: reading the transcript is the equal path.
_OWN = {"viewed": "viewed", "read": "read", "watched": "read", "self": "said", "finished": "read"}


@dataclass(frozen=True)
class Shown:
    """One activity before one reader; `progress` is None before he has done anything, or when he is not enrolled.

    `passed`: the questions of the lesson he has answered right; `second`: from where the address asks a film to be opened;
    `learner`: who he is, when it is his; `since`: when his present cycle began, if it is a later one; `lesson_code`:
    a lesson that was copied has activities of the same ids. `is_latest`: of all in the lesson it is the one worked on last;
    `is_kept`: it is drawn for a device that keeps it.
    """

    activity: Activity
    is_mine: bool
    progress: ActivityProgress | None = None
    passed: frozenset[str] = frozenset()
    second: int | None = None
    learner: User | None = None
    since: dt.datetime | None = None
    lesson_code: str = ""
    is_latest: bool = False
    is_kept: bool = False

    @property
    def page(self) -> int:
        """The page of a PDF at which he is."""
        page = self.progress.data.get("page") if self.progress else None
        return page if isinstance(page, int) and page > 0 else 1

    @property
    def id(self) -> str:
        return self.activity.id

    @property
    def title(self) -> str:
        """What it is called in the reader's language."""
        return told(self.activity.titles, get_language() or SOURCE_LANGUAGE)

    @property
    def anchor(self) -> str:
        return self.activity.anchor

    @property
    def reached(self) -> Reached:
        return self.progress.reached if self.progress else Reached()

    @property
    def is_complete(self) -> bool:
        return self.progress is not None and self.progress.completed_at is not None

    @property
    def figures(self) -> Figures:
        return figures(self.activity.rule, self.reached)

    @property
    def is_counted(self) -> bool:
        """Whether there is a figure to draw a gauge of."""
        return bool(self.activity.rule.unit) and not self.is_complete

    @property
    def sentence(self) -> str:
        """The rule with the reader's own state: 72% watched, 18% to go."""
        return sentence(self.activity.rule, self.reached, is_complete=self.is_complete)

    @property
    def equal_path(self) -> str:
        """The other road to a film's completion, in words; empty for other rules and when it is complete."""
        if self.activity.rule.by != "watched" or self.is_complete or not self.is_mine:
            return ""
        if left := self.open_questions:
            words = ngettext(
                "Or read the transcript: answer %(n)s more question on the way rightly, then say here that you have read it.",
                "Or read the transcript: answer %(n)s more questions on the way rightly, then say here that you have read it.",
                left,
            )
            return words % {"n": left}
        return _("Or read the transcript and say so: it counts as much.")

    @property
    def open_questions(self) -> int:
        """How many questions on the way are still to be answered right."""
        return len(set(self.activity.facts.get("checkpoints", ())) - self.passed)

    @property
    def own_word(self) -> str:
        """The deed the reader can report himself now; empty when there is none."""
        deed = _OWN.get(self.activity.rule.by, "")
        kind = KINDS.get(self.activity.kind)
        allowed = kind is not None and deed in kind.own_word and self.activity.facts.get("own_word", True)
        allowed = allowed and not (deed == "read" and self.open_questions)
        return deed if self.is_mine and not self.is_complete and allowed else ""


def sentence(rule: Rule, reached: Reached, *, is_complete: bool = False) -> str:
    """What is asked and how far one is, in words."""
    if is_complete or is_fulfilled(rule, reached):
        return _("Completed.")
    told = figures(rule, reached)
    words = {"done": told.done, "left": told.left, "needed": told.needed}
    match rule.by:
        case "watched":
            return _("%(done)s%% watched, %(left)s%% to go.") % words
        case "scored" if reached.score is None:
            return _("Completed from a score of %(needed)s%%; not tried yet.") % words
        case "scored":
            return _("Best score %(done)s%%; %(needed)s%% are needed.") % words
        case "time":
            told_left = ngettext("%(done)s minutes done, %(left)s to go.", "%(done)s minutes done, %(left)s to go.", told.left)
            return told_left % words
        case _:
            return str(_PLAIN[rule.by]())


_PLAIN = {
    "viewed": lambda: _("Completed once you have opened it."),
    "read": lambda: _("Completed once you say that you have read it."),
    "answered": lambda: _("Completed once every question has been answered right."),
    "teacher": lambda: _("Completed once a teacher has marked it."),
    "attended": lambda: _("Completed once you have been present at a meeting of your run."),
    "self": lambda: _("Completed once you say that you have done it."),
    "finished": lambda: _("Completed once you have gone through the package to its end."),
    "passed": lambda: _("Completed once you have passed in the package."),
}


def shown(
    activities: Sequence[Activity],
    learner: User | AnonymousUser,
    lesson_code: str,
    *,
    is_mine: bool,
    passed: frozenset[str] = frozenset(),
    second: int | None = None,
    since: dt.datetime | None = None,
    is_kept: bool = False,
) -> list[Shown]:
    """All activities of a lesson as this reader has them, in his present cycle. One query; none without activities."""
    rows: dict[str, ActivityProgress] = {}
    if is_mine and activities:
        mine = ActivityProgress.objects.visible_to(learner).counting(since).filter(lesson_code=lesson_code)
        # Of several rounds the completed one is told; else the newest.
        rows = {row.activity_id: row for row in mine.order_by(F("completed_at").asc(nulls_first=True), "round")}
    reader = learner if is_mine and isinstance(learner, User) else None
    latest = max(rows.values(), key=lambda row: row.worked_at, default=None)
    told = [(one, rows.get(one.id)) for one in activities]
    always = (passed, second, reader, since, lesson_code)
    return [Shown(one, is_mine, row, *always, is_latest=row is not None and row is latest, is_kept=is_kept) for one, row in told]


def by_block(all_shown: Sequence[Shown]) -> dict[str, Shown]:
    """The same by the ids of their blocks, in every language."""
    return {block: one for one in all_shown for block in {one.id, *one.activity.blocks.values()}}
