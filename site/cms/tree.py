"""The page tree: one home page per language, under which every room hangs its pages."""

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site


def locale(language: str = settings.LANGUAGE_CODE) -> Locale:
    """The locale of a language ("zh-hans", "en"), made if it is not there yet."""
    return Locale.objects.get_or_create(language_code=language)[0]


def home(where: Locale) -> Page:
    """The home page of a locale, made and published if it is not there yet."""
    root = _default_home()
    if where.pk == root.locale_id:
        return root
    page = root.get_translation_or_none(where)
    if page is None:
        page = root.copy_for_translation(where)
        page.title = _title(where.language_code)
        page.save_revision().publish()
    return page.specific


def _default_home() -> Page:
    """The default site's own home page; Wagtail's welcome page gives way to it."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    page, kind = site.root_page.specific, _home_class()
    if isinstance(page, kind):
        return page
    Page.objects.filter(pk=page.pk).update(slug="welcome")
    language = settings.LANGUAGE_CODE
    new = page.get_parent().add_child(instance=kind(title=_title(language), slug="home", locale=locale(language)))
    for child in page.get_children():
        child.move(Page.objects.get(pk=new.pk), pos="last-child")
    site.root_page = new
    site.save()
    Page.objects.get(pk=page.pk).delete()
    return kind.objects.get(pk=new.pk)


def _home_class() -> type[Page]:
    """The page class of room `pages`: known by name, because that room lies above this one."""
    return apps.get_model("pages", "HomePage") if apps.is_installed("pages") else Page


def _title(language: str) -> str:
    with translation.override(language):
        return _("Home")
