"""Experts (专家): somebody agrees to be listed, another admits, whoever is signed in asks; taken back, it is hidden at once."""

import datetime as dt

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.search import index

from accounts import consenting
from accounts.models import Consent, User
from core.audit import record
from core.dates import now
from notices.telling import tell
from talents import news
from talents.keeping import forget_kept_pages
from talents.models import ExpertListing, ExpertQuestion

# Who asks more than this in a day is not asking any more.
MOST_A_DAY = 5


class Refused(Exception):
    """It cannot be done so; the message says why."""


@transaction.atomic
def keep(listing: ExpertListing, *, by: User) -> ExpertListing:
    """Keep changed words. Who was shown is hidden until somebody has read them; a standing consent stays."""
    if listing.person_id != by.pk:
        raise Refused(_("Only the person writes his or her own entry."))
    listing.admitted_at, listing.admitted_by, listing.returned, listing.changed_at = None, None, "", now()
    listing.save()
    _hide(listing)
    return listing


@transaction.atomic
def agree(listing: ExpertListing, *, by: User) -> None:
    """Agree to be listed, to the purpose as it is worded today. Agreed twice, the first consent stands."""
    if listing.person_id != by.pk:
        raise Refused(_("Only the person agrees to be listed."))
    if listing.consent_id is None:
        standing = consenting.standing(by, Consent.Purpose.EXPERTS)
        listing.consent = standing or consenting.give(by, Consent.Purpose.EXPERTS, language=get_language())
        listing.changed_at = now()
        listing.save()


@transaction.atomic
def withdraw(listing: ExpertListing, *, by: User) -> None:
    """Take the consent back: from this moment nobody is shown the entry."""
    if listing.person_id != by.pk:
        raise Refused(_("Only the person takes back his or her own consent."))
    if standing := consenting.standing(by, Consent.Purpose.EXPERTS):
        consenting.withdraw(standing, by=by)
    hide(by)
    listing.refresh_from_db()


@transaction.atomic
def hide(person: User) -> None:
    """Nobody is shown this person's entry. What it says stays for the person to read and to list again."""
    for listing in ExpertListing.objects.filter(person=person).exclude(consent=None):
        ExpertListing.objects.filter(pk=listing.pk).update(consent=None, admitted_at=None, admitted_by=None, returned="")
        record("expert.hidden", listing, by=person)
        _hide(listing)


@transaction.atomic
def admit(listing: ExpertListing, *, by: User) -> None:
    """Show the entry to everybody. Nobody admits himself."""
    held = _waiting(listing, by)
    held.admitted_at, held.admitted_by = now(), by
    held.save()
    record("expert.admitted", held, by=by)
    tell(news.ADMITTED.code, held.person, occasion=f"{held.pk}:{held.changed_at.isoformat()}", address=held.get_absolute_url())
    forget_kept_pages()


@transaction.atomic
def send_back(listing: ExpertListing, *, by: User, reason: str) -> None:
    """Return the entry with a reason; changed, it waits again."""
    if not reason.strip():
        raise Refused(_("Say what is to be mended: the person is told."))
    held = _waiting(listing, by)
    held.returned = reason.strip()[:200]
    held.save()
    record("expert.returned", held, by=by, reason=held.returned)
    facts = {"reason": held.returned}
    tell(news.RETURNED.code, held.person, occasion=f"{held.pk}:{held.changed_at.isoformat()}", facts=facts, address=news.mine())


@transaction.atomic
def ask(listing: ExpertListing, *, by: User, text: str) -> ExpertQuestion:
    """Send an expert a question; the expert reads it here, with the name and e-mail address of who asks."""
    held = ExpertListing.objects.select_for_update(no_key=True, of=("self",)).public().filter(pk=listing.pk).first()
    if held is None:
        raise Refused(_("This expert is not listed any more."))
    if held.person_id == by.pk:
        raise Refused(_("This is your own entry."))
    if ExpertQuestion.objects.filter(by=by, at__gt=now() - dt.timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refused(_("You have asked %(most)s questions today. Ask again tomorrow.") % {"most": MOST_A_DAY})
    made = ExpertQuestion.objects.create(listing=held, by=by, text=text)
    tell(news.ASKED.code, held.person, occasion=made.pk, facts={"person": by.full_name}, address=news.mine())
    return made


def _waiting(listing: ExpertListing, by: User) -> ExpertListing:
    held = ExpertListing.objects.select_for_update(no_key=True, of=("self",)).filter(pk=listing.pk).waiting().first()
    if held is None:
        raise Refused(_("This entry does not wait for a decision any more."))
    if held.person_id == by.pk:
        raise Refused(_("Nobody admits himself."))
    return held


def _hide(listing: ExpertListing) -> None:
    """Out of the search, out of what is kept."""
    index.remove_object(listing)
    forget_kept_pages()
