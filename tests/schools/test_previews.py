"""Office files are read in the browser: their words alone, made once, behind the same doors as the file."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from core.handed_in import OFFICE, HandedIn
from core.models import Job
from schools import outlining, reviewing
from schools.excerpting import MOST_ROWS, MOST_SIGNS, Unreadable, excerpt
from schools.files import store
from schools.models import Excerpt, PackFile
from tests.schools.making import approvers, fresh, make_pack, make_school, teacher

WORD, EXCEL, POWERPOINT = OFFICE.values()
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(*rows):
    """Each is (name, kind, to, mode)."""
    told = "".join(
        f'<Relationship Id="{name}" Type="{_KINDS}/{kind}" Target="{to}" TargetMode="{mode or "Internal"}"/>'
        for name, kind, to, mode in rows
    )
    return f'<Relationships xmlns="{_RELATIONS}">{told}</Relationships>'


def document(body, links=()):
    """A Word file of these paragraphs."""
    return packed(
        **{
            "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml", "")),
            "word/document.xml": f'<w:document {_W} xmlns:r="{_KINDS}"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": relations(*links),
        }
    )


def paragraph(words, style=""):
    kind = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{kind}<w:r><w:t>{words}</w:t></w:r></w:p>"


def workbook(rows=(("次", "读数"), (1, 12.5), (2, "<b>十二</b>"))):
    book, out = Workbook(), io.BytesIO()
    book.active.title = "读数表"
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def deck(*slides, order=None):
    """A PowerPoint file; each slide is (title, lines)."""
    parts, links = {}, []
    for place, (title, lines) in enumerate(slides, 1):
        shapes = f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:txBody>{_spoken([title])}</p:txBody></p:sp>'
        shapes += f"<p:sp><p:nvSpPr><p:nvPr/></p:nvSpPr><p:txBody>{_spoken(lines)}</p:txBody></p:sp>"
        parts[f"ppt/slides/slide{place}.xml"] = f"<p:sld {_P}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
        links.append((f"r{place}", "slide", f"slides/slide{place}.xml", ""))
    shown = "".join(f'<p:sldId id="{place}" r:id="r{place}"/>' for place in order or range(1, len(slides) + 1))
    parts["ppt/presentation.xml"] = f"<p:presentation {_P}><p:sldIdLst>{shown}</p:sldIdLst></p:presentation>"
    return packed(**parts, **{"ppt/_rels/presentation.xml.rels": relations(*links)})


def _spoken(lines):
    return "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)


def test_a_word_file_is_read_as_headings_paragraphs_and_tables():
    cells = "".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in ("物件", "读数"))
    html = excerpt(document(paragraph("同测一块木块") + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"), WORD).html
    assert "<p>同测一块木块</p>" in html
    assert "<p>读数</p></td>" in html


def test_a_workbook_is_read_as_tables_and_cut_after_so_many_rows():
    made = excerpt(workbook(), EXCEL)
    assert "<h2>读数表</h2>" in made.html
    assert "<td>12.5</td>" in made.html
    assert "&lt;b&gt;十二" in made.html
    assert not made.is_cut
    long = excerpt(workbook([("行", place) for place in range(MOST_ROWS + 5)]), EXCEL)
    assert long.is_cut
    assert f"<td>{MOST_ROWS - 1}</td>" in long.html
    assert f"<td>{MOST_ROWS}</td>" not in long.html


def test_slides_are_read_in_the_order_in_which_they_are_shown():
    html = excerpt(deck(("第一张", ["甲"]), ("第二张", ["乙", "丙"]), order=(2, 1)), POWERPOINT).html
    assert html.index("1. 第二张") < html.index("<li>丙</li>") < html.index("2. 第一张") < html.index("<li>甲</li>")


HOSTILE = {
    "a script in the words": (document(paragraph("&lt;script&gt;alert(1)&lt;/script&gt;甲")), WORD),
    "a link that runs": (
        document(
            '<w:p><w:hyperlink r:id="r9"><w:r><w:t>点</w:t></w:r></w:hyperlink></w:p>',
            [("r9", "hyperlink", "javascript:alert(1)", "External")],
        ),
        WORD,
    ),
    "a picture from elsewhere": (
        document(paragraph("甲") + '<w:p><w:r><w:pict><v:shape xmlns:v="urn:v"/></w:pict></w:r></w:p>'),
        WORD,
    ),
    "a sheet's name": (workbook([("<img src=x onerror=alert(1)>", "甲")]), EXCEL),
    "a slide": (deck(("&lt;svg onload=alert(1)&gt;", ["&lt;iframe src='//evil.example'&gt;"])), POWERPOINT),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_nothing_of_a_file_runs_or_reaches_elsewhere(what):
    html = excerpt(*HOSTILE[what]).html
    for live in ("<script", "<img", "<svg", "<iframe", "<a", "href", "src=x>"):
        assert live not in html, (live, html)


def test_what_is_too_long_is_cut_and_stays_well_formed():
    made = excerpt(document(paragraph("长" * (MOST_SIGNS + 10))), WORD)
    assert made.is_cut
    assert made.html.endswith("长</p>")


UNREADABLE = {
    "no words": (document(paragraph(" ")), WORD),
    "a broken part": (packed(**{"word/document.xml": "<w:document"}), WORD),
    "entities": (
        packed(**{"ppt/presentation.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>', "ppt/_rels/presentation.xml.rels": "<x/>"}),
        POWERPOINT,
    ),
    "another kind": (b"%PDF-1.4", "application/pdf"),
    "a slide that is not there": (
        packed(
            **{
                "ppt/presentation.xml": f'<p:presentation {_P}><p:sldId r:id="r1"/></p:presentation>',
                "ppt/_rels/presentation.xml.rels": relations(("r1", "slide", "../../etc/passwd", "")),
            }
        ),
        POWERPOINT,
    ),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_is_said_and_breaks_nothing(what):
    with pytest.raises(Unreadable):
        excerpt(*UNREADABLE[what])


def handed_in(page, content, name, mime):
    file = PackFile(page=page, kind="sheet")
    store(file, HandedIn(content, name, mime))
    file.save()
    return file


def test_the_words_stand_behind_the_same_doors_as_the_file(db, client, client_of, learner, django_capture_on_commit_callbacks):
    home, by = make_school(), approvers()
    author = teacher(home)
    page = make_pack(home, author)
    with django_capture_on_commit_callbacks(execute=True):
        file = handed_in(page, document(paragraph("只给本校看")), "单.docx", WORD)
    page.save_revision(user=author)
    job = Job.objects.get(task="schools.read_office")
    made = outlining.make(**job.kwargs)
    assert outlining.make(**job.kwargs) == made, "read once"
    public, draft = f"/resources/files/{file.code}/look/", f"/resources/{page.key}/files/{file.code}/?look"
    for address in (public, draft):
        assert client.get(address).status_code == 404
        assert client_of(learner).get(address).status_code == 404
        assert "只给本校看" in client_of(author).get(address).content.decode()
    assert "只给本校看" in client_of(by[0]).get(draft).content.decode()
    assert f"{file.code}/?look" in client_of(by[0]).get(f"/resources/{page.key}/review/").content.decode()
    reviewing.submit(fresh(page), by=author)
    for one in by:
        reviewing.approve(fresh(page), by=one)
    answer = client.get(public)
    assert "只给本校看" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert public in client.get(fresh(page).get_url()).content.decode()


def test_a_file_of_before_is_read_by_the_sweep_and_a_broken_one_stays_a_download(db, client):
    page = make_pack(make_school())
    good = handed_in(page, workbook(), "表.xlsx", EXCEL)
    bad = handed_in(page, packed(**{"word/document.xml": "<w:document"}), "坏.docx", WORD)
    Job.objects.all().delete()
    assert outlining.sweep() == 2
    for job in Job.objects.all():
        outlining.make(**job.kwargs)
    assert outlining.sweep() == 0
    assert [one.is_readable for one in outlining.readable(page.files.all())] == [True, False]
    assert outlining.words(bad) is None
    read = outlining.words(good)
    assert read is not None
    assert "读数" in read[0]
    assert not read[1]


def test_words_that_were_tampered_with_are_not_shown_and_the_row_is_not_rewritten(db):
    from django.core.files.base import ContentFile
    from django.core.files.storage import storages
    from django.db import DatabaseError, transaction

    page = make_pack(make_school())
    file = handed_in(page, document(paragraph("原文")), "单.docx", WORD)
    made = outlining.make(file.key, file.sha256, file.mime)
    assert "原文" in outlining.words(file)[0], "the control"
    storages["artefacts"].delete(made.key)
    storages["artefacts"].save(made.key, ContentFile("<p>改了</p>".encode()))
    assert outlining.words(file) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        Excerpt.objects.update(made="0" * 64)
