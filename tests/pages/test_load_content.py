"""`manage.py load_content`: everything told, nothing loaded twice."""

import io
import json

from django.core.management import call_command
from django.test import Client

from cms import pagecache
from pages.models import NotePage


def run(*args, **options):
    out = io.StringIO()
    call_command("load_content", *args, stdout=out, no_color=True, **options)
    return out.getvalue()


def test_a_second_load_changes_nothing(content):
    counts = json.loads(run("--json"))["counts"]
    assert set(counts) >= {"statute", "article", "lesson", "course", "note"}
    for kind, row in counts.items():
        assert (row["accepted"], row["changed"], row["refused"]) == (0, 0, 0), kind
    assert counts["article"]["same"] == 30


def test_the_summary_is_a_table(content):
    table = run(verbosity=1)
    assert "accepted" in table
    assert "article" in table
    assert "same      article" not in table


def test_every_row_is_told_when_asked(content):
    assert "same      article  9" in run(verbosity=2)


def test_silence_when_asked(content):
    assert run(verbosity=0) == ""


def test_an_editors_change_is_kept_and_named(content):
    note = NotePage.objects.get(slug="about", locale__language_code="zh-hans")
    note.text = "编辑改过。"
    note.save_revision().publish()
    assert "about.zh  kept: edited on the site" in run(verbosity=1)
    assert NotePage.objects.get(pk=note.pk).text == "编辑改过。"


def test_readers_see_new_content_at_once(content):
    Client().get("/pages/about/")
    before = pagecache.generation()
    run(verbosity=0)
    assert pagecache.generation() != before
