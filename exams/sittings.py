"""Sittings (考次): opening one is allowed only when every paper it promises can be drawn and marked."""

import datetime as dt

from exams import papers
from exams.models import ExamVersion, Sitting


class CannotOpen(Exception):
    """The sitting would promise what cannot be kept; the message says what is lacking."""


def open_standing(version: ExamVersion, *, at: dt.datetime) -> tuple[Sitting, bool]:
    """The walk-in sitting online that is always open (and whether it is new), its results released at once.

    One that an editor has closed stays closed. Those of earlier versions close: nobody starts under old rules.
    """
    check(version)
    if not version.is_machine_marked:
        raise CannotOpen("it holds cases, which a person must mark: open it for a day with markers")
    Sitting.objects.standing().filter(exam_version__exam=version.exam_id).exclude(exam_version=version).update(
        state=Sitting.State.CLOSED
    )
    standing = Sitting.objects.standing().filter(exam_version=version).first()
    if standing:
        return standing, False
    return Sitting.objects.create(
        exam_version=version,
        opens_at=at,
        mode=Sitting.Mode.ONLINE,
        state=Sitting.State.OPEN,
        walk_in=True,
        release=Sitting.Release.AUTOMATIC,
    ), True


def check(version: ExamVersion) -> None:
    """Raise CannotOpen, with each short cell and how many are missing, unless a paper can be drawn."""
    short = papers.shortages(version)
    if short:
        raise CannotOpen("; ".join(map(str, short)))
