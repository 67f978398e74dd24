"""Templating (修订版式): a scheme's next form is written by some and published by another; then nobody changes it.

What was drawn stays as it was drawn: each document remembers its template, and a further language goes by the same one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from accounts.models import User
from certificates import marks
from certificates.models import Scheme, Template, TemplateDraft, TemplateMark
from certificates.models.templates import TEMPLATE_TERMS
from certificates.template_linting import Finding, findings
from core.audit import record
from core.dates import now
from core.keeping import keep


@dataclass(frozen=True)
class Unfit(Exception):
    """The template cannot be published; `found` says why."""

    found: Sequence[Finding]


class OwnWork(Exception):
    """Whoever wrote on a template does not publish it."""


class Unchanged(Exception):
    """It looks and says the same as the one in force."""


@transaction.atomic
def draft(*, scheme: Scheme, by: User) -> TemplateDraft:
    """The draft of this scheme's next template: the one being written, or a copy of the one in force."""
    Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    standing = TemplateDraft.objects.filter(scheme=scheme).first()
    if standing is not None:
        return standing
    newest = Template.objects.in_force(scheme.pk)
    copied = {name: getattr(newest, name) for name in TEMPLATE_TERMS} if newest else {}
    made = TemplateDraft.objects.create(scheme=scheme, based_on=newest, **copied)
    record("template.drafted", made, by=by, scheme=scheme.code, based_on=newest.number if newest else 0)
    return made


@transaction.atomic
def write(*, draft: TemplateDraft, by: User) -> TemplateDraft:
    """Keep what the draft says now, and who wrote it."""
    draft.written_at = now()
    draft.save()
    draft.writers.add(by)
    return draft


@transaction.atomic
def discard(*, draft: TemplateDraft, by: User) -> None:
    """Throw a draft away."""
    record("template.discarded", draft, by=by, scheme=draft.scheme.code)
    draft.delete()


@transaction.atomic
def publish(*, draft: TemplateDraft, by: User) -> Template:
    """Make the draft the form of every certificate issued from now on. Raises OwnWork, Unfit, Unchanged."""
    scheme = Scheme.objects.select_for_update(no_key=True).get(pk=draft.scheme_id)
    draft = TemplateDraft.objects.select_for_update(of=("self",)).select_related("mark").get(pk=draft.pk)
    if draft.writers.filter(pk=by.pk).exists():
        raise OwnWork(by.pk)
    if found := findings(draft, scheme):
        raise Unfit(found)
    terms = {name: getattr(draft, name) for name in TEMPLATE_TERMS}
    newest = Template.objects.in_force(scheme.pk)
    if newest is not None and all(getattr(newest, name) == value for name, value in terms.items()):
        raise Unchanged(newest.number)
    writers = list(draft.writers.values_list("pk", flat=True))
    number = newest.number + 1 if newest else 1
    made = Template.objects.create(scheme=scheme, number=number, published_by=by, written_by=writers, **terms)
    record("template.published", made, by=by, scheme=scheme.code, number=number, writers=writers)
    draft.delete()
    return made


def take_mark(content: bytes, *, name: str, by: User) -> TemplateMark:
    """Keep an operator's mark as it was cleaned; the same one under the same name is kept once. Raises BadMark."""
    mark = marks.read(content)
    digest = sha256(mark.content).hexdigest()
    standing = TemplateMark.objects.filter(sha256=digest, name=name).first()
    if standing is not None:
        return standing
    key = keep(f"marks/{digest}.{mark.ending}", mark.content)
    made = TemplateMark.objects.create(name=name, media_type=mark.media_type, key=key, sha256=digest, by=by)
    record("template.mark_kept", made, by=by, name=name, sha256=digest)
    return made
