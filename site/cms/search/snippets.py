"""Showing why something was found: the passage round the first match, its matches marked."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from cms.search.text import is_han, normalise, tokens

WIDTH = 110


def marked(text: str, terms: Sequence[str]) -> SafeString:
    """All of `text`, escaped, every occurrence of a term in <mark>.

    >>> marked("首席質量官 <b>", ["质量"])
    '首席<mark>質量</mark>官 &lt;b&gt;'
    """
    return _html(text, _spans(text, terms))


def passage(texts: Iterable[str], terms: Sequence[str], width: int = WIDTH) -> SafeString:
    """The passage of the first text that holds the longest term and says enough, or the beginning of the first text.

    The first text is in the reader's language: a term in another script is looked for when none in this one is found.

    >>> passage(["甲" * 200, "小微企业可以设置质量安全员"], ["质量安全员"], 12)
    '…微企业可以设置<mark>质量安全员</mark>'
    >>> passage(["设首席质量官", "A chief quality officer"], ["首席质量官", "chief quality officer"], 12)
    '设<mark>首席质量官</mark>'
    """
    texts = [" ".join(text.split()) for text in texts if text]
    is_latin = not any(map(is_han, texts[0][:200])) if texts else False
    for term in sorted(terms, key=lambda term: (is_han(term) is not is_latin, len(term)), reverse=True):
        held = [(text, spans[0]) for text in texts if (spans := _spans(text, [term]))]
        if held:
            text, first = next((pair for pair in held if len(pair[0]) >= width // 3), held[0])
            return _window(text, terms, first, width)
    return _window(texts[0], terms, (0, 0), width) if texts else SafeString("")


def loosened(terms: Sequence[str]) -> list[str]:
    """The terms and, for a match that was not exact, their pairs of characters."""
    return list(dict.fromkeys([*terms, *(token for term in terms for token in tokens(term))]))


def _window(text: str, terms: Sequence[str], around: tuple[int, int], width: int) -> SafeString:
    width = 2 * width if text.isascii() else width  # a Latin letter is half as wide
    start = max(0, min(around[0] - width // 3, len(text) - width))
    cut = text[start : start + width]
    ends = ("…" if start else "", "…" if start + width < len(text) else "")
    return format_html("{}{}{}", ends[0], _html(cut, _spans(cut, terms)), ends[1])


def _spans(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where the terms stand in `text`, in order, touching ones joined. A shorter term inside a longer adds nothing."""
    folded, places = _folded(text)
    hits = []
    for term in [*terms, *(f"{term[:-1]}ies" for term in terms if term.isascii() and term.endswith("y"))]:
        at = folded.find(term)
        while at >= 0:
            if is_han(term) or not folded[at - 1 : at].isalpha():  # "art" is not in "party"
                hits.append((places[at], places[at + len(term) - 1] + 1))
            at = folded.find(term, at + 1)
    return _joined(sorted(hits))


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _folded(text: str) -> tuple[str, list[int]]:
    """`text` folded character by character as the index folds it, and where each folded character came from."""
    folded, places = [], []
    for place, character in enumerate(text):
        for part in _fold(character):
            folded.append(part)
            places.append(place)
    return "".join(folded), places


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    return normalise(character)


def _html(text: str, spans: list[tuple[int, int]]) -> SafeString:
    pieces, done = [], 0
    for start, end in spans:
        pieces += [escape(text[done:start]), format_html("<mark>{}</mark>", text[start:end])]
        done = end
    return mark_safe("".join([*pieces, escape(text[done:])]))  # noqa: S308  every piece was escaped above
