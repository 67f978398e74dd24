from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms import front, pagecache
from cms.models import Identity, Synonyms


@receiver([page_published, page_unpublished])
def forget_what_shows_it(sender: type[Any], instance: Page, **kwargs: Any) -> None:
    """What an editor publishes or takes away is seen by the next reader: on its page, those above it, and where all is gathered.

    A room whose pages are shown elsewhere too forgets those itself.
    """
    above = instance.get_ancestors().filter(depth__gt=1)
    pagecache.purge(*map(pagecache.of_page, [instance, *above]), *pagecache.GATHERINGS)


@receiver([page_slug_changed, post_page_move])
@receiver([post_save, post_delete], sender=PageViewRestriction)
@receiver([post_save, post_delete], sender=Locale)
def forget_every_page(sender: type[Any], **kwargs: Any) -> None:
    """Another address, another right to read or another language reaches all that lies below and leads there. It is rare."""
    pagecache.clear()


@receiver([page_published, page_unpublished])
def tell_caches_in_front(sender: type[Any], instance: Page, **kwargs: Any) -> None:
    if settings.FRONT_CACHES:
        front.purge_later(front.touched(instance))


@receiver(post_save, sender=Identity)
def show_the_new_name(sender: type[Identity], created: bool, **kwargs: Any) -> None:
    """Wagtail's settings form sends no signal of its own. (The first reader's visit creates the row: that is no change.)"""
    if not created:
        pagecache.clear()


@receiver([post_save, pre_delete], sender=get_image_model())
def show_another_mark(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """The operator's mark stands on every page: its file was replaced, or goes."""
    if Identity.objects.filter(mark=instance).exists():
        pagecache.clear()


@receiver([post_save, post_delete], sender=Synonyms)
def search_by_the_new_table(sender: type[Synonyms], **kwargs: Any) -> None:
    """What was found before may be found otherwise now."""
    pagecache.purge("search")
