"""Which messages are shown without words: noted while a page is made, or read from the catalogues themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polib
from django.apps import apps
from django.conf import settings
from django.utils.translation import trans_real

_PLURAL = "\x00"


@contextmanager
def noted(language: str = "zh-hans") -> Iterator[set[str]]:
    """Every message asked for in `language` that no catalogue has (of a plural: the singular)."""
    catalogues: Any = trans_real.DjangoTranslation
    missing: set[str] = set()
    one, many = catalogues.gettext, catalogues.ngettext

    def gettext(self: Any, message: str) -> str:
        if self.to_language() == language and self._catalog.get(message) is None:
            missing.add(message)
        return one(self, message)

    def ngettext(self: Any, singular: str, plural: str, number: int) -> str:
        words = many(self, singular, plural, number)
        if self.to_language() == language and words in (singular, plural):
            missing.add(singular)
        return words

    catalogues.gettext, catalogues.ngettext = gettext, ngettext
    try:
        yield missing
    finally:
        catalogues.gettext, catalogues.ngettext = one, many


def _entries(path: Path) -> dict[tuple[str, str], polib.POEntry]:
    if not path.exists():
        return {}
    return {(entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


def lacking(domain: str, language: str = "zh_Hans") -> list[str]:
    """Messages of Wagtail's installed apps that neither Wagtail nor we have words for."""
    ours: set[tuple[str, str]] = set()
    for folder in settings.LOCALE_PATHS:
        found = _entries(Path(folder) / language / "LC_MESSAGES" / f"{domain}.po")
        ours |= {key for key, entry in found.items() if entry.translated()}
    missing = []
    for app in apps.get_app_configs():
        if app.name.startswith(("wagtail", "accounts.apps")) or app.label.startswith("wagtail"):
            folder = Path(app.path) / "locale"
            theirs = _entries(folder / language / "LC_MESSAGES" / f"{domain}.po")
            for key in _entries(folder / "en" / "LC_MESSAGES" / f"{domain}.po"):
                known = key in ours or (key in theirs and theirs[key].translated())
                missing += [] if known else [f"{app.label}: {key[1]}"]
    return missing
