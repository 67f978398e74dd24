"""The interface's words: compiled from the reviewable .po files in pure Python, so no tool need be installed."""

from pathlib import Path

import polib
from django.conf import settings

from core.traditional import traditional

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


def _key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def draft_traditional() -> None:
    """Write the zh_Hant catalogue anew from zh_Hans; words an editor has marked "reviewed" stay."""
    source = polib.pofile(str(catalogue("zh_Hans")))
    path = catalogue("zh_Hant")
    kept = {_key(entry): entry for entry in polib.pofile(str(path)) if "reviewed" in entry.tcomment} if path.exists() else {}
    for entry in source:
        if known := kept.get(_key(entry)):
            entry.msgstr, entry.msgstr_plural, entry.tcomment = known.msgstr, known.msgstr_plural, known.tcomment
        else:
            entry.msgstr = traditional(entry.msgstr)
            entry.msgstr_plural = {index: traditional(text) for index, text in entry.msgstr_plural.items()}
    source.metadata["Language"] = "zh_Hant"
    path.parent.mkdir(parents=True, exist_ok=True)
    source.save(str(path))
