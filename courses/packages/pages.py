"""A package's pages as they are handed out (课件网页): with our scripts before their own, and in the encoding they are in. Pure.

The place is found by reading on from the start: the words `<head>` and `<header>` also stand in scripts and further down,
and a script put there comes too late or breaks the one it lands in.
"""

import re

_LEAD = re.compile(rb"(?:\s|\xef\xbb\xbf|<!--.*?-->|<\?.*?>|<!doctype[^>]*>|<html(?:\s[^>]*)?>|<head(?:\s[^>]*)?>)*", re.I | re.S)
_META = re.compile(rb"""<meta\b[^<>]{0,200}?\bcharset\s{0,9}=\s{0,9}["']?([a-z][a-z0-9_:.-]{1,30})""", re.I)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8 = b"\xef\xbb\xbf"
_READ = 65536
_LOOKED_AT = 256 * 1024


def readable(page: bytes) -> bytes:
    """A page of UTF-16 as UTF-8, so that ASCII can be put into it; any other as it is."""
    return _UTF8 + page.decode("utf-16", errors="replace").encode() if page.startswith(_UTF16) else page


def with_tags(page: bytes, tags: str) -> bytes:
    """The page with these tags before anything of its own that runs. They are ASCII, whatever its encoding."""
    found = _LEAD.match(page, 0, _READ)
    place = found.end() if found else 0
    return page[:place] + tags.encode("ascii") + page[place:]


def charset(page: bytes) -> str:
    """What the page is written in: as it says, else as its bytes show; empty where neither tells.

    It is said in the answer's head, because what a page says of itself a browser seeks in its first kilobyte alone, where
    our tags now stand. A page that says nothing was made for a machine whose pages were all in one encoding.

    >>> charset(b"<meta charset='GBK'>"), charset("课".encode()), charset("课件一".encode("gbk")), charset(b"plain")
    ('gbk', 'utf-8', 'gb18030', '')
    """
    if page.startswith(_UTF8):
        return "utf-8"
    if told := _META.search(page, 0, _READ):
        name = told[1].decode().lower()
        return "utf-8" if name.startswith(("utf-16", "unicode")) else name
    start = page[:_LOOKED_AT]
    return "" if start.isascii() else next((one for one in ("utf-8", "gb18030") if _is_in(start, one)), "")


def _is_in(start: bytes, encoding: str) -> bool:
    """Whether the bytes are text in that encoding; the last character may be cut off."""
    try:
        start.decode(encoding)
    except UnicodeDecodeError as fault:
        return fault.start >= _LOOKED_AT - 4
    return True
