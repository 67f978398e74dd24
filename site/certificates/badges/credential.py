"""The badge as a credential (数字徽章凭证): Open Badges 3.0 on top of W3C Verifiable Credentials 2.0, secured as VC-JWT.

Written from the two specifications; nothing here is fetched or asked. Pure rules: docs/algorithms/badges.md.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# In this order: the second builds on the first and a verifier compares them as they stand.
W3C = "https://www.w3.org/ns/credentials/v2"
CONTEXT = (W3C, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
Json = dict[str, Any]


@dataclass(frozen=True)
class Issuer:
    """Who says so."""

    id: str
    name: str
    url: str

    def profile(self) -> Json:
        return {"id": self.id, "type": ["Profile"], "name": self.name, "url": self.url}


@dataclass(frozen=True)
class Achievement:
    """What is said of everybody who holds this certificate; the same for all of a scheme's version."""

    id: str
    name: str
    description: str
    criteria: str
    criteria_url: str
    picture: str
    version: str
    hours: Decimal | None = None

    def told(self) -> Json:
        told = {
            "id": self.id,
            "type": ["Achievement"],
            # The vocabulary knows no training certificate; "Certification" and "License" would promise what it is not.
            "achievementType": "Certificate",
            "name": self.name,
            "description": self.description,
            "criteria": {"id": self.criteria_url, "narrative": self.criteria},
            "image": {"id": self.picture, "type": "Image", "caption": self.name},
            "inLanguage": "zh-Hans",
            "version": self.version,
        }
        return told | ({"creditsAvailable": float(self.hours)} if self.hours else {})


@dataclass(frozen=True)
class Listed:
    """Where on a status list a credential stands."""

    url: str
    purpose: str
    place: int

    def entry(self) -> Json:
        return {
            "id": f"{self.url}#{self.place}",  # never the list's own address
            "type": "BitstringStatusListEntry",
            "statusPurpose": self.purpose,
            "statusListIndex": str(self.place),
            "statusListCredential": self.url,
        }


@dataclass(frozen=True)
class Award:
    """One achievement, awarded to one person, as the certificate has it."""

    id: str
    subject: str
    holder: str
    number: str
    text: str
    awarded: dt.datetime
    valid_from: dt.datetime
    valid_until: dt.datetime | None
    hours: Decimal | None
    achievement: Achievement
    issuer: Issuer
    listed: Listed
    page: str


def credential(award: Award) -> Json:
    """The credential, unsigned. Its one status entry is all that Open Badges 3.0 allows (1EdTech issue 623)."""
    return {
        "@context": list(CONTEXT),
        "id": award.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.achievement.name,
        "issuer": award.issuer.profile(),
        "awardedDate": _moment(award.awarded),
        "validFrom": _moment(award.valid_from),
        **({"validUntil": _moment(award.valid_until)} if award.valid_until else {}),
        "credentialSubject": _subject(award),
        "evidence": [{"id": award.page, "type": ["Evidence"], "name": award.number}],
        "credentialStatus": award.listed.entry(),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _subject(award: Award) -> Json:
    named = {"type": "IdentityObject", "hashed": False, "identityHash": award.holder, "identityType": "name"}
    told = {
        "id": award.subject,
        "type": ["AchievementSubject"],
        "identifier": [named],
        "licenseNumber": award.number,
        "narrative": award.text,
        "achievement": award.achievement.told(),
    }
    return told | ({"creditsEarned": float(award.hours)} if award.hours else {})


def status_list(url: str, issuer: str, purpose: str, encoded: str, *, term: tuple[dt.datetime, dt.datetime], ttl: int) -> Json:
    """The credential that carries a status list; `ttl` in seconds."""
    return {
        "@context": [W3C],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": _moment(term[0]),
        "validUntil": _moment(term[1]),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "ttl": ttl * 1000,
            "encodedList": encoded,
        },
    }


def claims(told: Json) -> Json:
    """The payload of its VC-JWT: the credential, and the names that JWT has for the same facts."""
    issuer = told["issuer"]
    registered = {
        "iss": issuer if isinstance(issuer, str) else issuer["id"],
        "jti": told["id"],
        "sub": told["credentialSubject"]["id"],
        "nbf": _seconds(told["validFrom"]),
    }
    return told | registered | ({"exp": _seconds(told["validUntil"])} if "validUntil" in told else {})


def enveloped(token: str) -> Json:
    """The signed token as JSON (VC 2.0, 4.13): an envelope, because a JWT's proof cannot stand inside the credential."""
    return {"@context": W3C, "id": f"data:application/vc+jwt,{token}", "type": "EnvelopedVerifiableCredential"}


def document(told: Json) -> Json:
    """A profile or an achievement as a document of its own."""
    return {"@context": list(CONTEXT), **told}


def _moment(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds")


def _seconds(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).timestamp())
