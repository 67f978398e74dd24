"""What personal data is kept for (处理目的): one list, from which the privacy page, the export and the erasure are made.

Personal Information Protection Law, art. 6 (purpose), 13 (basis), 17 (what must be told) and 19 (how long). Change the list and
raise VERSION: a consent names the version it was given to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = "2026-12"
Words = str | Promise
_CONTRACT = _("Needed for the service you asked for (Personal Information Protection Law, art. 13 (1) 2)")
_CONSENT = _("Your consent, which you may refuse or take back without losing anything else (art. 14 to 16)")
_LAW = _("A duty laid down by law (art. 13 (1) 3)")
_EMPLOYER = _("Management of staff by your organisation, on whose behalf we act (art. 13 (1) 2, art. 21)")
_YEARS = _("Six years after the last certificate ended; without a certificate, until you close your account")


@dataclass(frozen=True)
class Purpose:
    """One purpose: what it takes, why, on which ground, for how long, and who sees it."""

    key: str
    title: Words
    data: Words
    why: Words
    basis: Words
    kept: Words
    seen_by: Words
    is_optional: bool = False


_ALL = (
    Purpose(
        "account",
        _("Account"),
        _("name, e-mail address, language, digest of the password, second factors"),
        _("so that you are let in and nobody else is"),
        _CONTRACT,
        _("until you close your account"),
        _("you, administrators"),
    ),
    Purpose(
        "terms",
        _("Consents"),
        _("which texts you agreed to, when, and what you took back"),
        _("so that it can be shown what was agreed"),
        _LAW,
        _("as long as what rests on them is kept"),
        _("you, administrators"),
    ),
    Purpose(
        "phone",
        _("Signing in by mobile number"),
        _("mobile number"),
        _("so that a code can be sent to your phone"),
        _CONSENT,
        _("until you take your consent back"),
        _("you alone; the provider that sends the message"),
        is_optional=True,
    ),
    Purpose(
        "outside",
        _("Signing in by an account elsewhere"),
        _("the number by which that site knows you"),
        _("so that you need no password here"),
        _CONSENT,
        _("until you disconnect it or take your consent back"),
        _("you alone; that site learns that you came here"),
        is_optional=True,
    ),
    Purpose(
        "learning",
        _("Learning"),
        _("courses, lessons, watched and read time, hours, exercises, notes, works, practice"),
        _("so that your progress is kept and hours are credited"),
        _CONTRACT,
        _YEARS,
        _("you, your teachers; your organisation sees hours and completion where you belong to it"),
    ),
    Purpose(
        "exams",
        _("Exams"),
        _("registrations, arrangements, answers, marks, results, incidents, appeals"),
        _("so that the exam is fair and its result can be explained and contested"),
        _CONTRACT,
        _YEARS,
        _("you, examiners, markers and invigilators of your sitting"),
    ),
    Purpose(
        "certificates",
        _("Certificates"),
        _("name, number, dates, decisions, renewals, applications"),
        _("so that anybody who holds a certificate in hand can check it"),
        _CONTRACT,
        _("six years after the certificate ended; then the name goes"),
        _("whoever knows the number sees the masked name; the officers who decide"),
    ),
    Purpose(
        "organisations",
        _("Organisations"),
        _("which you belong to, since when, post and role; requests to join"),
        _("so that your organisation can plan training and name officers"),
        _EMPLOYER,
        _("six years after you left"),
        _("you, managers and training officers of that organisation"),
    ),
    Purpose(
        "appointments",
        _("Appointments and duties"),
        _("appointments, powers, records of duties"),
        _("so that the organisation can show that it carries out its duties"),
        _EMPLOYER,
        _("six years after the appointment ended"),
        _("you, those in charge in that organisation; the authority on inspection"),
    ),
    Purpose(
        "events",
        _("Events and Quality Month"),
        _("registrations, attendance, contest answers, slogans, votes, covenants"),
        _("so that seats, prizes and votes are given out fairly"),
        _CONTRACT,
        _("ninety days after the event; results of a contest two years"),
        _("you, the organiser; of winners the masked name"),
    ),
    Purpose(
        "teaching",
        _("Teaching material and support of talent"),
        _("what you handed in, decided on or published"),
        _("so that readers know where material comes from"),
        _CONTRACT,
        _("as long as the material is published"),
        _("you, reviewers; what you publish, everybody"),
    ),
    Purpose(
        "experts",
        _("Directory of experts"),
        _("name, experience, fields and methods, organisation, what others ask you; what you ask an expert"),
        _("so that whoever looks for advice on quality finds and asks you"),
        _CONSENT,
        _("until you take your consent back or close your account"),
        _("everybody, search engines too; questions: you and the expert alone"),
        is_optional=True,
    ),
    Purpose(
        "reports",
        _("Reported errors"),
        _("what you report, and the e-mail address you may leave for the answer; not who you are"),
        _("so that errors are mended and you can be answered"),
        _CONTRACT,
        _("the address ninety days after the answer, a year at most; the report as long as its page needs it"),
        _("whoever settles reports"),
    ),
    Purpose(
        "notices",
        _("Notices"),
        _("messages to you, letters sent, what you want to be told"),
        _("so that you learn of dates and decisions"),
        _CONTRACT,
        _("until you close your account"),
        _("you alone"),
    ),
    Purpose(
        "security",
        _("Security"),
        _("network address, browser, moments of signing in, deeds in the audit log, who looked at whose record"),
        _("so that misuse can be found and proved"),
        _LAW,
        _("four hundred days"),
        _("administrators and auditors; you see who looked at your record"),
    ),
)
PURPOSES: Mapping[str, Purpose] = MappingProxyType({purpose.key: purpose for purpose in _ALL})


def by_key(key: str) -> Purpose:
    """The purpose of that name."""
    return PURPOSES[key]
