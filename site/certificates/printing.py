"""Making the document of a certificate (制证): drawn once, stored once, recorded with its digest.

The file is written first, under a name that contains its digest, then recorded by an insert that only one
worker can win. A loser removes its own file, never the winner's. So a task may run twice, at once or later,
on SQLite, PostgreSQL and object storage alike.
"""

import hashlib

from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from certificates.editions import edition
from certificates.models import Artefact, Certificate
from certificates.rendering import TEMPLATE_VERSION, render
from core.keeping import keep


def make_pdf(certificate: Certificate, language: str = Artefact.Language.ZH_HANS) -> Artefact:
    """The PDF of a certificate in a language: the stored one, or one made now."""
    recorded = _recorded(certificate, language).first()
    if recorded is not None:
        return recorded
    content = render(certificate.facts(), edition(certificate, language))
    digest = hashlib.sha256(content).hexdigest()
    key = keep(f"certs/{certificate.valid_from.year}/{certificate.number}-{digest[:16]}.pdf", content)
    return _record(certificate, language, key, digest, len(content))


def _recorded(certificate: Certificate, language: str) -> QuerySet[Artefact]:
    return Artefact.objects.filter(certificate=certificate, kind=Artefact.Kind.PDF, language=language)


def _record(certificate: Certificate, language: str, key: str, digest: str, size: int) -> Artefact:
    try:
        with transaction.atomic():
            return Artefact.objects.create(
                certificate=certificate,
                language=language,
                key=key,
                sha256=digest,
                size=size,
                template_version=TEMPLATE_VERSION,
            )
    except IntegrityError:
        winner = _recorded(certificate, language).get()
        if winner.key != key:
            storages["artefacts"].delete(key)
        return winner
