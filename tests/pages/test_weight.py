"""What a first visit loads, pictures apart: the page, its stylesheet and every script it asks for, packed as they are sent."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

MOST = 60_000
PAGES = [
    *("/", "/en/", "/zh-hant/", "/law/zhuhai-quality/", "/en/law/zhuhai-quality/", "/courses/?field=product", "/courses/cqo/"),
    *(
        "/quality-month/2026/",
        "/quality-month/2027/contest/",
        "/events/",
        "/pages/",
        "/fields/service/",
        "/verify/",
        "/resources/",
    ),
]
_SHEET = re.compile(r'<link rel="stylesheet" href="(/[^"]+)"')
_SCRIPT = re.compile(r'<script[^>]* src="/static/([^"]+)"')
_IMPORT = re.compile(r'(?:from|import)\s*\(?\s*"\./([\w./-]+\.js)"')


def scripts(names):
    """The scripts, and those they bring in, by their path."""
    found, waiting = {}, list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            path = finders.find(name)
            assert path, name
            found[name] = Path(path).read_text(encoding="utf-8")
            folder = name.rpartition("/")[0]
            waiting += [f"{folder}/{other}" for other in _IMPORT.findall(found[name])]
    return found


def packed(text):
    return len(gzip.compress(text if isinstance(text, bytes) else text.encode()))


@pytest.mark.parametrize("address", PAGES)
def test_a_first_visit_loads_sixty_thousand_bytes_at_most(content, client, address):
    html = client.get(address).content.decode()
    sheets = _SHEET.findall(html)
    assert sheets
    parts = {address: packed(html)} | {sheet: packed(client.get(sheet).content) for sheet in sheets}
    parts |= {name: packed(text) for name, text in scripts(_SCRIPT.findall(html)).items()}
    assert len(parts) > 2
    assert sum(parts.values()) <= MOST, parts
