"""What a package asks for that it does not get here (包外资源): files of other sites, kinds of file not taken, open frames. Pure.

It is looked for in the text of its pages when it is uploaded, so that its author is told before a learner meets a gap. What
a script puts together as it runs is not found.
"""

import re
from collections.abc import Iterable, Iterator

from courses.packages.filetypes import verdict

LOOKED_INTO = ("html", "htm", "xhtml", "css", "json")
LARGEST, MOST, MOST_NAMED = 512 * 1024, 500, 8
_TAG = re.compile(r"<(script|iframe|frame|img|video|audio|source|track|object|embed|link)\b([^<>]{0,2000})>", re.I)
_FROM = re.compile(r"""\b(?:src|href|data|poster)\s{0,9}=\s{0,9}["']?(?:https?:)?//([a-z0-9.-]+)""", re.I)
_IN_STYLE = re.compile(r"""(?:@import\s{1,9}["']|url\(\s{0,9}["']?)(?:https?:)?//([a-z0-9.-]+)""", re.I)
# A film of H5P, or a page in it: JSON may escape its strokes.
_IN_CONTENT = re.compile(r'"(?:path|source|url|src)"\s{0,9}:\s{0,9}"(?:https?:)?(?:\\?/){2}([a-z0-9.-]+)', re.I)
_FRAME = re.compile(r"<i?frame\b", re.I)
_LOADED = re.compile(r"stylesheet|icon|preload|manifest|font", re.I)


def hosts(name: str, text: str) -> Iterator[str]:
    """The sites whose files this page, style or content of H5P loads; what it merely links to is not among them.

    >>> list(hosts("a.html", "<script src='//cdn.example/x.js'></script><a href='https://elsewhere.example'>x</a>"))
    ['cdn.example']
    >>> list(hosts("a.css", "@import url(https://fonts.example/x)"))
    ['fonts.example']
    >>> list(hosts("content/content.json", '{"path":"https://v.example/1"}'))
    ['v.example']
    """
    if name.endswith(".json"):
        found: Iterable[str] = _IN_CONTENT.findall(text) if name.lower().endswith("content/content.json") else ()
    else:
        tags = [(tag.lower(), rest) for tag, rest in _TAG.findall(text)]
        loaded = [rest for tag, rest in tags if tag != "link" or _LOADED.search(rest)]
        found = [host for rest in loaded for host in _FROM.findall(rest)] + _IN_STYLE.findall(text)
    yield from (host.lower() for host in found if "." in host)


def of(texts: Iterable[tuple[str, str]], manifest: str, left_out: Iterable[str]) -> dict[str, list[str]]:
    """What is told of a package: other sites, pages with frames, and files its manifest lists that were left out."""
    elsewhere: dict[str, None] = {}
    framed: list[str] = []
    for name, text in texts:  # one at a time: together they may be more than there is memory
        elsewhere |= dict.fromkeys(hosts(name, text))
        framed += [name] if _FRAME.search(text) else []
    left_out = list(left_out)
    others = [name for name in left_out if name.lower().endswith("/imsmanifest.xml")]
    missed = [name for name in left_out if name.rpartition("/")[2] in manifest and verdict(name) == "left-out"]
    told = {"elsewhere": list(elsewhere), "framed": framed[:MOST_NAMED], "missed": missed, "others": others}
    return {what: names[:100] for what, names in told.items() if names}
