from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from campaigns.models import CampaignPage
from campaigns.seasons import State
from cms import pagecache


@receiver([page_published, page_unpublished], sender=CampaignPage)
def forget_what_shows_it(sender: type[CampaignPage], instance: CampaignPage, **kwargs: Any) -> None:
    """The years name each other; in September the theme stands above every page of the site."""
    if instance.state() is State.LIVE:
        pagecache.clear()
    else:
        pagecache.purge("campaigns")
