"""Secrets that were written into a tracked file (G06): what looks like one, by its form or by how much chance is in it."""

import math
import re
from collections import Counter

FORMS = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "cloud key": re.compile(r"\b(?:AKIA|ASIA|LTAI)[A-Z0-9]{12,20}\b"),
    "forge token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20}|github_pat_\w{40,})\b"),
    "chat hook": re.compile(r"https://(?:hooks\.slack\.com/services|open\.feishu\.cn/open-apis/bot/v2/hook)/[\w/-]{10,}"),
    "signed token": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}"),
    "address with password": re.compile(r"\b[a-z][a-z+]+://[^\s/:@'\"{}$%<>]+:(?!password|…|\*|secret)[^\s/@'\"{}$%<>]{6,}@"),
}
_ASSIGNED = re.compile(r"(?i)\b\w*(?:secret|token|passw|api_?key|private)\w*[\"']?\s*[:=]\s*[\"']([^\"'\s]{20,})[\"']")
CHANCE = 4.2  # bits a character: words have less, random base64 more


def found(text: str) -> list[str]:
    """What kinds of secret stand in it.

    >>> found("-----BEGIN EC " + "PRIVATE KEY-----"), found("SECRET = 'read from the environment'")
    (['private key'], [])
    >>> found("api_key = 'q8Zr1Vw" + "N5xLk0TgYb3PsEu7HdCm2Aj9F'")
    ['assigned']
    """
    kinds = [kind for kind, form in FORMS.items() if form.search(text)]
    return kinds + (["assigned"] if any(_chance(one) > CHANCE for one in _ASSIGNED.findall(text)) else [])


def _chance(word: str) -> float:
    """Bits of information a character, by how often each stands in it."""
    return -sum(n / len(word) * math.log2(n / len(word)) for n in Counter(word).values())
