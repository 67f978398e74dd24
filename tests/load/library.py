"""The library with ten thousand resources: what a page of it costs uncached, and what an archive holds in memory.

    PYTHONPATH=.:site python -m tests.load.library [resources]

Runs in a database of its own, in a folder that goes again (DATABASE_URL: another one, which must be empty). Wanted: a page
≤ 8 queries and < 50 CPU-ms, the same number at 100; an archive of 160 MB in less than 40 MB more memory.
"""

import os
import resource
import sys
import tempfile
import time
from random import Random
from typing import Any
from uuid import uuid4

_PAGES = (
    "",
    "?stage=primary",
    "?stage=secondary&subject=maths&length=two",
    "?licence=cc-by-4.0&page=40",
    "?role=qso&industry=manufacturing",
    "?language=en",
    "?stage=primary&subject=maths&length=one&kind=plan&role=qso&industry=manufacturing&language=en&licence=cc-by-4.0",
)
_ROUNDS = 15


def main(most: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HAIZHUN_DATA": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        return _measure(most)


def _measure(most: int) -> int:
    import django
    from django.conf import settings

    # Nothing is sought here, and indexing ten thousand pages takes longer than all the rest.
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}}
    django.setup()
    # Noting each query for the developer costs more than asking it.
    settings.DEBUG = False
    from django.core.management import call_command

    from core.words import compile_all

    compile_all()
    call_command("migrate", verbosity=0)
    figures = [_library(number) for number in (100, most)]
    held = _archive()
    few, many = figures
    good = 0 < few[0] == many[0] <= 8 and many[1] < 50 and held < 40
    return 0 if good else 1


def _library(number: int) -> tuple[int, float]:
    """Queries and CPU-milliseconds of the dearest page with so many resources."""
    from django.db import connection
    from django.test.client import Client
    from django.test.utils import CaptureQueriesContext

    stock(number)
    client, worst = Client(headers={"host": "127.0.0.1"}), (0, 0.0)
    client.get("/resources/")
    for round_, page in enumerate(_PAGES):
        mark = "&" if page else "?"
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/resources/{page}{mark}warm={number}{round_}")
        asked = len(queries)  # before the next request empties the log
        began = time.process_time()
        for again in range(_ROUNDS):
            assert client.get(f"/resources/{page}{mark}n={number}{round_}{again}").status_code == 200
        spent = (time.process_time() - began) / _ROUNDS * 1000
        sys.stdout.write(f"{number} resources, /resources/{page}: {asked} queries, {spent:.1f} ms CPU\n")
        worst = (max(worst[0], asked), max(worst[1], spent))
    return worst


def stock(number: int, schools: int = 20, english: int = 10) -> None:
    """So many public resources of so many schools, one of `english` in English too: written straight into the tables."""
    from organisations.models import Industry
    from schools import keeping
    from schools.founding import found
    from schools.models import LessonPackPage, SchoolPage
    from schools.traits import Stage

    titles = {"zh-hans": "学校", "en": "School"}
    for place in range(schools):
        found(slug=f"load{place}", stage=Stage.PRIMARY, titles={code: f"{title}{place}" for code, title in titles.items()})
    trees = {
        code: list(SchoolPage.objects.filter(locale__language_code=code, slug__startswith="load").order_by("pk"))
        for code in titles
    }
    # Words as long as a lesson's: what is stored beside the facets is part of what a list costs. Facets of every combination.
    drawn, industries = Random(8), [None, *Industry.objects.all()]
    places = range(LessonPackPage.objects.filter(locale=trees["zh-hans"][0].locale).count(), number)
    pages = _pages(trees["zh-hans"], {place: uuid4() for place in places})
    twins = _pages(trees["en"], {place: page.translation_key for place, page in pages.items() if place % english == 0})
    for page in [*pages.values(), *twins.values()]:
        _lesson(page, drawn, industries).save_base(raw=True)
    keeping.changed()


def _pages(schools: list[Any], keys: dict[int, Any]) -> dict[int, Any]:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from schools.models import LessonPackPage

    kind = ContentType.objects.get_for_model(LessonPackPage)
    made = Page.objects.bulk_create(
        Page(
            title=f"量一量{place}",
            draft_title=f"量一量{place}",
            slug=f"l-{place}",
            content_type=kind,
            locale=above.locale,
            translation_key=key,
            path=f"{above.path}{place // len(schools) + 1:04d}",
            depth=above.depth + 1,
            url_path=f"{above.url_path}l-{place}/",
        )
        for place, key in keys.items()
        for above in [schools[place % len(schools)]]
    )
    return dict(zip(keys, made, strict=True))


def _lesson(page: Any, drawn: Random, industries: list[Any]) -> Any:
    from core.dates import today
    from schools.models import LessonPackPage
    from schools.traits import Kind, Language, Licence, Role, Stage, Subject

    words = "量一量，同一块木块的读数为什么不一样？" * 80
    return LessonPackPage(
        page_ptr=page,
        kind=drawn.choice(Kind.values),
        stage=drawn.choice(Stage.values),
        subject=drawn.choice(Subject.values),
        minutes=drawn.choice((40, 80, 160)),
        licence=drawn.choice(Licence.values),
        roles=[role for role in Role.values if drawn.random() < 0.5],
        languages=drawn.choice(([], [], ["zh-hans", "en"], [Language.HANT.value])),
        industry=drawn.choice(industries),
        rights_holder="学校",
        text=words,
        html=f"<p>{words}</p>",
        approved_on=today(),
    )


def _archive() -> float:
    """MB of memory that an archive of twenty files of eight MB takes beside what the process had."""
    from core.handed_in import MOST_BYTES, HandedIn
    from schools.models import LessonPackPage, PackFile
    from schools.packing import packed

    page: Any = LessonPackPage.objects.first()
    for place in range(20):
        taken = HandedIn(os.urandom(MOST_BYTES), f"{place}.pdf", "application/pdf")
        file = PackFile(page=page, name=taken.name, mime=taken.mime, sha256=taken.sha256, size=MOST_BYTES, sort_order=place)
        file.key = taken.keep_in("resources", file.code)
        file.save()
    del taken
    before, sent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0
    for piece in packed(page):
        sent += len(piece)
    held = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    sys.stdout.write(f"archive: {sent // 1024 // 1024} MB sent, {held:.0f} MB more memory\n")
    return held


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
