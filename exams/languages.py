"""Which of several wordings a reader gets. Texts are stored as {"zh-hans": …, "en": …}; Chinese is always there."""

from collections.abc import Mapping
from typing import TypeVar

SOURCE = "zh-hans"
Text = TypeVar("Text")


def in_language(texts: Mapping[str, Text], language: str) -> Text:
    """The wording in `language`, or the Chinese one where there is no other.

    >>> in_language({"zh-hans": "试题", "en": "item"}, "en"), in_language({"zh-hans": "试题"}, "zh-hant")
    ('item', '试题')
    """
    return texts[language] if language in texts else texts[SOURCE]
