"""Paths within a package (包内路径): how files are looked up, and which file the address of a launch page means. Pure."""

import unicodedata
from collections.abc import Collection
from urllib.parse import unquote


def folded(path: str) -> str:
    """A path as files are looked up by: case and the way accents are composed make no difference, as on Windows.

    >>> folded("./Content/INDEX.html") == folded("content//index.HTML")
    True
    """
    parts = [part for part in unicodedata.normalize("NFC", path).casefold().split("/") if part not in ("", ".")]
    kept: list[str] = []
    for part in parts:
        if part == ".." and kept and kept[-1] != "..":
            kept.pop()
        else:
            kept.append(part)
    return "/".join(kept)


def divided(href: str) -> tuple[str, str, str]:
    """Path, query and fragment of an address, each with its sign; a backslash in the path is a stroke.

    >>> divided("a\\\\b.html?x=1#y"), divided("app.html#/one?x=1")
    (('a/b.html', '?x=1', '#y'), ('app.html', '', '#/one?x=1'))
    """
    path, hash_sign, fragment = href.partition("#")
    path, mark, query = path.partition("?")
    return path.replace("\\", "/"), mark + query, hash_sign + fragment


def folder(base: str) -> str:
    """An xml:base as it is meant: many leave out the stroke at its end.

    >>> folder("teil"), folder("teil\\\\"), folder("")
    ('teil/', 'teil/', '')
    """
    base = base.strip().replace("\\", "/")
    return f"{base}/" if base and not base.endswith("/") else base


def meant(base: str, path: str, here: Collection[str]) -> str:
    """The file an address means: escaped as it ought to be, or not at all, or as GBK, or beside the base it was given.

    >>> meant("", "b%20b.html", {"b%20b.html"}), meant("teil/", "b%20b.html", {"teil/b b.html"}), meant("x/", "a.htm", {"a.htm"})
    ('b%20b.html', 'teil/b b.html', 'a.htm')
    """
    ways = [one for start in dict.fromkeys((base, "")) for one in _ways(start + path)]
    return next((one for one in ways if folded(one) in here), ways[0]).removeprefix("./")


def _ways(path: str) -> list[str]:
    if path.endswith("/"):
        path += "index.html"
    return [unquote(path), path, unquote(path, encoding="gb18030", errors="replace")]
