"""The Regulation comes in whole; what editors wrote on the site stays."""

import json
import re
import shutil

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from core.report import Report
from statutes.loading import load
from statutes.models import Article, Statute


@pytest.fixture
def folder(tmp_path):
    """A copy of what the loader reads, to be changed at will."""
    (tmp_path / "pages").mkdir()
    for name in ("regulation.zh-hans.txt", "pages/articles.json"):
        shutil.copyfile(settings.CONTENT_DIR / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def law(db, folder):
    load(folder, Report())
    return Statute.objects.get()


def again(folder, **kwargs):
    report = Report(**kwargs)
    load(folder, report)
    return report


def rewrite(folder, number, **words):
    path = folder / "pages" / "articles.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    rows = [row | words if row["article"] == number else row for row in rows]
    path.write_text(json.dumps([row for row in rows if row], ensure_ascii=False), encoding="utf-8")


def test_each_article_reads_as_the_shipped_file(law):
    """Compared with the file itself, blanks at line ends and wraps apart."""
    file = (settings.CONTENT_DIR / "regulation.zh-hans.txt").read_text(encoding="utf-8")
    published = re.split(r"^第[一二三四五六七八九十]+条\s", file, flags=re.MULTILINE)[1:]
    articles = list(law.articles.order_by("number"))
    assert len(articles) == len(published) == 30
    for article, text in zip(articles, published, strict=True):
        assert re.sub(r"\s", "", article.text) == re.sub(r"\s", "", text), article.number


def test_a_second_load_changes_nothing(law, folder):
    assert again(folder).counts() == {
        "statute": {"accepted": 0, "changed": 0, "same": 1, "refused": 0, "missing": 0},
        "article": {"accepted": 0, "changed": 0, "same": 30, "refused": 0, "missing": 0},
    }


def test_new_words_in_the_files_replace_old_ones(law, folder):
    rewrite(folder, 9, note_zh="新的旁注")
    report = again(folder)
    assert [line.detail for line in report.lines if line.verdict == "changed"] == ["editors' words"]
    assert law.articles.get(number=9).note_zh == "新的旁注"


def test_an_editors_note_outlives_a_load_unless_forced(law, folder):
    law.articles.filter(number=9).update(note_zh="编辑在站上改过")
    rewrite(folder, 9, note_zh="文件里的新旁注")
    assert [line.detail for line in again(folder).lines if line.verdict == "changed"] == ["kept: edited on the site"]
    assert law.articles.get(number=9).note_zh == "编辑在站上改过"
    again(folder, force=True)
    assert law.articles.get(number=9).note_zh == "文件里的新旁注"


def test_the_text_follows_the_file_even_where_a_note_was_edited(law, folder):
    law.articles.filter(number=9).update(note_zh="编辑在站上改过", text="走样的条文")
    again(folder)
    article = law.articles.get(number=9)
    assert article.text.startswith("鼓励企业实施首席质量官制度")
    assert article.note_zh == "编辑在站上改过"


def test_what_is_missing_or_too_much_is_told(law, folder):
    path = folder / "pages" / "articles.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps([*rows[1:], rows[0] | {"article": 31}], ensure_ascii=False), encoding="utf-8")
    report = again(folder)
    assert [(line.verdict, line.key) for line in report.lines if line.verdict in ("missing", "refused")] == [
        ("missing", "1"),
        ("refused", "31"),
    ]


def test_an_article_number_stands_once_in_a_statute(law):
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(statute=law, number=9, text="再来一次")
