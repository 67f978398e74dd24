"""Schemes say what a certificate is given for; certificates, their events and their documents say what was given.

Keys sign it, the log fixes what was decided so that nobody can rewrite it, and sharing and badges are how a holder shows it.
"""

from certificates.models.applications import Application, ApplicationStep, Finding
from certificates.models.artefacts import Artefact
from certificates.models.badges import Badge, BadgeConsent
from certificates.models.certificates import Certificate
from certificates.models.corrections import Correction
from certificates.models.credits import ActivityClaim, EducationCredit, SectorDeclaration
from certificates.models.enclosures import Enclosure
from certificates.models.events import CertificateEvent
from certificates.models.evidence import Evidence
from certificates.models.keys import SigningKey
from certificates.models.letters import CertificateLetter
from certificates.models.log import LogEntry, LogHead, LogNode
from certificates.models.proceedings import Proceeding, Step
from certificates.models.reminders import RenewalReminder
from certificates.models.schemes import Scheme, SchemeDraft, SchemeVersion
from certificates.models.sharing import ShareLink, ViewCount
from certificates.models.substitutes import NameSubstitute
from certificates.models.templates import Template, TemplateDraft, TemplateMark
from certificates.models.writings import Writing

__all__ = [
    "ActivityClaim",
    "Application",
    "ApplicationStep",
    "Artefact",
    "Badge",
    "BadgeConsent",
    "Certificate",
    "CertificateEvent",
    "CertificateLetter",
    "Correction",
    "EducationCredit",
    "Enclosure",
    "Evidence",
    "Finding",
    "LogEntry",
    "LogHead",
    "LogNode",
    "NameSubstitute",
    "Proceeding",
    "RenewalReminder",
    "Scheme",
    "SchemeDraft",
    "SchemeVersion",
    "SectorDeclaration",
    "ShareLink",
    "SigningKey",
    "Step",
    "Template",
    "TemplateDraft",
    "TemplateMark",
    "ViewCount",
    "Writing",
]
