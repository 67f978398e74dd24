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

_PAGES = (
    "",
    "?stage=primary",
    "?stage=secondary&subject=maths&length=two",
    "?licence=cc-by-4.0&page=40",
    "?role=qso&industry=manufacturing",
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


def stock(number: int) -> None:
    """So many public resources of twenty schools, written straight into the tables: they are only looked at."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from core.dates import today
    from organisations.models import Industry
    from schools.models import LessonPackPage
    from schools.traits import Kind, Licence, Role, Stage, Subject
    from tests.schools.making import make_school

    # Words as long as a lesson's: what is stored beside the facets is part of what a list costs. Facets of every combination.
    drawn, words = Random(8), "量一量，同一块木块的读数为什么不一样？" * 80
    schools = [make_school(f"load{place}", f"学校{place}") for place in range(20)]
    industries = [None, *Industry.objects.all()]
    kind = ContentType.objects.get_for_model(LessonPackPage)
    places = range(LessonPackPage.objects.count(), number)
    above = Page.objects.bulk_create(
        Page(
            title=f"量一量{place}",
            draft_title=f"量一量{place}",
            slug=f"l-{place}",
            content_type=kind,
            locale=schools[0].locale,
            path=f"{schools[place % 20].path}{place // 20 + 1:04d}",
            depth=schools[0].depth + 1,
            url_path=f"{schools[place % 20].url_path}l-{place}/",
        )
        for place in places
    )
    for place, page in zip(places, above, strict=True):
        lesson = LessonPackPage(
            page_ptr=page,
            kind=drawn.choice(Kind.values),
            stage=drawn.choice(Stage.values),
            subject=drawn.choice(Subject.values),
            minutes=drawn.choice((40, 80, 160)),
            licence=drawn.choice(Licence.values),
            roles=[role for role in Role.values if drawn.random() < 0.5],
            industry=drawn.choice(industries),
            rights_holder=f"学校{place % 20}",
            text=words,
            html=f"<p>{words}</p>",
            approved_on=today(),
        )
        lesson.save_base(raw=True)


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
