"""Maturity self-assessment (质量管理成熟度自评): nine statements, five described levels, compared with the firm's own past."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale

from appointments.appointing import Refused
from appointments.duties.maturity_words import STATEMENTS, Statement
from appointments.duties.models import Maturity
from appointments.duties.permissions import Post, Standing
from core.audit import record
from courses.models import CoursePage, LessonPage

MOST = 5


@dataclass(frozen=True)
class Line:
    """One statement: its level now and before, and what the level says."""

    statement: Statement
    level: int
    before: int | None

    @property
    def anchor(self) -> str:
        return str(self.statement.anchors[self.level - 1])

    @property
    def share(self) -> int:
        """How long its bar is, in percent."""
        return self.level * 100 // MOST


def may_assess(standing: Standing) -> bool:
    """Whether the person answers for the firm's picture of itself."""
    return standing.is_head or standing.post(Post.CQO, Post.QSD) is not None


@transaction.atomic
def assess(*, standing: Standing, levels: Mapping[str, int]) -> Maturity:
    """Write a self-assessment. Raises Refused."""
    if not may_assess(standing):
        raise Refused(_("The head, the chief quality officer or the director assesses the firm."))
    check(levels)
    made = Maturity.objects.create(organisation=standing.firm, levels=dict(levels), made_by=standing.user)
    record("maturity.assessed", made, by=standing.user)
    return made


def check(levels: Mapping[str, int]) -> None:
    """Every statement has a level from 1 to 5, or Refused."""
    if set(levels) != {one.code for one in STATEMENTS} or not all(1 <= level <= MOST for level in levels.values()):
        raise Refused(_("Give every statement a level from 1 to 5."))


def score(levels: Mapping[str, int]) -> float:
    """The mean level: 1 at the least, 5 at the most."""
    return sum(levels[one.code] for one in STATEMENTS) / len(STATEMENTS)


def lines(made: Maturity, before: Maturity | None) -> list[Line]:
    """Statement by statement, beside the one before."""
    past: Mapping[str, int] = before.levels if before else {}
    return [Line(one, made.levels[one.code], past.get(one.code)) for one in STATEMENTS]


def next_course(made: Maturity) -> CoursePage | None:
    """The course whose lesson belongs to the weakest statement, in the reader's language if there is one (3 queries)."""
    weakest = min(STATEMENTS, key=lambda one: made.levels[one.code])
    lessons = set(LessonPage.objects.live().filter(code=weakest.lesson).values_list("pk", flat=True))
    pages = [page for page in CoursePage.objects.live().public() if lessons & set(page.lesson_ids)]
    here = Locale.get_active().pk
    return min(pages, key=lambda page: (page.locale_id != here, page.pk), default=None)
