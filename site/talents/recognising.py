"""Recognising college hours (院校学时认定): the college proposes under an agreement, the register decides, at most sixteen count.

The hours stand in the ledger of hours from elsewhere, as everything that was not learned here (certificates/crediting.py).
Lock order: the student's row (`hours.lock`), then the proposal's: of two decisions at once the second sees what the first gave.
"""

from collections.abc import Collection
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from certificates.models import EducationCredit
from certificates.models.credits import Area, Kind
from certificates.permissions import keeps_register
from core.audit import record
from core.dates import now, today
from courses import hours
from talents.models import ClassMember, CollegeAgreement, CollegeCredit
from talents.models.agreements import MOST_HOURS

PREFIX = "college:"


class Refused(Exception):
    """It cannot be recognised so; the message says why."""


def propose(*, member: ClassMember, agreement: CollegeAgreement | None, asked: Decimal, by: User) -> CollegeCredit:
    """Hand in a student's hours. Without an agreement of this very college in force nothing is recognised."""
    if agreement is None or agreement.college_id != member.group.college_id:
        raise Refused(_("Name the agreement of this college under which the hours are recognised."))
    if not agreement.is_in_force:
        raise Refused(_("Agreement %(number)s is not in force today.") % {"number": agreement.number})
    if not 0 < asked <= agreement.most_hours:
        words = {"most": agreement.most_hours}
        raise Refused(_("More than no hours and at most %(most)s can be recognised under this agreement.") % words)
    if member.student_id == by.pk:
        raise Refused(_("Nobody proposes hours for himself."))
    try:
        with transaction.atomic():
            made = CollegeCredit.objects.create(agreement=agreement, member=member, hours=asked, proposed_by=by)
            record("college_hours.proposed", made, by=by, hours=str(asked), agreement=agreement.number)
    except IntegrityError as reason:
        raise Refused(_("Hours of this student wait for a decision already.")) from reason
    return made


def recognised(student: User) -> Decimal:
    """College hours that stand in the student's ledger, what was taken back reckoned in."""
    rows = EducationCredit.objects.held_by(student)
    given = rows.filter(source_ref__startswith=PREFIX)
    taken = rows.filter(reverses__in=given)
    return sum((part.aggregate(sum=Sum("hours"))["sum"] or Decimal(0) for part in (given, taken)), Decimal(0))


def towards(student: User, codes: Collection[str]) -> dict[str, Decimal]:
    """College hours that count towards courses, by the agreements that name them (courses/recognition.py). One query."""
    given = CollegeCredit.objects.filter(member__student=student.pk, agreement__course__code__in=codes, credit__isnull=False)
    course = Coalesce("college_credit__agreement__course__code", "reverses__college_credit__agreement__course__code")
    rows = EducationCredit.objects.held_by(student)
    standing = rows.filter(Q(college_credit__in=given) | Q(reverses__college_credit__in=given))
    sums = standing.order_by().values_list(course).annotate(sum=Sum("hours"))
    return {code: hours for code, hours in sums if code}


@transaction.atomic
def recognise(proposal: CollegeCredit, *, by: User) -> EducationCredit:
    """Recognise what was proposed, or what is left up to sixteen hours in all."""
    student = proposal.member.student
    hours.lock(student)
    held = _open(proposal, by)
    room = min(MOST_HOURS, held.agreement.most_hours) - recognised(student)
    if room <= 0:
        raise Refused(_("Sixteen hours, or what the agreement allows, are recognised already: refuse this with the reason."))
    with override("zh-hans"):
        words = {"number": held.agreement.number, "group": held.member.group.title}
        title = _("College teaching, agreement %(number)s: %(group)s") % words
    made = EducationCredit.objects.create(
        holder=student,
        kind=Kind.COURSE,
        area=Area.MANAGEMENT,
        title=title[:120],
        hours=min(held.hours, room),
        done_on=today(),
        source_ref=f"{PREFIX}{held.pk}",
        verified_by=by,
    )
    _decide(held, by, credit=made)
    record("college_hours.recognised", held, by=by, hours=str(made.hours), agreement=held.agreement.number)
    return made


@transaction.atomic
def refuse(proposal: CollegeCredit, *, by: User, reason: str) -> None:
    """Refuse it, with the reason that college and student read."""
    if not reason.strip():
        raise Refused(_("Say why it is refused: the college and the student read it."))
    held = _open(proposal, by)
    _decide(held, by, reason=reason.strip()[:200])
    record("college_hours.refused", held, by=by, reason=held.reason)


def _open(proposal: CollegeCredit, by: User) -> CollegeCredit:
    held = CollegeCredit.objects.select_for_update(no_key=True, of=("self",)).select_related("agreement", "member__group")
    found = held.get(pk=proposal.pk)
    if found.decided_at is not None:
        raise Refused(_("This was decided already."))
    if not keeps_register(by) or by.pk in (found.proposed_by_id, found.member.student_id):
        raise Refused(_("The register decides, and nobody on what he proposed or on himself."))
    return found


def _decide(held: CollegeCredit, by: User, *, credit: EducationCredit | None = None, reason: str = "") -> None:
    held.decided_by, held.decided_at, held.credit, held.reason = by, now(), credit, reason
    held.save(update_fields=["decided_by", "decided_at", "credit", "reason"])
