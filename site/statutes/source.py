"""Reading a statute's published text file: title, who adopted it, and the articles, not one character changed."""

import datetime as dt
import re
from dataclasses import dataclass

from statutes.numerals import from_chinese

_ARTICLE = re.compile(r"^第([一二三四五六七八九十]+)条\s")
_IN_FORCE = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起施行")


class Unreadable(ValueError):
    """The file is not a statute as we know them."""


@dataclass(frozen=True)
class Source:
    title: str
    adopted: str
    in_force_on: dt.date
    articles: dict[int, str]


def read(text: str) -> Source:
    """Take a statute apart. A line is a paragraph; blanks at its ends and empty lines are the typist's.

    Raises `Unreadable` when articles are not numbered 1, 2, 3 … or no article says when the statute is in force.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    starts = [i for i, line in enumerate(lines) if _ARTICLE.match(line)]
    if not starts:
        raise Unreadable("no article found")
    articles: dict[int, str] = {}
    for here, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        number, first = _head(lines[here])
        if number != len(articles) + 1:
            raise Unreadable(f"article {number} follows article {len(articles)}")
        articles[number] = "\n".join([first, *lines[here + 1 : following]])
    adopted = "".join(lines[1 : starts[0]]).strip("（）")
    return Source(lines[0], adopted, _in_force_on(articles), articles)


def _head(line: str) -> tuple[int, str]:
    match = _ARTICLE.match(line)
    number = from_chinese(match[1]) if match else None
    if match is None or number is None:
        raise Unreadable(f"not an article's number: {line[:12]}")
    return number, line[match.end() :].strip()


def _in_force_on(articles: dict[int, str]) -> dt.date:
    for text in reversed(articles.values()):
        if match := _IN_FORCE.search(text):
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
    raise Unreadable("no article says when the statute is in force")
