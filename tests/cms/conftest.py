from collections.abc import Callable

import pytest
from django.conf import settings

from cms import tree
from cms.search.gathering import gathered
from pages.models import NoteIndexPage, NotePage
from statutes import source
from tests.cms.judged import PAGES


@pytest.fixture
def shelf(db: None) -> NoteIndexPage:
    home = tree.home(tree.locale())
    return home.add_child(instance=NoteIndexPage(title="说明与帮助", slug="pages"))


@pytest.fixture
def write(shelf: NoteIndexPage) -> Callable[[str, str, str], NotePage]:
    """Publish a note: `write("p1", title, text)`."""

    def written(slug: str, title: str, text: str) -> NotePage:
        return shelf.add_child(instance=NotePage(slug=slug, title=title, text=text))

    return written


@pytest.fixture
def forty(write: Callable[[str, str, str], NotePage]) -> dict[int, str]:
    """The forty documents, each a page; primary key -> the name they are judged by."""
    law = source.read((settings.CONTENT_DIR / "regulation.zh-hans.txt").read_text(encoding="utf-8"))
    named = {f"A{n}": (f"质量创新发展条例 第{n}条", text) for n, text in law.articles.items()} | PAGES
    with gathered():
        return {write(name.lower(), title, text).pk: name for name, (title, text) in named.items()}
