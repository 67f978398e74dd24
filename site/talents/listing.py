"""What this room has to show: addresses for the site map, the feed and wrong turnings."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from cms.listed import Listed
from talents.languages import told
from talents.models import Award, Bulletin, ExpertListing, Policy, Programme, ScienceBase, WinnerStory

MOST = 1000


def talents() -> Iterator[Listed]:
    """The room's pages, policies, notices, awards, stories, bases, programmes and experts (seven queries)."""
    group = _("Talents")
    yield Listed(reverse("talents:index"), group, group, place=60)
    yield Listed(reverse("talents:policies"), _("Policies of support"), group, place=60)
    for policy in Policy.objects.public()[:MOST]:
        yield Listed(policy.get_absolute_url(), told(policy, "title"), group, _moment(policy.published_on), "", True, 60)
    yield Listed(reverse("talents:bulletins"), _("Notices of authorities"), group, place=60)
    for one in Bulletin.objects.public()[:MOST]:
        yield Listed(one.get_absolute_url(), told(one, "title"), group, _moment(one.published_on), "", True, 60)
    yield Listed(reverse("talents:awards"), _("Awards"), group, place=60)
    for award in Award.objects.public():
        yield Listed(award.get_absolute_url(), told(award, "name"), group, _moment(award.published_on), "", True, 60)
    for story in WinnerStory.objects.public()[:MOST]:
        yield Listed(story.get_absolute_url(), told(story, "title"), group, _moment(story.published_on), "", True, 60)
    yield Listed(reverse("talents:bases"), _("Science bases"), group, place=60)
    for base in ScienceBase.objects.public()[:MOST]:
        yield Listed(
            base.get_absolute_url(), told(base, "name"), group, _moment(base.published_on), told(base, "theme"), True, 60
        )
    yield Listed(reverse("talents:programmes"), _("Colleges"), group, place=60)
    for one in Programme.objects.public()[:MOST]:
        title = _("%(major)s, %(college)s") % {"major": told(one, "major"), "college": told(one, "college")}
        yield Listed(one.get_absolute_url(), title, group, _moment(one.published_on), "", True, 60)
    yield Listed(reverse("talents:experts"), _("Experts"), group, place=60)
    for expert in ExpertListing.objects.public().select_related("person")[:MOST]:
        yield Listed(expert.get_absolute_url(), expert.title, group, expert.admitted_at, expert.headline, False, 60)
    yield Listed(reverse("talents:class_entrance"), _("Class code"), group, place=60)


def _moment(day: dt.date | None) -> dt.datetime | None:
    """The day's beginning here; eight hours later, by Greenwich, it would still lie ahead in the morning."""
    return make_aware(dt.datetime.combine(day, dt.time.min)) if day else None
