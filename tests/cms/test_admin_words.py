"""The admin speaks Chinese: every screen that can be reached from the first one is opened and read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
import pytest
import wagtail
from django.apps import apps
from django.test import Client
from django.urls import get_resolver
from django.utils.translation import override
from wagtail.documents.models import Document
from wagtail.models import Page

from tests.reading import english
from tests.wording import lacking, noted

# Wagtail fixes some labels when it is first imported, in the language of that moment; the tests' database is made by
# `migrate`, which runs without any. A real site's first import happens in its own language.
assert get_resolver().url_patterns
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        wagtail.VERSION >= (8, 0), reason="the overlay has words for the release we ship; the next brings new ones"
    ),
]
ROOMS = {
    "pages",
    "campaigns",
    "schools",
    "talents",
    "cases",
    "appointments",
    "events",
    "certificates",
    "exams",
    "courses",
    "organisations",
    "notices",
    "accounts",
    "statutes",
    "cms",
}
# Names that are names in any language, and what this content says in English because it is its English edition.
NAMES = (
    r"GIFT|Excel|Moodle|QTI 3\.0|XML",
    r"SCORM|H5P|zip",
    r"Wagtail|JavaScript|Markdown|JSON|PDF|XLSX|CSV|TSV|AVIF|GIF|JPE?G|PNG|WEBP|URL\w*|ICP|sha256|SHA-256",
    r"MP3|MP4|M4A|Ogg|WAV|WebM|WebVTT|SRT|Word|PowerPoint|ZIP|TXT",
    r"CQO|QSD|QSO|cqo|qsd|qso|PDCA|DMAIC|FMEA|Cpk|Ppk|MSA|SPC|IQC|chief quality officer|quality safety (?:director|officer)",
    r"\b(?:SOP|article|art)\b",  # synonyms of the search
    r"Ctrl \+ .*|Esc|English|localhost|None|from|http\S+",
    r"[a-z0-9-]+\.(?:en|zh)\w*\.pdf",
    r"\w+\.\w+page|[a-z]+_[a-z_]+|administrator|examiner|regulator|[0-9a-f]{40,}",
    r"[A-Z]{3,}(?:-[A-Z])?-\d+|MOD-M\d+|LAW",
    # Conditions as data, as a new policy begins with them.
    r'\{"match": "all", "rules": \[\]\}',
    # And the examples of what is written as data.
    r'"(?:title|hours|outcomes)"|(?<![a-z])(?:mon|tue|wed|thu|fri|sat|sun)(?![a-z])',
)
LEADS = re.compile(r'(?:href|action|data-[\w-]*url)="(/cms/[^"#]*)|&quot;url&quot;: ?&quot;(/cms/[^&#]*)|"url": ?"(/cms/[^"#]*)')
# These show what is kept in two languages: an article, a question, a certificate's words, a page as its readers will see it.
BILINGUAL = re.compile(r"/snippets/\w+/\w+/(inspect|edit|history)/|/pages/\d+/view_draft/")
# Leaves the session, or breaks on purpose.
SHUT = re.compile(r"/logout/|/failwhale/|/test404/|/cms/bulk/|/export|\?.*export=")


def screens(client: Client) -> Iterator[tuple[str, str]]:
    """(address, page) of one screen of each kind: addresses that differ in numbers alone are one kind."""
    todo, seen = ["/cms/"], set()
    while todo:
        address = todo.pop(0)
        kind = re.sub(r"[0-9a-f-]{36}|\d+", "#", address.partition("?")[0])
        if kind in seen or SHUT.search(address):
            continue
        seen.add(kind)
        answer = client.get(address, follow=True)
        # 405: a form is sent there, and there is nothing to see.
        assert answer.status_code in (200, 403, 405), address
        if "html" in answer.get("Content-Type", ""):
            page = answer.content.decode()
            yield address, page
            todo += [next(filter(None, found)).replace("&amp;", "&") for found in LEADS.findall(page)]


class Tour(NamedTuple):
    """What an administrator saw on the way through the admin: kept, because two hundred screens are read only once."""

    pages: dict[str, str]
    missing: set[str]
    titles: tuple[str, ...]


_kept: list[Tour] = []


def english_titles() -> tuple[str, ...]:
    """What the English edition calls its pages and its files."""
    pages = Page.objects.filter(locale__language_code="en").values_list("title", flat=True)
    files = Document.objects.filter(file__contains=".en").values_list("title", flat=True)
    # The longest first: one title may begin with another.
    return tuple(map(re.escape, sorted([*pages, *files], key=len, reverse=True)))


@pytest.fixture
def tour(content, administrator, client_of) -> Tour:
    """Every screen an administrator can reach, and the messages that had no words on the way."""
    if not _kept:
        with noted() as missing:
            pages = dict(screens(client_of(administrator)))
        _kept.append(Tour(pages, missing, english_titles()))
    return _kept[0]


def test_no_screen_asks_for_words_that_are_missing(tour):
    assert len(tour.pages) > 80
    # Names already put into words (accounts/naming.py) are asked for again by Wagtail's own screens.
    assert {message for message in tour.missing if re.search(r"[A-Za-z]", message)} == set()


def test_no_screen_shows_english(tour):
    shown = {
        address: english(page, *tour.titles, *NAMES) for address, page in tour.pages.items() if not BILINGUAL.search(address)
    }
    assert {address: words for address, words in shown.items() if words} == {}


def test_nothing_leads_to_another_site(tour):
    away = {
        (address, link) for address, page in tour.pages.items() for link in re.findall(r'(?:href|src)="(https?://[^"]+)', page)
    }
    known = (
        "http://localhost",
        "http://testserver",
        "http://127.0.0.1",
        "https://www.enable-javascript.com",
        "https://guide.wagtail.org",
        "https://creativecommons.org/licenses/",  # the licence a resource is under, on its own page
    )
    assert {link for _address, link in away if not link.startswith(known)} == set()


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_message_of_wagtails_installed_apps_has_words(domain, language):
    assert lacking(domain, language) == []


def test_the_scripts_get_our_words_too(administrator, client_of):
    catalogue = client_of(administrator).get("/cms/jsi18n/").content.decode()
    assert "\\u4fee\\u6539\\u5df2\\u81ea\\u52a8\\u4fdd\\u5b58" in catalogue or "修改已自动保存" in catalogue


def test_no_name_of_our_own_models_is_an_english_plural():
    """Without a plural of its own a model is called 课程s in lists."""
    with override("zh-hans"):
        named = {
            model._meta.label: str(model._meta.verbose_name_plural)
            for app in ROOMS
            for model in apps.get_app_config(app).get_models()
        }
    assert {label: name for label, name in named.items() if re.search(r"[\u4e00-\u9fff]s$", name)} == {}


def test_a_published_page_and_a_refused_one_are_told_in_chinese(content, administrator, client_of):
    browser = client_of(administrator)
    page = Page.objects.get(slug="privacy", locale__language_code="zh-hans").specific
    form = {"title": page.title, "slug": page.slug, "summary": page.summary, "text": page.text, "cites": "", "checked": "2026-12",
            "seo_title": "", "search_description": "", "action-publish": "1",
            "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}  # fmt: skip
    said = browser.post(f"/cms/pages/{page.pk}/edit/", form, follow=True).content.decode()
    assert "已发布" in said
    assert english(said, *NAMES) == []
    refused = browser.post(f"/cms/pages/{page.pk}/edit/", {**form, "title": ""}).content.decode()
    assert "此项必填" in refused
    assert english(refused, *NAMES) == []


@pytest.mark.parametrize(
    "path",
    [
        "/cms/pages/3/?q=质量",
        "/cms/users/?q=没有这个人",
        "/cms/images/?q=没有",
        "/cms/documents/?q=没有",
        "/cms/choose-page/",
        "/cms/choose-page/search/?q=课",
        "/cms/choose-external-link/",
        "/cms/choose-email-link/",
        "/cms/choose-anchor-link/",
        "/cms/images/chooser/",
        "/cms/documents/chooser/",
        "/cms/reports/site-history/?q=x",
        "/cms/reports/locked/?q=x",
    ],
)
def test_searching_and_choosing_are_chinese(content, administrator, client_of, path):
    answer = client_of(administrator).get(path)
    page = answer.json().get("html", "") if "json" in answer["Content-Type"] else answer.content.decode()
    assert answer.status_code in (200, 404)
    # The choosers' search box sends itself; the hidden button behind it is named in English in Wagtail's template.
    assert [words for words in english(page, *english_titles(), *NAMES) if words != "Search"] == []


# Short words that we and the admin's own screens both say, and may say differently: the reader is not misled by either.
BOTH_WAYS = {
    "Account", "Action", "Actions", "All", "Approve", "Approved", "Breadcrumb", "Change", "Filter", "Format", "From", "Name",
    "Next", "Number", "Previous", "Rename", "Saving…", "Summary", "Terms", "active", "comment", "finished at", "height",
    "name", "revision", "subject", "width",
}  # fmt: skip


def test_no_short_word_of_ours_renames_what_the_admin_calls_so():
    """The project's words come before Wagtail's: a word that both use needs a context on our side where they mean two things."""
    ours = {entry.msgid: entry.msgstr for entry in polib.pofile("locale/zh_Hans/LC_MESSAGES/django.po") if not entry.msgctxt}
    theirs = [
        entry
        for path in Path(wagtail.__file__).parent.rglob("zh_Hans/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path))
        if not entry.msgctxt and entry.msgstr
    ]
    assert len(theirs) > 500
    assert {entry.msgid for entry in theirs if ours.get(entry.msgid, entry.msgstr) != entry.msgstr} - BOTH_WAYS == set()


def test_the_admin_addresses_people_as_the_site_does(tour):
    # A role lists permissions, whose names the database keeps as they were when it was made.
    read = {address: page for address, page in tour.pages.items() if not BILINGUAL.search(address) and "/groups/" not in address}
    assert {address for address, page in read.items() if "你" in page} == set()
