"""Founding a school (建校): its page in each language, its group of teachers, its collection of files, its way of approval.

The group may add and change pages below its own page and files in its own collection, and nothing else anywhere.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    WorkflowPage,
)

from accounts.models import User
from cms import tree
from core.audit import record
from schools import ways
from schools.models import SchoolIndexPage, SchoolPage

_SHELF = {"zh-hans": "学校", "en": "Schools"}
_FILES = ("wagtailimages.add_image", "wagtailimages.choose_image", "wagtaildocs.add_document", "wagtaildocs.choose_document")


@transaction.atomic
def found(*, slug: str, stage: str, titles: dict[str, str], district: str = "", by: User | None = None) -> SchoolPage:
    """The school of this slug in every language of `titles`, made where it is not there yet; its Chinese page.

    Run twice it changes nothing.
    """
    pages: dict[str, SchoolPage] = {}
    for language, title in titles.items():
        shelf = index(language)
        page = SchoolPage.objects.child_of(shelf).filter(slug=slug).first()
        if page is None:
            twin = next(iter(pages.values()), None)
            page = SchoolPage(title=title, slug=slug, stage=stage, district=district, locale=shelf.locale)
            if twin:
                page.translation_key = twin.translation_key
            shelf.add_child(instance=page)
            page.save_revision(log_action=False).publish(log_action=False)
            record("school.founded", page, by=by, language=language)
        pages[language] = page
    first = next(iter(pages.values()))
    if first.group_id is None:
        first.group, first.collection = _group(first), _collection(first)
        first.save(update_fields=["group", "collection"])
        _grant(first.group, first.collection)
    for page in pages.values():
        _let(first.group, page)
    return first


def index(language: str) -> SchoolIndexPage:
    """The list of schools of a language, made if it is not there yet; what is below it goes the way of two departments."""
    home = tree.home(tree.locale(language))
    page: SchoolIndexPage | None = SchoolIndexPage.objects.child_of(home).first()
    if page is None:
        page = SchoolIndexPage(title=_SHELF[language], slug="schools", locale=home.locale)
        twin = SchoolIndexPage.objects.first()
        if twin:
            page.translation_key = twin.translation_key
        home.add_child(instance=page)
        page.save_revision(log_action=False).publish(log_action=False)
    WorkflowPage.objects.get_or_create(page=Page.objects.get(pk=page.pk), defaults={"workflow": ways.workflow(ways.present())})
    return page


def join(user: User, school: SchoolPage) -> None:
    """Make somebody a teacher of the school."""
    if school.group is not None:
        user.groups.add(school.group)


def _group(school: SchoolPage) -> Group:
    """A new group that bears the school's name; two schools of one name have two groups."""
    name = f"学校：{school.title}"[:140]
    if Group.objects.filter(name=name).exists():
        name += f"（{school.pk}）"
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def _collection(school: SchoolPage) -> Collection:
    made: Collection = Collection.get_first_root_node().add_child(instance=Collection(name=school.title))
    return made


def _let(group: Any, page: Page) -> None:
    for codename in ("add_page", "change_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=Page.objects.get(pk=page.pk), permission=permission)


def _grant(group: Group, collection: Collection) -> None:
    for grant in _FILES:
        app, codename = grant.split(".")
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
