"""What one agrees to when signing up: which documents, in which version, and a digest of the very words shown.

A consent that does not tell which words it was given to is worth nothing in a dispute: an editor may have
changed the page since. So the digest is taken of the page as it stands at that moment.
"""

import hashlib
import re
from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Page

from accounts.models import Consent, User
from core.audit import record

DOCUMENTS = ("exam-rules", "privacy")
_CHECKED = re.compile(r"^checked:\s*(\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Terms:
    """The documents as they now stand in one language."""

    version: str
    sha256: str


def current(language: str) -> Terms:
    """The terms a person reading `language` is shown (at most two queries per document)."""
    words = [_document(slug, language) for slug in DOCUMENTS]
    version = " ".join(f"{slug}@{checked}" for slug, (_text, checked) in zip(DOCUMENTS, words, strict=True))
    text = "\n".join(text for text, _checked in words)
    return Terms(f"{language} {version}", hashlib.sha256(text.encode()).hexdigest())


def agree(user: User, language: str) -> Consent:
    """Keep that `user` agreed, now, to the terms as shown in `language`."""
    terms = current(language)
    consent = Consent.objects.create(user=user, purpose=Consent.Purpose.TERMS, version=terms.version, text_sha256=terms.sha256)
    record("consent.given", consent, by=user, version=terms.version)
    return consent


def _document(slug: str, language: str) -> tuple[str, str]:
    """Words and date of check: of the page an editor keeps, or of the shipped file while there is no page."""
    pages = Page.objects.live().filter(slug=slug, locale__language_code__in=[language, settings.LANGUAGE_CODE])
    found = {page.locale.language_code: page for page in pages.select_related("locale").specific()}
    page = found.get(language) or found.get(settings.LANGUAGE_CODE)
    if page is not None and hasattr(page, "text"):
        return str(page.text), str(getattr(page, "checked", ""))
    suffix = "en" if language == "en" else "zh"
    text = (settings.CONTENT_DIR / "pages" / "site" / f"{slug}.{suffix}.md").read_text(encoding="utf-8")
    checked = _CHECKED.search(text)
    return text, checked[1] if checked else ""
