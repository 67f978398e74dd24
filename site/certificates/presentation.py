"""Certificates on the pages of this room and of those below: how a status looks, and what is said where."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from certificates import application_words, tasks
from certificates.models import (
    Application,
    Artefact,
    Certificate,
    CertificateEvent,
    EducationCredit,
    NameSubstitute,
    Scheme,
    SchemeVersion,
)
from certificates.status import LIVE, State, Status
from certificates.transparency import Proof
from core import jobs, typefaces
from core.dates import today
from courses.agenda import Date
from courses.dashboard import Section
from courses.record import Part
from exams.models import Exam, ExamVersion

if TYPE_CHECKING:
    from accounts.models import User
    from exams.models import Result, Sitting

# From so many days before its end a valid certificate tells how many are left.
_SOON_DAYS = 90


class Look(NamedTuple):
    """A status in words, then shape, then colour."""

    word: str | Promise
    title: str | Promise
    tone: str
    icon: str


_LOOKS = {
    Status.VALID: Look(_("Valid"), _("The certificate is valid"), "is-ok", "seal"),
    Status.NOT_YET_VALID: Look(_("Not valid yet"), _("The certificate is not valid yet"), "is-sea", "clock"),
    Status.EXPIRED: Look(_("Expired, can be renewed"), _("The certificate has expired"), "is-warn", "clock"),
    Status.LAPSED: Look(_("Expired"), _("The certificate has expired"), "is-warn", "clock"),
    Status.SUSPENDED: Look(_("Suspended"), _("The certificate is suspended"), "is-warn", "warn"),
    Status.WITHDRAWN: Look(_("Withdrawn"), _("The certificate was withdrawn"), "is-bad", "slash"),
    Status.CANCELLED: Look(pgettext_lazy("of a certificate", "Cancelled"), _("The certificate was cancelled"), "is-bad", "slash"),
    Status.SUPERSEDED: Look(_("Replaced"), _("The certificate was replaced"), "is-sea", "doc"),
}


def looks() -> dict[Status, Look]:
    """How each status is told, here and on the public page alike."""
    return _LOOKS


@dataclass(frozen=True)
class Row:
    """A certificate in a list."""

    certificate: Certificate
    word: str
    tone: str
    icon: str


def row(certificate: Certificate) -> Row:
    """A certificate with its status today; shortly before its end with the days that are left."""
    status = certificate.status
    look = _LOOKS[status]
    left = (certificate.valid_until - today()).days if certificate.valid_until else None
    if status == Status.VALID and left is not None and left <= _SOON_DAYS:
        word = (
            ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}
            if left
            else pgettext("of a certificate", "ends today")
        )
        return Row(certificate, word, "is-warn", "clock")
    return Row(certificate, str(look.word), look.tone, look.icon)


@dataclass(frozen=True)
class Rendering:
    """The document in one language: there, being made, or else to be asked for."""

    language: str
    name: str
    is_there: bool
    is_waiting: bool


def renderings(certificate: Certificate) -> list[Rendering]:
    """The document in the further languages (at most one query each). Of what has ended only those made before."""
    rows, may_be_made = [], certificate.state in LIVE and certificate.name_removed_at is None
    for language in (Artefact.Language.ZH_HANT, Artefact.Language.EN):
        there = certificate.document(language) is not None
        asked = {"certificate": str(certificate.pk), "language": str(language)}
        waiting = not there and jobs.is_waiting(tasks.render_certificate, **asked)
        if there or waiting or may_be_made:
            rows.append(Rendering(str(language), str(language.label), there, waiting))
    return rows


def dates(user: "User") -> Iterator[Date]:
    """The last day of each certificate that is still valid (1 query)."""
    for certificate in Certificate.objects.told().filter(holder=user, state=State.VALID, valid_until__gte=today()):
        assert certificate.valid_until is not None  # noqa: S101 - the filter says so
        title = gettext("Last day of your certificate: %(title)s") % {"title": certificate.title}
        yield Date(f"certificate-{certificate.pk}", title, certificate.valid_until, address=certificate.get_absolute_url())


def in_record(user: "User") -> Part:
    """Every certificate of a person, with what it is worth today (1 query)."""
    held = Certificate.objects.told().filter(holder=user).order_by("valid_from", "number")
    rows = [
        (one.number, str(one.title), one.valid_from, one.valid_until, str(_LOOKS[one.status].word), one.public_url)
        for one in held
    ]
    names = ("number", "title", "valid_from", "valid_until", "status", "check_at")
    columns = (
        gettext("Certificate number"),
        gettext("Certificate"),
        gettext("Valid from"),
        gettext("Valid until"),
        gettext("State"),
    )
    return Part("certificates", gettext("Certificates"), names, (*columns, gettext("Checked at")), rows)


def on_dashboard(user: "User") -> Section | None:
    """One's certificates and what one applies for, on /learn/ (three queries)."""
    rows = [row(certificate) for certificate in Certificate.objects.held_by(user).told()]
    applied = applications(user)
    if not rows and not applied:
        return None
    return Section(template="certificates/dashboard.html", context={"rows": rows, "applications": applied})


