"""Weekly check (周排查): the director decides about each finding of the week; without one it says so."""

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from appointments.appointing import Refused
from appointments.duties.expecting import DAY, monday
from appointments.duties.models import DayLine, RiskList, WeekDecision, WeekRecord
from appointments.duties.permissions import Post, Standing
from core.audit import record
from core.dates import today
from organisations.models import Organisation


def findings(firm: Organisation, week: dt.date) -> QuerySet[DayLine]:
    """What the daily records of that week found, as they stand."""
    standing = DayLine.objects.filter(record__organisation=firm, record__correction=None, state=DayLine.State.FINDING)
    told = standing.filter(record__day__range=(week, week + 6 * DAY)).select_related("point", "record")
    return told.order_by("record__day", "record__unit", "point__order")


@transaction.atomic
def note(
    *,
    standing: Standing,
    risk_list: RiskList,
    week: dt.date,
    checked: str,
    conclusion: str,
    decisions: Mapping[DayLine, str],
    corrects: WeekRecord | None = None,
) -> WeekRecord:
    """Write the week's record, or the entry that corrects it. Raises Refused."""
    post = standing.post(Post.QSD)
    if post is None:
        raise Refused(_("The quality safety director in post writes the weekly record."))
    if week != monday(week) or week > today():
        raise Refused(_("That week has not begun yet."))
    if set(findings(standing.firm, week)) != set(decisions):
        raise Refused(_("The findings of this week have changed meanwhile. Look at them again and decide about each."))
    row = WeekRecord(
        organisation=standing.firm,
        risk_list=risk_list,
        appointment=post,
        week=week,
        checked=checked,
        conclusion=conclusion,
        corrects=corrects,
        written_by=standing.user,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused(_("The record of this week is written already. What you add now is a further entry.")) from twice
    WeekDecision.objects.bulk_create(WeekDecision(record=row, line=line, text=text) for line, text in decisions.items())
    record("week.noted", row, by=standing.user, findings=len(decisions))
    return row
