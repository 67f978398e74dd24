"""Supervising (督查): look, set a day, put right, check the effect. Closed by a check alone, never by whoever put it right."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from appointments.again import already
from appointments.appointing import Refused
from appointments.attaching import without_place
from appointments.duties.models import Correction, CorrectionFile, DayLine, EffectCheck, Supervision
from appointments.duties.permissions import Post, Standing
from certificates.evidence import Evidence
from core.audit import record
from organisations.belonging import lock


@dataclass(frozen=True)
class Look:
    """What was looked at and found, as it was filled in; without a day there is nothing to put right."""

    object: str
    risk: str
    looked_on: dt.date
    found: str
    owner: str = ""
    due: dt.date | None = None


@transaction.atomic
def look(*, standing: Standing, seen: Look, line: DayLine | None = None) -> Supervision:
    """Write it into the register; the same sent again is the one there is. Raises Refused."""
    said = {"organisation": standing.firm, "line": line, "looked_by": standing.user, **vars(seen)}
    row = Supervision(appointment=standing.post(Post.CQO, Post.QSD, Post.QSO), **said)
    if (seen.due is None) != (seen.owner == ""):
        raise Refused(_("What is to be put right has a day and somebody who does it."))
    lock(standing.firm)
    if (same := already(Supervision.objects.all(), "written_at", **said)) is not None:
        return same
    row.save(force_insert=True)
    record("supervision.looked", row, by=standing.user, open=seen.due is not None)
    return row


@transaction.atomic
def correct(
    *, standing: Standing, supervision: Supervision, done_on: dt.date, text: str, evidence: Sequence[Evidence]
) -> Correction:
    """Say what was done, with what shows it. Raises Refused."""
    held = _held(supervision)
    if held.is_closed:
        raise Refused(_("Nothing is left to put right here."))
    if held.awaits_check:
        raise Refused(_("What was done waits for its check. Have somebody else check the effect first."))
    if not evidence:
        raise Refused(_("Add a photo or a record that shows it."))
    made = Correction.objects.create(supervision=held, done_on=done_on, text=text, by=standing.user)
    for given in evidence:
        file, pk = without_place(given), uuid4()
        CorrectionFile.objects.create(
            pk=pk,
            correction=made,
            name=file.name,
            media_type=file.mime,
            size=len(file.content),
            key=file.keep(pk),
            sha256=file.sha256,
        )
    record("supervision.corrected", held, by=standing.user)
    return made


@transaction.atomic
def check(
    *, standing: Standing, supervision: Supervision, checked_on: dt.date, worked: bool, text: str, due: dt.date | None
) -> EffectCheck:
    """Say whether it works: then it is closed, else there is another day. By somebody else. Raises Refused."""
    held = _held(supervision)
    last = held.last
    if last is None or not held.awaits_check:
        raise Refused(_("There is nothing whose effect could be checked: say first what was done."))
    if last.by_id == standing.user.pk:
        raise Refused(_("Whoever put it right does not check the effect. Let somebody else do it."))
    if worked != (due is None):
        raise Refused(_("What does not work yet gets another day; what works gets none."))
    try:
        with transaction.atomic():
            made = EffectCheck.objects.create(
                correction=last,
                corrected_by_id=last.by_id,
                checked_on=checked_on,
                worked=worked,
                text=text,
                due=due,
                by=standing.user,
            )
    except IntegrityError as twice:
        raise Refused(_("The effect was checked already.")) from twice
    record("supervision.checked", held, by=standing.user, worked=worked)
    return made


def _held(supervision: Supervision) -> Supervision:
    """The entry, locked: two who write at once see one another."""
    there = Supervision.objects.select_for_update(no_key=True, of=("self",))
    return there.prefetch_related("corrections__check_of_effect").get(pk=supervision.pk)