def on_hours(user: "User") -> Section:
    """What one did elsewhere and had recognised, with the way to hand in more (two queries)."""
    credits = list(EducationCredit.objects.held_by(user).order_by("-done_on", "-pk"))
    context = {
        "credits": credits,
        "hours": sum((one.hours for one in credits), Decimal(0)),
        "certificate": Certificate.objects.held_by(user).live().first(),
    }
    return Section(template="certificates/hours.html", context=context)


def applications(user: "User") -> list[application_words.Row]:
    """What one applies for, and what was refused (one query)."""
    shown = Application.objects.held_by(user).exclude(state__in=["granted", "withdrawn"]).told()
    return [application_words.row(application) for application in shown]


def on_result(result: "Result") -> Section | None:
    """What a released pass leads to: the certificate, or why there is none yet."""
    if not (result.passed and result.is_released):
        return None
    holder, exam = result.attempt.candidate, result.attempt.exam
    scheme = Scheme.objects.filter(exam_code=exam.code).first()
    if scheme is None:
        return None
    earned = Certificate.objects.held_by(holder).filter(scheme=scheme).told()
    missing = typefaces.unprintable(holder.full_name)
    if missing and NameSubstitute.objects.agreed(holder.pk, holder.full_name):
        missing = []
    version = scheme.versions.in_force(today()).first()
    applied = Application.objects.held_by(holder).filter(scheme=scheme).open().told().first()
    context: dict[str, object] = {
        "certificate": earned.filter(result=result).first() or earned.live().first(),
        "apply": scheme.code.lower() if version is not None and version.demands.is_decided else "",
        "application": application_words.row(applied) if applied else None,
        "substitute": NameSubstitute.objects.filter(holder=holder, name=holder.full_name).pending().first() if missing else None,
        "missing": [f"{character}（{typefaces.code_point(character)}）" for character in missing],
    }
    return Section(template="certificates/result.html", context=context)


def before_release(sitting: "Sitting", user: "User") -> Section | None:
    """The way to the certificates a release would make, for whoever looks at the register (two queries)."""
    exam = sitting.exam_version.exam
    if exam.kind != Exam.Purpose.CERTIFICATION or not user.has_perm("certificates.view_certificate"):
        return None
    version = SchemeVersion.objects.today().filter(scheme__exam_code=exam.code).first()
    if version is None or version.demands.is_decided:
        return None
    address = reverse("wagtailsnippets_certificates_certificate:sitting_preview", args=[sitting.pk])
    return Section(template="certificates/before_release.html", context={"address": address})


def courses() -> list[str]:
    """The courses that lead to a certificate in force today, by an exam that has rules (one query)."""
    versions = SchemeVersion.objects.today().filter(scheme__exam_code__in=ExamVersion.objects.values("exam__code"))
    return list(versions.values_list("scheme__code", flat=True))


def on_course(course_code: str, user: "User | AnonymousUser") -> Section | None:
    """Which certificate a course leads to, for how long, and what it is not."""
    scheme = Scheme.objects.filter(code=course_code).first()
    version = scheme.versions.in_force(today()).select_related("scheme").first() if scheme else None
    if version is None:
        return None
    years = version.validity_years
    term = ngettext("%(years)s year", "%(years)s years", years) % {"years": years} if years else ""
    months = gettext("%(months)s months") % {"months": version.validity_months}
    return Section(template="certificates/course.html", context={"version": version, "term": term or months})


@dataclass(frozen=True)
class Moment:
    """Something that happened to a certificate, as anyone may know it."""

    at: dt.datetime
    word: str
    ground: str
    note: str
    proof: Proof | None


def history(events: Iterable[CertificateEvent], proofs: Iterable[Proof] = ()) -> list[Moment]:
    """What happened to a certificate, the first first, each with its proof from the public log where there is one yet."""
    proved = {proof.entry.event_id: proof for proof in proofs}
    return [
        Moment(event.at, event.get_kind_display(), event.get_reason_code_display(), event.public_note, proved.get(event.pk))
        for event in events
    ]
