"""Notes about the site: loaded from Markdown, clean, in three languages."""

import pytest
from django.core.cache import cache

from cms.rendering import render
from core.report import Report
from pages.loading import Unreadable, load, read
from pages.models import NotePage

SLUGS = [
    *("about", "accessibility", "appeals", "certificate-is-not", "exam-rules", "help-administrator", "help-examiner"),
    *("help-learner", "help-regulator", "help-school-editor", "help-training-manager", "privacy"),
]
HEAD = "---\nslug: x\ntitle: {title}\ncites: [条例 9]\nchecked: 2026-11\n---\n\n{text}\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pages" / "site").mkdir(parents=True)
    return tmp_path


def write(folder, name, title="题目", text="一段话。"):
    (folder / "pages" / "site" / name).write_text(HEAD.format(title=title, text=text), encoding="utf-8")


def report_of(folder, **kwargs):
    report = Report(**kwargs)
    load(folder, report)
    return [(line.verdict, line.key, line.detail) for line in report.lines]


@pytest.mark.parametrize("prefix", ["", "/en", "/zh-hant"])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_shipped_note_is_served(content, client, slug, prefix):
    assert client.get(f"{prefix}/pages/{slug}/").status_code == 200


def test_the_shelf_lists_all_notes(content, client):
    html = client.get("/pages/").content.decode()
    assert all(f'href="/pages/{slug}/"' in html for slug in SLUGS)


def test_what_is_still_to_be_verified_is_marked(content, client):
    assert "<mark>〔待核〕</mark>" in client.get("/pages/privacy/").content.decode()


def test_citations_of_the_regulation_are_links_and_other_laws_are_not(content, client):
    html = client.get("/pages/about/").content.decode()
    assert '<a href="/law/zhuhai-quality/#a8">条例 8</a>' in html
    assert '<a href="/en/law/zhuhai-quality/#a8">' in client.get("/en/pages/about/").content.decode()
    assert "law/zhuhai-quality/#a13" not in client.get("/pages/privacy/").content.decode()


def test_a_note_reads_in_traditional_characters(content, client):
    assert "隱私政策" in client.get("/zh-hant/pages/privacy/").content.decode()


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "![x](http://t.example/p.gif)"],
)
def test_a_note_brings_no_script_and_no_foreign_picture(text):
    html = render(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_a_wide_table_can_be_reached_and_scrolled_by_keyboard():
    assert '<div class="tbl__scroll" tabindex="0"><table>' in render("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |")


def test_a_second_load_changes_nothing(db, folder):
    write(folder, "x.zh.md")
    write(folder, "x.en.md")
    assert [row[:2] for row in report_of(folder)] == [("accepted", "x.zh"), ("accepted", "x.en")]
    before = list(NotePage.objects.order_by("pk").values())
    assert {row[0] for row in report_of(folder)} == {"same"}
    assert list(NotePage.objects.order_by("pk").values()) == before


def test_a_changed_file_changes_the_note(db, folder):
    write(folder, "x.zh.md")
    report_of(folder)
    write(folder, "x.zh.md", text="另一段话。")
    assert ("changed", "x.zh", "text") in report_of(folder)
    assert "另一段话" in NotePage.objects.get(locale__language_code="zh-hans").html


def test_an_editors_change_is_kept_unless_forced(db, folder):
    write(folder, "x.zh.md")
    report_of(folder)
    note = NotePage.objects.get(locale__language_code="zh-hans")
    note.text = "编辑改过。"
    note.save_revision().publish()
    write(folder, "x.zh.md", text="文件里的新话。")
    assert ("changed", "x.zh", "kept: edited on the site") in report_of(folder)
    assert NotePage.objects.get(pk=note.pk).text == "编辑改过。"
    report_of(folder, force=True)
    assert NotePage.objects.get(pk=note.pk).text == "文件里的新话。"


def test_a_missing_language_and_a_broken_head_are_told(db, folder):
    write(folder, "x.zh.md")
    (folder / "pages" / "site" / "y.zh.md").write_text("没有文件头", encoding="utf-8")
    told = {row[:2] for row in report_of(folder)}
    assert {("missing", "x.en"), ("refused", "y.zh"), ("missing", "y.en")} <= told
    with pytest.raises(Unreadable):
        read("---\ntitle: 只有题目\n---\n\n")


def test_the_lead_follows_the_text(db, folder):
    write(folder, "x.zh.md", text="第一段。\n\n第二段。")
    report_of(folder)
    note = NotePage.objects.get(locale__language_code="zh-hans")
    assert note.lead == "第一段。"
    note.summary = "编辑写的一句话"
    assert note.lead == "编辑写的一句话"
    cache.clear()
