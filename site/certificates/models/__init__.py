"""Schemes say what a certificate is given for; certificates, their events and their documents say what was given.

Signing keys let anyone see that it was given here.
"""

from certificates.models.certificates import Artefact, Certificate, CertificateEvent
from certificates.models.credits import ActivityClaim, EducationCredit, SectorDeclaration
from certificates.models.keys import SigningKey
from certificates.models.reminders import RenewalReminder
from certificates.models.schemes import Scheme, SchemeVersion
from certificates.models.writings import Writing

__all__ = [
    "ActivityClaim",
    "Artefact",
    "Certificate",
    "CertificateEvent",
    "EducationCredit",
    "RenewalReminder",
    "Scheme",
    "SchemeVersion",
    "SectorDeclaration",
    "SigningKey",
    "Writing",
]
