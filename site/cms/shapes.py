"""A page by its shape (版式): rendered once for all who are told the same sentences, then filled in with what is one's own.

Of what a template is given, every text is somebody's own, and everything else (a claim, a number, how many there are)
decides which sentences stand: that is the shape. For each shape the very template is rendered, with a sign in place of
each text, and kept by the process; a reader's texts are put where the signs stand, escaped as the template would.
So a template given here prints its texts and asks at most whether they are empty; it compares none and filters none.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms import banners, comfort, pagecache
from cms.listed import is_open
from core.memory import Memory

# Unicode's private use. Each shape is rendered with either row of signs: what no text of the page holds changes with them.
_SIGNS, _OTHERS, _MOST = 0xE100, 0xE900, 0x400
_SIGN = re.compile(f"([{chr(_SIGNS)}-{chr(_SIGNS + _MOST - 1)}])")
_TEXT, _ID = "text", "id"

Parts = list[str | int]
"""A page cut at its signs: what stands there anyway, and the number of the text that goes between."""


def page(request: HttpRequest, template: str, own: Mapping[str, Any], reader: str, *, section: str = "") -> HttpResponse:
    """The page for a person of this name who is signed in. A UUID in `own` may stand in addresses, the page's own among them."""
    told = {**own, "user": _Reader(reader), "csrf_token": get_token(request)}
    fixed = {"section": section}
    generation = pagecache.generation()
    # What anybody may read says its own address to search engines and to whoever shares it.
    if generation and not is_open(request.path) and not len(get_messages(request)):
        look = comfort.of(request).value, tuple(banners.shown(request))
        if filled := _filled((generation, request.get_host(), section, *look), template, told, fixed, request):
            return HttpResponse(filled)
    return HttpResponse(render_to_string(template, {**fixed, **told}, request))


def part(template: str, **own: Any) -> SafeString:
    """A part of a page that asks for nothing but what it is given."""
    return _filled((), template, own, {}, None) or render_to_string(template, own)


@dataclass(frozen=True)
class _Reader:
    """Who is signed in, as far as head and foot of a page ask."""

    full_name: str
    is_authenticated: bool = True


def _filled(
    where: tuple[Any, ...], template: str, own: Mapping[str, Any], fixed: Mapping[str, str], request: HttpRequest | None
) -> SafeString | None:
    """The template filled in; None where it holds signs of its own, or more texts than there are signs."""
    texts: list[str] = []
    shape = _shape(own, texts, [])
    key = (template, get_language(), *where, shape)
    parts = _kept.kept(key, lambda: _parts(template, own, fixed, request, len(texts)))
    if parts is None:
        return None
    return mark_safe("".join(one if isinstance(one, str) else texts[one] for one in parts))  # noqa: S308 - escaped in _shape


def _shape(value: Any, texts: list[str], ids: list[UUID]) -> Any:
    """What decides which sentences stand; all that is somebody's own goes into `texts`, in the order of `_signed`."""
    if isinstance(value, str | UUID):
        return _leaf(value, texts, ids)
    if isinstance(value, Mapping):
        return tuple((name, _shape(one, texts, ids)) for name, one in value.items())
    if isinstance(value, list | tuple):
        return tuple(_shape(one, texts, ids) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value), *(_shape(getattr(value, name), texts, ids) for name in _names(type(value)))
    return value


def _leaf(value: str | UUID, texts: list[str], ids: list[UUID]) -> Any:
    if not value:
        return ""
    texts.append(conditional_escape(str(value) if isinstance(value, UUID) else value))
    if isinstance(value, str):
        return _TEXT
    # The same one at two places stays the same one.
    if value not in ids:
        ids.append(value)
    return _ID, ids.index(value)


def _parts(
    template: str, own: Mapping[str, Any], fixed: Mapping[str, str], request: HttpRequest | None, many: int
) -> Parts | None:
    if many > _MOST:
        return None
    one, other = (_rendered(template, own, fixed, request, start) for start in (_SIGNS, _OTHERS))
    if one.translate({_SIGNS + place: _OTHERS + place for place in range(_MOST)}) != other:
        return None
    return [ord(found) - _SIGNS if _SIGN.fullmatch(found) else found for found in _SIGN.split(one)]


def _rendered(template: str, own: Mapping[str, Any], fixed: Mapping[str, str], request: HttpRequest | None, start: int) -> str:
    """The template with a sign for each text. A UUID is exchanged afterwards: addresses are made of real ones."""
    signs, ids = map(chr, range(start, start + _MOST)), dict[str, str]()
    html: str = render_to_string(template, {**fixed, **_signed(own, signs, ids)}, request)
    for number, sign in ids.items():
        html = html.replace(number, sign)
    return html


def _signed(value: Any, signs: Iterator[str], ids: dict[str, str]) -> Any:
    if isinstance(value, str):
        return next(signs) if value else value
    if isinstance(value, UUID):
        ids.setdefault(str(value), next(signs))
        return value
    if isinstance(value, Mapping):
        return {name: _signed(one, signs, ids) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_signed(one, signs, ids) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{name: _signed(getattr(value, name), signs, ids) for name in _names(type(value))})
    return value


@lru_cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


_kept: Memory[tuple[Any, ...], Parts | None] = Memory(300, lambda keys: {})
