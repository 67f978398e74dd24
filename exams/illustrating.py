"""Illustrating (配图): pictures on their way from a file into the bank, and back.

A picture comes in with a new item only: the bank's own stays with what it knows already.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from accounts.models import User
from exams import picturing
from exams.exchange.drafts import Draft, Picture
from exams.languages import SOURCE
from exams.models import ItemPicture, ItemVersion


def judged(draft: Draft, known: ItemVersion | None, say: Callable[..., None]) -> Draft:
    """A draft with the picture that will be taken, or without it; `say` hears why."""
    if draft.picture is None:
        return draft
    try:
        drawn = picturing.drawn(BytesIO(draft.picture.data), size=len(draft.picture.data))
    except picturing.BadPicture:
        say("warning", "picture-unfit")
        return replace(draft, picture=None)
    if known is None:
        return draft
    kept = known.body.get(SOURCE, {}).get("picture") or {}
    if kept.get("sha256") != drawn.sha256:
        say("warning", "picture-kept")
    return replace(draft, picture=None)


def illustrate(body: Mapping[str, dict[str, Any]], picture: Picture | None, *, by: User) -> None:
    """Take a picture into the bank and let the wording show it, with its words in each language."""
    if picture is None:
        return
    kept = picturing.take(BytesIO(picture.data), size=len(picture.data), by=by)
    for locale, words in body.items():
        words["picture"] = kept.shown_as(picture.alt.get(locale) or picture.alt.get(SOURCE, ""))


def illustrated(drafts: Iterable[tuple[Draft, ItemVersion]]) -> list[Draft]:
    """Drafts of the bank with their pictures (one query, and a file for each picture)."""
    pairs = list(drafts)
    digests = {version.body.get(SOURCE, {}).get("picture", {}).get("sha256") for _draft, version in pairs} - {None}
    pictures = {picture.sha256: picture for picture in ItemPicture.objects.filter(sha256__in=digests)} if digests else {}
    return [replace(draft, picture=_picture(version, pictures)) for draft, version in pairs]


def _picture(version: ItemVersion, pictures: Mapping[str, ItemPicture]) -> Picture | None:
    shown = {locale: words["picture"] for locale, words in version.body.items() if words.get("picture")}
    kept = pictures.get(shown[SOURCE]["sha256"]) if SOURCE in shown else None
    if kept is None:
        return None
    with kept.open() as file:
        return Picture(file.read(), {locale: picture["alt"] for locale, picture in shown.items() if picture["alt"]})
