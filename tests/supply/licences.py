"""Under which licences the packages we ship are given, as they say themselves; and which of them we take (G05)."""

import re
from importlib import metadata
from typing import Any

# What may stand beside a program under BSD-3-Clause that others host and change. LGPL and MPL: as libraries, unchanged.
TAKEN = frozenset(
    {
        "0BSD", "AFL-2.1", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "HPND", "ISC", "LGPL",
        "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unlicense",
        "ZPL-2.1", "Zlib", "bzip2-1.0.6",
    }
)  # fmt: skip
# What the metadata does not say in a word that can be compared, read by a person: package, licence.
READ: dict[str, str] = {}

_SAID = (
    (r"apache", "Apache-2.0"),
    (r"mozilla|mpl", "MPL-2.0"),
    (r"lesser general|lgpl", "LGPL"),
    (r"affero|agpl", "AGPL"),
    (r"general public|(?<!l)gpl", "GPL"),
    (r"bsd", "BSD"),
    (r"\bmit\b|expat", "MIT"),
    (r"python software foundation|psf|python license", "PSF-2.0"),
    (r"\bisc\b", "ISC"),
    (r"unlicense", "Unlicense"),
    (r"zope", "ZPL-2.1"),
    (r"historical permission|hpnd|cmu", "HPND"),
    (r"zlib", "Zlib"),
    (r"public domain|cc0", "CC0-1.0"),
)


def said(name: str) -> str:
    """The licence expression, or what classifiers and the free text come down to; empty where nothing is said."""
    told: Any = metadata.metadata(name)
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [one for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    for text in (*(one.rpartition("::")[2] for one in classifiers), (told.get("License") or "")[:200]):
        for pattern, licence in _SAID:
            if re.search(pattern, text.lower()):
                return licence
    return READ.get(name, "")


def is_taken(expression: str) -> bool:
    """Whether we may take it: with OR one of them, with AND all of them.

    >>> is_taken("MIT"), is_taken("GPL-3.0-only"), is_taken("GPL-2.0-only OR MIT"), is_taken("MIT AND AGPL-3.0-only")
    (True, False, True, False)
    >>> is_taken("")
    False
    >>> is_taken("(Apache-2.0 OR BSD-3-Clause) AND PSF-2.0")
    True
    """
    words = re.findall(r"\(|\)|[\w.+-]+", re.sub(r"(?i)\s+WITH\s+[\w.-]+", "", expression))
    spelt = [word if word in "()" else {"AND": "and", "OR": "or"}.get(word.upper(), str(word in TAKEN)) for word in words]
    # Nothing but True, False, and, or, brackets is left.
    return bool(spelt) and bool(eval(" ".join(spelt)))
