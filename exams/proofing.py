"""Proofing (付印核对): whether a form can be printed in a language, before it is drawn and kept.

A paper in two languages at once, with a picture missing or a box for a letter, is not handed out: what is at fault is
named, question by question. A wording that was only converted is no Traditional wording: it has to stand in the bank.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.pdf.pictures import Unreadable, require_readable
from core.typefaces import code_point, unprintable
from exams import setting
from exams.assessing import newest_keys
from exams.languages import SOURCE
from exams.models import AnswerKey, AttemptItem, ItemPicture, PrintedPaper

MOST_NAMED = 6


class CannotPrint(Exception):
    """The form cannot be printed so; `reasons` are sentences for whoever draws it."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(reasons))


def require(paper: PrintedPaper, languages: Iterable[str]) -> None:
    """Raise CannotPrint unless every document can be made in each language (three queries, and a file for each picture)."""
    items = setting.slots(paper)
    keys = newest_keys([one.item_version_id for one in items])
    reasons = [reason for language in languages for reason in _lacking(items, keys, language)]
    reasons += [*_unreadable(items), *(reason for language in languages for reason in _without_signs(items, keys, language))]
    if reasons:
        raise CannotPrint(list(dict.fromkeys(reasons)))


def name_of(language: str) -> str:
    """What a language is called, in the reader's."""
    return str(dict(settings.LANGUAGES)[language])


def shown(items: Iterable[AttemptItem], language: str) -> dict[str, ItemPicture | None]:
    """The pictures these wordings show, by digest; None where the bank does not know one (one query at most)."""
    wanted = {picture["sha256"] for one in items if (picture := _body(one, language).get("picture"))}
    known = {picture.sha256: picture for picture in ItemPicture.objects.filter(sha256__in=wanted)} if wanted else {}
    return {sha256: known.get(sha256) for sha256 in wanted}


def bytes_of(picture: ItemPicture | None) -> bytes:
    """A picture's bytes out of the store; none where it is gone."""
    if picture is None:
        return b""
    try:
        with picture.open() as file:
            return file.read()
    except OSError:
        return b""


def named(one: AttemptItem) -> str:
    """A question by its number and code."""
    return _("question %(slot)s (%(code)s)") % {"slot": one.slot, "code": one.item_version.item.code}


def _body(one: AttemptItem, language: str) -> Mapping[str, Any]:
    return one.item_version.body.get(language) or one.item_version.body[SOURCE]


def _lacking(items: Sequence[AttemptItem], keys: Mapping[int, AnswerKey], language: str) -> Iterator[str]:
    """Which questions have no words in this language, and which keys explain themselves in another alone."""
    words = {"language": name_of(language)}
    if unworded := [one for one in items if language not in one.item_version.body]:
        yield _("These questions have no wording in %(language)s: %(named)s.") % {**words, "named": _named(unworded)}
    if unexplained := [one for one in items if not _explained(keys[one.item_version_id], language)]:
        sentence = _("The explanation or marking scheme of these questions is not told in %(language)s: %(named)s.")
        yield sentence % {**words, "named": _named(unexplained)}


def _explained(key: AnswerKey, language: str) -> bool:
    lines = (line["text"] for part in key.rubric for line in part["lines"])
    return all(not texts.get(SOURCE) or texts.get(language) for texts in (key.explanation or {}, *lines))


def _unreadable(items: Sequence[AttemptItem]) -> Iterator[str]:
    broken = {sha256 for sha256, picture in shown(items, SOURCE).items() if not _is_readable(bytes_of(picture))}
    for one in items:
        if (picture := _body(one, SOURCE).get("picture")) and picture["sha256"] in broken:
            yield _("The picture of %(named)s cannot be read: upload it again.") % {"named": named(one)}


def _is_readable(data: bytes) -> bool:
    try:
        require_readable(data)
    except Unreadable:
        return False
    return True


def _without_signs(items: Sequence[AttemptItem], keys: Mapping[int, AnswerKey], language: str) -> Iterator[str]:
    for one in items:
        key = keys[one.item_version_id]
        text = "".join(_texts([_body(one, language), key.data, key.rubric, key.explanation_in(language)]))
        if missing := unprintable("".join(text.split()), formulas=True):
            signs = _(", ").join(f"{sign} ({code_point(sign)})" for sign in missing)
            yield _("Signs that no typeface prints stand in %(named)s: %(signs)s.") % {"named": named(one), "signs": signs}


def _texts(part: Any) -> Iterator[str]:
    """Every string of a wording or a key."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for name, value in part.items():
            yield from _texts(value) if name not in ("sha256", "alt") else ()
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _texts(value)


def _named(items: Sequence[AttemptItem]) -> str:
    """The questions by number and code, as many as one reads."""
    separator = _(", ")
    told = separator.join(named(one) for one in items[:MOST_NAMED])
    more = len(items) - MOST_NAMED
    if more <= 0:
        return told
    return ngettext("%(named)s and %(more)s more", "%(named)s and %(more)s more", more) % {"named": told, "more": more}
