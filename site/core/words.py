"""The interface's words: compiled from the reviewable .po files in pure Python, so no tool need be installed."""

from pathlib import Path

import polib
from django.conf import settings

LANGUAGES = ("zh_Hans", "zh_Hant", "en")


def catalogue(language: str) -> Path:
    """The reviewable file of one language ("zh_Hans")."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def compile_all() -> list[Path]:
    """Write each .mo that is missing or older than its .po; the paths written."""
    written = []
    for po in sorted(po for path in settings.LOCALE_PATHS for po in Path(path).glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            polib.pofile(str(po)).save_as_mofile(str(mo))
            written.append(mo)
    return written


def untranslated(language: str = "zh_Hans") -> list[str]:
    """Messages in use that have no words in `language` yet."""
    return [entry.msgid for entry in polib.pofile(str(catalogue(language))) if not entry.obsolete and not entry.translated()]
