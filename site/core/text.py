"""Text as people type it, brought to one form before it is compared."""

import re
import unicodedata

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_BLANKS = re.compile(r"\s+")
_PUNCTUATION = str.maketrans("，。；：！？（）【】“”‘’、—～", ",.;:!?()[]\"\"'',-~")


def clean(text: str) -> str:
    """NFC, no zero-width signs, no leading, trailing or doubled blanks. What is stored and shown."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text).translate(_ZERO_WIDTH)).strip()


def fold(text: str) -> str:
    """One form for comparing: full-width = half-width, no case, no blanks doubled, one punctuation.

    >>> fold("ＰＤＣＡ　循环") == fold("pdca 循环")
    True
    """
    folded = unicodedata.normalize("NFKC", text).translate(_ZERO_WIDTH).casefold().translate(_PUNCTUATION)
    return _BLANKS.sub(" ", folded).strip()


def unescape_breaks(text: str) -> str:
    """One kind of line end; Excel writes _x000D_ for some."""
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
