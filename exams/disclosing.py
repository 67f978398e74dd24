"""Publishing what came of a spot check (公布抽考情况): place, day and figures, by a person; no name, and nobody's failing.

Published is what will not change by itself: check and resit are over, every result is out. Afterwards a correction may change a
figure: the page of the office says so, and the result is withdrawn and published anew.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms import pagecache
from core.audit import record
from core.clock import now
from exams import registering, resits
from exams.conditions import in_words
from exams.models import Attempt, Result, Sitting, SpotCheckReport
from exams.models.spot_checks import LEAST

TAG = "spot-checks"


class NotPublishable(Exception):
    """The message says in words what stands in the way."""


@dataclass(frozen=True)
class Figures:
    """How many were checked and passed; `open`: results not out yet, `waiting`: who failed and has not sat the resit."""

    checked: int
    passed_first: int
    passed_resit: int
    open: int
    waiting: int

    @property
    def may_name(self) -> bool:
        """Whether the place may be named: where nobody passed, it would say of each of its people that he failed."""
        return self.passed_first + self.passed_resit > 0

    def are_those_of(self, report: SpotCheckReport) -> bool:
        """Whether they are still the published ones."""
        published = (report.checked, report.passed_first, report.passed_resit)
        return published == (self.checked, self.passed_first, self.passed_resit)


def figures(check: Sitting) -> Figures:
    """The check and its resit in figures; whoever passed both counts once (two queries)."""
    sittings = [check.pk, *Sitting.objects.filter(resit_of=check).values_list("pk", flat=True)]
    written = Attempt.objects.filter(sitting__in=sittings).exclude(state=Attempt.State.VOID)
    people = list(written.order_by().values_list("pk", "sitting", "candidate"))
    out = Result.objects.current().released().filter(attempt__sitting__in=sittings).exclude(attempt__state=Attempt.State.VOID)
    passed_by = dict(out.order_by().values_list("attempt", "passed"))
    checked = {person for _attempt, sitting, person in people if sitting == check.pk}
    first = {person for attempt, sitting, person in people if sitting == check.pk and passed_by.get(attempt)}
    again = {person for _attempt, sitting, person in people if sitting != check.pk}
    mended = {person for attempt, sitting, person in people if sitting != check.pk and passed_by.get(attempt)}
    return Figures(
        checked=len(checked),
        passed_first=len(first),
        passed_resit=len((mended & checked) - first),
        open=sum(attempt not in passed_by for attempt, _sitting, _person in people),
        waiting=len(checked - first - again),
    )


def obstacle(check: Sitting, found: Figures) -> str:
    """What stands in the way of publishing, in words; empty: nothing does."""
    resit = Sitting.objects.filter(resit_of=check).first()
    if not check.is_over(now()):
        return _("The check is still open.")
    if found.open:
        return _("Not every result is out yet.")
    if found.waiting and resit is not None and resit.closes_at and not resit.is_over(now()):
        return _("The resit is open until %(moment)s.") % {"moment": in_words(resit.closes_at)}
    if found.checked < LEAST:
        return _("Fewer than %(least)s people were checked: figures would tell what came of one of them.") % {"least": LEAST}
    return ""


@transaction.atomic
def publish(*, check: Sitting, place: str, by: User) -> SpotCheckReport:
    """Let everybody read the figures as they stand. Publishing twice is once. Raises NotPublishable."""
    locked = registering.lock(check)
    if (there := SpotCheckReport.objects.public().filter(sitting=locked).first()) is not None:
        return there
    if not resits.is_check(locked):
        raise NotPublishable(_("Only results of spot checks are published."))
    found = figures(locked)
    if said := obstacle(locked, found):
        raise NotPublishable(said)
    if place and not found.may_name:
        raise NotPublishable(_("Where nobody passed, the place is not named: it would tell who failed."))
    made = SpotCheckReport.objects.create(
        sitting=locked,
        place=place,
        checked=found.checked,
        passed_first=found.passed_first,
        passed_resit=found.passed_resit,
        published_by=by,
    )
    record("spot_check.published", made, by=by, sitting=str(locked.pk), place=place, checked=found.checked, passed=made.passed)
    pagecache.purge(TAG)
    return made


@transaction.atomic
def withdraw(*, check: Sitting, because: str, by: User) -> SpotCheckReport | None:
    """Nobody reads it any more; that it was public, by whom and why no longer, stays on record. None: nothing was public."""
    registering.lock(check)
    there = SpotCheckReport.objects.public().filter(sitting=check).first()
    if there is None:
        return None
    there.withdrawn_at, there.withdrawn_by, there.withdrawn_because = now(), by, because
    there.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    record("spot_check.withdrawn", there, by=by, sitting=str(check.pk), because=because)
    pagecache.purge(TAG)
    return there
