"""Several languages in one text, as Moodle's filters write them: span class="multilang", and {mlang}."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

_SPAN = r"""<span\b(?=[^>]*\bclass\s*=\s*["'][^"']*\bmultilang\b)(?=[^>]*\blang\s*=\s*["']([\w-]+)["'])[^>]*>"""
_MLANG = r"\{\s*mlang\s+([\w\s,-]+?)\s*\}"
_LANG = r"""<lang\b[^>]*\blang\s*=\s*["']([\w-]+)["'][^>]*>"""
_OPENING = re.compile(f"{_SPAN}|{_MLANG}|{_LANG}", re.I)
_ENDS = (re.compile(r"\{\s*mlang\s*\}", re.I), re.compile(r"</lang\s*>", re.I))
# More marks than any text has: it is taken as it stands, so that nobody can make the reading long.
_MOST = 300
_TAG = re.compile(r"<(/?)span\b[^>]*?(/?)>", re.I)
_CODES = {"zh-hans": "zh_cn", "zh-hant": "zh_tw", "en": "en"}


@dataclass(frozen=True)
class _Piece:
    """A stretch of text, for all readers (no codes) or for those of some languages."""

    text: str
    codes: tuple[str, ...] = ()


def locale_of(code: str) -> str:
    """Our locale for another system's code; empty for a language we do not keep.

    >>> [locale_of(code) for code in ("zh_cn", "zh-TW", "zh", "EN-us", "fr", "other")]
    ['zh-hans', 'zh-hant', 'zh-hans', 'en', '', '']
    """
    plain = code.strip().lower().replace("_", "-")
    if plain.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")):
        return "zh-hant"
    if plain == "zh" or plain.startswith("zh-"):
        return "zh-hans"
    return "en" if plain == "en" or plain.startswith("en-") else ""


def languages(text: str) -> tuple[set[str], set[str]]:
    """The locales a text is written in, and the codes of languages we do not keep.

    >>> languages('<span lang="zh_cn" class="multilang">题</span> <span lang="fr" class="multilang">question</span>')
    ({'zh-hans'}, {'fr'})
    """
    codes = {code for piece in _pieces(text) for code in piece.codes}
    return {locale_of(code) for code in codes} - {""}, {code for code in codes if not locale_of(code) and code != "other"}


def read(text: str, locale: str) -> str:
    """What a reader of `locale` sees: of each run of languages his own, else {mlang other}, else the first.

    >>> text = '<span class="multilang" lang="en">A</span> <span class="multilang" lang="zh_cn">甲<span>乙</span></span>。'
    >>> read(text, "zh-hans")
    '甲<span>乙</span>。'
    >>> read("{mlang zh_cn}题{mlang}{mlang other}item{mlang} 1", "zh-hant")
    'item 1'
    """
    seen: list[str] = []
    for plain, run in groupby(_joined(_pieces(text)), key=lambda piece: not piece.codes):
        pieces = list(run)
        seen += [piece.text for piece in pieces] if plain else [_chosen(pieces, locale)]
    return "".join(seen)


def write(texts: Mapping[str, str]) -> str:
    """One text for all its readers.

    >>> write({"zh-hans": "题", "en": "item"}), write({"zh-hans": "ISO", "en": "ISO"})
    ('<span lang="zh_cn" class="multilang">题</span><span lang="en" class="multilang">item</span>', 'ISO')
    """
    if len(set(texts.values())) <= 1:
        return next(iter(texts.values()), "")
    return "".join(f'<span lang="{_CODES.get(code, code)}" class="multilang">{text}</span>' for code, text in texts.items())


def _chosen(pieces: Sequence[_Piece], locale: str) -> str:
    for piece in pieces:
        if locale in map(locale_of, piece.codes):
            return piece.text
    others = [piece.text for piece in pieces if "other" in piece.codes]
    return others[0] if others else pieces[0].text


def _joined(pieces: Iterator[_Piece]) -> list[_Piece]:
    """Without the blanks between two languages: they part the marks, not the words."""
    all_pieces = list(pieces)
    return [
        piece
        for index, piece in enumerate(all_pieces)
        if piece.codes
        or piece.text.strip()
        or not (0 < index < len(all_pieces) - 1 and all_pieces[index - 1].codes and all_pieces[index + 1].codes)
    ]


def _pieces(text: str) -> Iterator[_Piece]:
    openings = sorted((match.start(), match) for match in _OPENING.finditer(text))
    if len(openings) > _MOST:
        openings = []
    start = 0
    for begin, opening in openings:
        if begin < start:
            continue  # within the one before
        inner, end = _closing(text, opening)
        if inner < 0:
            continue
        if begin > start:
            yield _Piece(text[start:begin])
        codes = next(filter(None, opening.groups()))
        yield _Piece(text[opening.end() : inner], tuple(code.strip().lower() for code in codes.split(",")))
        start = end
    if start < len(text):
        yield _Piece(text[start:])


def _closing(text: str, opening: re.Match[str]) -> tuple[int, int]:
    """Where what opens there closes, spans within a span counted; -1 when nowhere."""
    if not opening[1]:
        end = _ENDS[opening[2] is None].search(text, opening.end())
        return (end.start(), end.end()) if end else (-1, -1)
    depth = 1
    for tag in _TAG.finditer(text, opening.end()):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if depth == 0:
            return tag.start(), tag.end()
    return -1, -1
