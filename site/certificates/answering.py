"""Who answers for a document (发证与签发): body, signatory and office in each language, the template's own before the site's."""

from certificates.labels import ANSWERING
from certificates.models.templates import TemplateTerms
from cms.models import TRANSLATED, Identity

_ENDINGS = {"zh-hant": "hant", "en": "en"}


def answering(identity: Identity, template: TemplateTerms | None = None) -> dict[str, str]:
    """What is frozen when a certificate is issued. Empty: it was not said in that language."""
    told = {}
    for name in ANSWERING:
        own = template.said("zh-hans", name) if template else ""
        told[name] = own or getattr(identity, name)
        for language, ending in _ENDINGS.items():
            key = f"{name}_{ending}"
            if key in TRANSLATED:
                said = template.said(language, name) if template else ""
                # The site's translation belongs to the site's own name, not to another that a template prints in its place.
                told[key] = said or ("" if own and own != getattr(identity, name) else getattr(identity, key))
    return told
