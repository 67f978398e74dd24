"""The interface's words: compiled from the reviewable .po files in pure Python, so no tool need be installed."""

import csv
import re
from functools import cache
from pathlib import Path

import polib
from django.conf import settings
from opencc import OpenCC

LANGUAGES = ("zh_Hans", "zh_Hant", "en")


# An apostrophe alone is no quotation mark.
_INNER = re.compile("‘([^‘’]*)’")
_QUOTES = str.maketrans("“”", "「」")


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


@cache
def _converter() -> OpenCC:
    """Loading its tables takes 50 ms: once per process."""
    return OpenCC("s2hk")


@cache
def _terms() -> list[tuple[str, str]]:
    """The glossary's own Traditional terms where they differ from a character-by-character reading."""
    with (settings.CONTENT_DIR / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["zh_hans"], row["zh_hant_hk"]) for row in csv.DictReader(file)]
    convert = _converter().convert
    return sorted(((convert(a), b) for a, b in rows if convert(a) != b), key=lambda pair: -len(pair[0]))


def traditional(text: str) -> str:
    """Simplified Chinese in Hong Kong's Traditional characters, with the glossary's terms and 「」 for “”."""
    result: str = _converter().convert(text)
    for plain, term in _terms():
        result = result.replace(plain, term)
    return _INNER.sub(r"『\1』", result).translate(_QUOTES)


def draft_traditional() -> None:
    """Write the zh_Hant catalogue anew from zh_Hans; words an editor has marked "reviewed" stay."""
    source = polib.pofile(str(catalogue("zh_Hans")))
    path = catalogue("zh_Hant")
    kept = {entry.msgid: entry for entry in polib.pofile(str(path)) if "reviewed" in entry.tcomment} if path.exists() else {}
    for entry in source:
        if entry.msgid in kept:
            entry.msgstr, entry.msgstr_plural = kept[entry.msgid].msgstr, kept[entry.msgid].msgstr_plural
            entry.tcomment = kept[entry.msgid].tcomment
        else:
            entry.msgstr = traditional(entry.msgstr)
            entry.msgstr_plural = {index: traditional(text) for index, text in entry.msgstr_plural.items()}
    source.metadata["Language"] = "zh_Hant"
    path.parent.mkdir(parents=True, exist_ok=True)
    source.save(str(path))
