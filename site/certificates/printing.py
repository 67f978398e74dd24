"""Making the document of a certificate (制证): drawn once, stored once, recorded with its digest (`storing`).

A task may run twice, at once or later, on SQLite, PostgreSQL and object storage alike.
"""

from certificates.editions import edition
from certificates.models import Artefact, Certificate
from certificates.rendering import TEMPLATE_VERSION, render
from certificates.storing import Overtaken, store

_TRIES = 3


def make_pdf(certificate: Certificate, language: str = Artefact.Language.ZH_HANS) -> Artefact:
    """The PDF of a certificate in a language: the stored one, or one made now."""
    for _try in range(_TRIES):
        recorded = Artefact.objects.filter(certificate=certificate, kind=Artefact.Kind.PDF, language=language).first()
        if recorded is not None:
            return recorded
        try:
            return _made(certificate, language)
        except Overtaken as reason:
            overtaken = reason
    raise overtaken


def _made(certificate: Certificate, language: str) -> Artefact:
    content = render(certificate.facts(), edition(certificate, language))
    return store(certificate, content, language=language, template_version=TEMPLATE_VERSION)
