"""A large site: many notes laid under the shelf as a load would lay them, without ten thousand publications."""

from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from cms import pagecache, tree
from cms.rendering import render
from core.dates import now
from pages.models import NoteIndexPage, NotePage

PREFIX = "seeded"
_BATCH = 500
_TEXT = "## 第{number}条说明\n\n首席质量官在第{number}号现场怎样做预防，怎样留下记录。\n\n1. 抽样\n2. 复核\n"


def shelf() -> NoteIndexPage:
    """Where notes stand, made if it is not there yet."""
    home = tree.home(tree.locale())
    found = NoteIndexPage.objects.child_of(home).first()
    return found or home.add_child(instance=NoteIndexPage(title="说明与帮助", slug="pages", locale=home.locale))


def address(number: int) -> str:
    return f"/pages/{PREFIX}-{number}/"


@transaction.atomic
def grow(until: int) -> int:
    """Add notes until there are so many seeded ones; all of them published and in the search. How many were added."""
    above = shelf()
    there = NotePage.objects.filter(slug__startswith=f"{PREFIX}-").count()
    last = Page.objects.child_of(above).order_by("path").last()
    step = int(last.path[-Page.steplen :], 36) if last else 0
    made = [_page(above, number, step + place) for place, number in enumerate(range(there + 1, until + 1), 1)]
    rows = Page.objects.bulk_create(made, batch_size=_BATCH)
    notes = []
    for number, row in zip(range(there + 1, until + 1), rows, strict=True):
        text = _TEXT.format(number=number)
        base = {one.attname: getattr(row, one.attname) for one in Page._meta.concrete_fields}
        note = NotePage(**base, page_ptr=row, text=text, html=render(text), summary=f"第{number}号现场的说明。")
        # The page is written already: only what a note has besides.
        note.save_base(raw=True, force_insert=True)
        notes.append(note)
    Page.objects.filter(pk=above.pk).update(numchild=F("numchild") + len(notes))
    for start in range(0, len(notes), _BATCH):
        get_search_backend().add_bulk(NotePage, notes[start : start + _BATCH])
    pagecache.clear()
    return len(notes)


def _page(above: NoteIndexPage, number: int, step: int) -> Page:
    slug, moment = f"{PREFIX}-{number}", now()
    title = f"第{number}号现场说明"
    return Page(
        path=Page._get_path(above.path, above.depth + 1, step),
        depth=above.depth + 1,
        title=title,
        draft_title=title,
        slug=slug,
        url_path=f"{above.url_path}{slug}/",
        locale=above.locale,
        translation_key=uuid4(),
        content_type=ContentType.objects.get_for_model(NotePage),
        first_published_at=moment,
        last_published_at=moment,
    )
