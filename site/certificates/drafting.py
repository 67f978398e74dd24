"""Drafting (修订方案): the next version of a scheme is written by some and published by another; then nobody changes it.

Whoever has applied by then is judged by the version that was in force on that day (docs/algorithms/applications.md).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from certificates import drafts, terms
from certificates.drafts import OwnWork, discard, write
from certificates.forbidden import objectionable
from certificates.models import Scheme, SchemeDraft, SchemeVersion
from certificates.models.schemes import TERMS
from certificates.requirements import LANGUAGES, TRAINED
from core.dates import today

__all__ = ["OwnWork", "Unfit", "discard", "draft", "faults", "publish", "write"]


@dataclass(frozen=True)
class Unfit(Exception):
    """The draft cannot be published; `faults` says why."""

    faults: Sequence[str]


def draft(*, scheme: Scheme, by: User) -> SchemeDraft:
    """The draft of this scheme's next version: the one being written, or a copy of the newest. Scheme with a version only."""

    def copy() -> dict[str, Any]:
        newest = scheme.versions.order_by("-number")[0]
        copied = {name: getattr(newest, name) for name in TERMS}
        return {**copied, "based_on": newest, "effective_from": max(today(), newest.effective_from)}

    return drafts.begin(SchemeDraft, scheme=scheme, by=by, copy=copy)


def publish(*, draft: SchemeDraft, by: User) -> SchemeVersion:
    """Make the draft the version for whoever applies from its day on. Raises OwnWork, Unfit."""
    return drafts.publish(draft, by=by, make=_make)


def _make(draft: SchemeDraft, by: User, writers: list[int]) -> SchemeVersion:
    if found := faults(draft):
        raise Unfit(found)
    number = draft.scheme.versions.order_by("-number")[0].number + 1
    terms_of = {name: getattr(draft, name) for name in TERMS}
    version = SchemeVersion(scheme=draft.scheme, number=number, published_by=by, **terms_of)
    version.full_clean()
    version.save(force_insert=True)
    return version


def faults(draft: SchemeDraft) -> list[str]:
    """What keeps a draft from being published, in the reader's language."""
    return [*_dates(draft), *_words(draft), *_demands(draft), *_changes(draft)]


def _dates(draft: SchemeDraft) -> Iterator[str]:
    if draft.effective_from < today():
        yield _("It would be in force from a day that is over. Choose today or a later day.")
    if SchemeVersion.objects.filter(scheme=draft.scheme_id, effective_from__gt=draft.effective_from).exists():
        yield _("A version with a later day is published already. Choose that day or a later one.")


def _words(draft: SchemeDraft) -> Iterator[str]:
    texts = [(_("Title in Chinese"), draft.title_zh), (_("Title in English"), draft.title_en)]
    texts += [(_("Title in Traditional Chinese"), draft.title_zh_hant)] if draft.title_zh_hant else []
    texts += [(terms.wording_label(*key), text) for key, text in wordings(draft)]
    for label, text in texts:
        if found := objectionable(text):
            yield _("%(where)s: a certificate must not say %(words)s.") % {"where": label, "words": "、".join(found)}
        if not text.strip():
            yield _("%(where)s is empty.") % {"where": label}
    for (route, language), text in wordings(draft):
        if (route == TRAINED) != ("{hours}" in text):
            label = terms.wording_label(route, language)
            yield _("%(where)s: {hours} stands where the hours are named, and only with training.") % {"where": label}


def _demands(draft: SchemeDraft) -> Iterator[str]:
    demands = draft.demands
    codes = [one.code for one in demands.requirements]
    for code in {code for code in codes if codes.count(code) > 1}:
        yield _("%(what)s is asked for twice. Put it into one row.") % {"what": terms.KIND_NAMES.get(code, code)}
    if codes and not demands.is_decided:
        yield _("Files are asked for only where a person decides: tick the decision, or strike the files out.")
    if demands.is_decided and not demands.entry:
        yield _("Say who may apply: at least one row under entry.")
    for text in (*demands.entry, *demands.pledges, *(one.text for one in demands.requirements)):
        if not all(text.get(language, "").strip() for language in LANGUAGES):
            yield _("Every row is written in Chinese and in English: %(row)s") % {"row": "".join(text.values())[:40]}


def _changes(draft: SchemeDraft) -> Iterator[str]:
    named = {change.label for change in terms.changes(draft.based_on, draft)}
    if named <= {_("In force from")}:
        yield _("It says the same as the version in force.")
    newest = SchemeVersion.objects.filter(scheme=draft.scheme_id).order_by("-number")[0]
    if newest.pk != draft.based_on_id:
        yield _("Version %(number)s was published meanwhile. Throw this draft away and begin anew from it.") % {
            "number": newest.number
        }


def wordings(terms_of: SchemeDraft) -> list[tuple[tuple[str, str], str]]:
    """Each text of the certificate with its route and language."""
    return [((route, language), text) for route, texts in terms_of.wording.items() for language, text in texts.items()]
