"""The editors' queue (编辑待办): what somebody has still to verify, and what has not been looked over for a year.

Doubts are counted as the linter counts them in the files, here in what the site says now.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from campaigns.models import CampaignPage
from core.dates import today
from core.unverified import MARK
from courses.models import LessonPage
from exams.models import Item
from pages.models import NotePage
from schools.models import LessonPackPage
from statutes.models import Article

STALE_DAYS = 365


@dataclass(frozen=True)
class Task:
    """One thing to look at: how many of its statements are to be verified, and since when it was last checked if too long ago."""

    kind: str
    title: str
    address: str
    doubts: int = 0
    stale_since: str = ""


@dataclass(frozen=True)
class Queue:
    """All tasks, most doubtful first, and what they come to."""

    tasks: list[Task]
    items: int

    @property
    def doubts(self) -> int:
        """Statements to be verified, an exam item counting as one."""
        return self.items + sum(task.doubts for task in self.tasks)

    @property
    def stale(self) -> int:
        return sum(bool(task.stale_since) for task in self.tasks)


def queue() -> Queue:
    """Six queries, however much there is."""
    tasks = [task for task in (*_pages(), *_articles()) if task.doubts or task.stale_since]
    return Queue(
        tasks=sorted(tasks, key=lambda task: (-task.doubts, task.kind, task.title)),
        items=Item.objects.awaiting_clearance().count(),
    )


def _pages() -> Iterator[Task]:
    lessons = LessonPage.objects.live().defer("checks").select_related("locale")
    yield from _counted(_("lesson"), ((page, json.dumps([*page.body.raw_data], ensure_ascii=False), "") for page in lessons))
    notes = NotePage.objects.live().select_related("locale")
    yield from _counted(_("note"), ((page, page.text, page.checked) for page in notes))
    years = CampaignPage.objects.live().select_related("locale")
    yield from _counted(_("Quality Month"), ((page, page.notice, "") for page in years))
    packs = LessonPackPage.objects.exclude(content_sha256="").select_related("locale")
    yield from _counted(_("teaching resource"), ((page, page.text, "") for page in packs))


def _counted(kind: str, rows: Iterable[tuple[Any, str, str]]) -> Iterator[Task]:
    for page, text, checked in rows:
        yield Task(
            kind, _titled(page), reverse("wagtailadmin_pages:edit", args=[page.pk]), len(MARK.findall(text)), _stale(checked)
        )


def _titled(page: Page) -> str:
    """With its language, because both editions have their own doubts."""
    code = getattr(page, "code", "")
    return " ".join(filter(None, (code, page.title, f"({page.locale.get_display_name()})")))


def _articles() -> Iterator[Task]:
    for article in Article.objects.of("zhuhai-quality"):
        text = f"{article.note_zh} {article.note_en} {article.force_detail_zh} {article.force_detail_en}"
        title = _("Article %(number)s") % {"number": article.number}
        address = reverse("wagtailsnippets_statutes_article:edit", args=[article.pk])
        yield Task(_("note on the Regulation"), title, address, len(MARK.findall(text)))


def _stale(checked: str) -> str:
    """The month of the last check, where it is more than a year ago. What has no month, is not asked for one."""
    try:
        day = dt.date.fromisoformat(f"{checked[:7]}-01")
    except ValueError:
        return ""
    return checked if (today() - day).days > STALE_DAYS else ""
