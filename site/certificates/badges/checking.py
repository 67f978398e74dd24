"""What anyone is told who hands in a badge (徽章查验): whether we signed it, whether it was changed, and what it is worth today.

Two questions, kept apart: the signature says where a file comes from; what the certificate is worth only the register says.
"""

import json
import uuid
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from certificates import signing_keys, verdicts
from certificates.badges import awarding, finding
from certificates.badges.finding import NoToken, Problem
from certificates.models import Badge, Certificate, SigningKey
from certificates.status import Status
from certificates.verdicts import Advice, Fact, Verdict

_PURPOSE = SigningKey.Purpose.CREDENTIAL


@dataclass(frozen=True)
class Answer:
    """What is said, and whether there was anything in the file that could be checked."""

    verdict: Verdict
    could_be_read: bool = True


def check(data: bytes) -> Answer:
    """The answer to a file from a stranger (five queries at most)."""
    try:
        token = finding.token_in(data)
    except NoToken as reason:
        return Answer(_nothing(reason.problem), could_be_read=False)
    try:
        told, key = signing_keys.read_jws(_PURPOSE, token)
    except signing_keys.BadSignature:
        return Answer(_changed() if _names_a_key_of_ours(token) else _not_ours())
    if not isinstance(told, dict) or "OpenBadgeCredential" not in told.get("type", []):
        return Answer(_nothing(Problem.UNKNOWN), could_be_read=False)
    return Answer(_genuine(told, key, token))


def _genuine(told: dict[str, Any], key: SigningKey, token: str) -> Verdict:
    number = told["credentialSubject"]["licenseNumber"]
    certificate = Certificate.objects.with_number(number).told().first()
    badge = _kept(told["id"]).select_related("consent__certificate").first()
    # Whoever has a leaked key signs what he likes: then only what we signed ourselves, and kept, is believed.
    if certificate is None or (key.compromised_at is not None and (badge is None or badge.token != token)):
        return _leaked()
    verdict = verdicts.of(certificate)
    signature = Fact(_("Signature"), _("made by this site, nothing changed since"))
    if verdict.hides_holder:
        return replace(verdict, facts=[signature, *verdict.facts])
    if badge is None or not awarding.is_standing(badge):
        note = _("The holder no longer shows this badge, so nothing about the person is shown here.")
        facts = [signature, Fact(_("Certificate number"), certificate.number, is_code=True)]
        return replace(verdict, facts=facts, footnote=note, hides_holder=True)
    facts = [signature, *_inside(told), Fact(_("Signed on"), _moment(badge)), Fact(_("Key ID"), key.kid, is_code=True)]
    if certificate.status != Status.VALID:
        return replace(verdict, facts=facts)
    sentence = _("The badge comes from this site, nothing in it was changed, and the certificate behind it is valid today.")
    return replace(verdict, title=_("The badge is genuine, the certificate valid"), sentence=sentence, facts=facts)


def _inside(told: dict[str, Any]) -> list[Fact]:
    """What the badge itself says, in its own words."""
    subject = told["credentialSubject"]
    first, last = told["validFrom"][:10], told.get("validUntil", "")[:10]
    return [
        Fact(_("Holder"), subject["identifier"][0]["identityHash"]),
        Fact(_("Certificate"), subject["achievement"]["name"]),
        Fact(_("Certificate number"), subject["licenseNumber"], is_code=True),
        Fact(_("Term"), _("%(first)s to %(last)s") % {"first": first, "last": last} if last else first),
        Fact(_("Issuing body"), told["issuer"]["name"]),
    ]


def _moment(badge: Badge) -> str:
    return date_format(localtime(badge.made_at), "DATETIME_FORMAT")


def _kept(address: str) -> QuerySet[Badge]:
    """The badge of that address, as we keep it."""
    try:
        return Badge.objects.filter(pk=uuid.UUID(address.rstrip("/").rpartition("/")[2]))
    except ValueError:
        return Badge.objects.none()


def _names_a_key_of_ours(token: str) -> bool:
    """Whether the header says that one of our keys signed this; nothing else in it is believed."""
    head = token.split(".", 1)[0]
    try:
        told = json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4)))
        kid = str(told["kid"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return any(signing_keys.address(key) == kid for key in SigningKey.objects.values_list("kid", flat=True))


def _changed() -> Verdict:
    return Verdict(
        title=_("The badge was changed"),
        sentence=_("It says that this site signed it, but the signature does not fit what it says. Do not rely on it."),
        tone="is-bad",
        icon="slash",
        advice=[
            Advice(_("Ask the holder for the badge once more, as a file and not as a screenshot.")),
            Advice(_("Verify the certificate by its number instead."), reverse("certificates:verify")),
        ],
        found=False,
    )


def _leaked() -> Verdict:
    return Verdict(
        title=_("This signature is no longer believed"),
        sentence=_("The key that signed this badge may be in other hands, and we have no record of signing it ourselves."),
        tone="is-bad",
        icon="slash",
        advice=[Advice(_("Verify the certificate by its number instead."), reverse("certificates:verify"))],
        found=False,
    )


def _not_ours() -> Verdict:
    return Verdict(
        title=_("This badge is not from us"),
        sentence=_("It is signed, but not with a key of this site. Whether it is genuine only its own issuer can say."),
        advice=[Advice(_("See our keys"), reverse("certificates:keys"))],
        footnote=_("A badge that shows our name or our medallion and is not from us may be a forgery: please write to us."),
        found=False,
    )


def _nothing(problem: Problem) -> Verdict:
    return Verdict(
        title=_("There is no badge in this file"),
        sentence=_PROBLEMS[problem](),
        tone="is-warn",
        icon="warn",
        footnote=_("Nothing was kept of the file. Whether the certificate is genuine is not said by this."),
        found=False,
    )


_PROBLEMS: dict[Problem, Callable[[], str]] = {
    Problem.EMPTY: lambda: _("The file is empty. Choose the badge once more."),
    Problem.TOO_LARGE: lambda: _("The file is larger than 1 MB; no badge is. Choose the badge itself, not a photograph of it."),
    Problem.BROKEN: lambda: _(
        "The file is damaged or holds what no badge holds. Ask the holder to download the badge once more."
    ),
    Problem.NOTHING_INSIDE: lambda: _(
        "The picture carries no badge: some programs drop it when they save a picture. Ask the holder for the file itself."
    ),
    Problem.UNSIGNED: lambda: _(
        "What it holds is not signed, so anyone can have written it. Ask the holder for the signed badge."
    ),
    Problem.COMPRESSED: lambda: _("The badge in the picture is compressed, which the format does not allow. It was not opened."),
    Problem.UNKNOWN: lambda: _("It is none of what a badge can be: a PNG or SVG picture, a .jwt file or a .json file."),
}


def too_large() -> Answer:
    """The answer to a file that was not even taken in."""
    return Answer(_nothing(Problem.TOO_LARGE), could_be_read=False)
