"""Making the document of a certificate (制证): drawn once, stored once, recorded with its digest.

The file is written first, under a name that contains its digest, then recorded by an insert that only one
worker can win. A loser removes its own file, never the winner's. So a task may run twice, at once or later,
on SQLite, PostgreSQL and object storage alike.
"""

import hashlib

from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from certificates.models import Artefact, Certificate
from certificates.rendering import TEMPLATE_VERSION, render
from core.keeping import keep


def make_pdf(certificate: Certificate) -> Artefact:
    """The PDF of a certificate: the stored one, or one made now."""
    recorded = Artefact.objects.filter(certificate=certificate, kind=Artefact.Kind.PDF).first()
    if recorded is not None:
        return recorded
    content = render(certificate.facts())
    digest = hashlib.sha256(content).hexdigest()
    key = keep(f"certs/{certificate.valid_from.year}/{certificate.number}-{digest[:16]}.pdf", content)
    return _record(certificate, key, digest, len(content))


def _record(certificate: Certificate, key: str, digest: str, size: int) -> Artefact:
    try:
        with transaction.atomic():
            return Artefact.objects.create(
                certificate=certificate, key=key, sha256=digest, size=size, template_version=TEMPLATE_VERSION
            )
    except IntegrityError:
        winner = Artefact.objects.get(certificate=certificate, kind=Artefact.Kind.PDF)
        if winner.key != key:
            storages["artefacts"].delete(key)
        return winner
