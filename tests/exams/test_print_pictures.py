"""Pictures and languages on paper, read back by other programs (pdfimages, pdftotext, pypdf)."""

import subprocess
from decimal import Decimal

import pikepdf
import pytest
from django.core.files.storage import storages
from django.urls import reverse
from pypdf import PdfReader

from core.models import MAX_ATTEMPTS, Job
from core.pdf.pictures import Unreadable, figure
from exams import printing, proofing
from exams.content import Content
from exams.models import AnswerKey, Item, ItemPicture, ItemVersion, PrintedDocument, PrintedPaper
from exams.rendering import render
from tests.exams.making import KINDS, sitting, version
from tests.exams.test_pictures import drawn, taken

pytestmark = [pytest.mark.django_db, pytest.mark.poppler]
ALT = {"zh-hans": "控制图，第7点出界", "en": "Control chart, point 7 out of limits", "zh-hant": "控制圖，第7點出界"}


@pytest.fixture
def at(db):
    """Every item is the only one of its kind, so every form holds it."""
    return sitting(version(["single", "short", "numeric"], items=1), mode="on_site", venue="一号楼", walk_in=False)


def reword(code, **by_language):
    """A further version of an item, its body changed in each language: what a draw takes from then on."""
    before = ItemVersion.objects.filter(item__code=code).latest("number")
    body = {language: {**before.body.get(language, before.body["zh-hans"]), **words} for language, words in by_language.items()}
    body = {**before.body, **body}
    key = AnswerKey.objects.get(item_version=before)
    kind = before.item.kind
    digest = Content(kind, body, Decimal(1), key.rule, key.data).wording_sha256
    made = ItemVersion.objects.create(item=before.item, number=before.number + 1, body=body, content_sha256=digest)
    AnswerKey.objects.create(item_version=made, rule=key.rule, data=key.data, explanation=key.explanation)
    Item.objects.filter(code=code).update(current_number=made.number)
    return made


@pytest.fixture
def illustrated(at, examiner):
    """The choice and the short answer show a picture each."""
    pictures = [taken(drawn(size=(800, 500)), examiner), taken(drawn(size=(40, 30)), examiner)]
    for code, picture in zip(("single-0", "short-0"), pictures, strict=True):
        reword(code, **{language: {"picture": picture.shown_as(ALT[language])} for language in ("zh-hans", "en")})
    return pictures


def draw(at, examiner, *languages):
    return printing.draw_form(sitting=at, by=examiner, languages=languages or ("zh-hans",))


def images(content, tmp_path):
    """Width and height in pixels, and dots an inch, of each picture as pdfimages tells them."""
    (tmp_path / "p.pdf").write_bytes(content)
    told = subprocess.run(["pdfimages", "-list", str(tmp_path / "p.pdf")], check=True, capture_output=True, text=True).stdout
    return [(int(row[3]), int(row[4]), int(row[12])) for row in map(str.split, told.splitlines()[2:])]


def read(content, tmp_path):
    (tmp_path / "t.pdf").write_bytes(content)
    return subprocess.run(["pdftotext", str(tmp_path / "t.pdf"), "-"], check=True, capture_output=True, text=True).stdout


def alternatives(content, tmp_path):
    """The words beside each picture, in the order of the pages."""
    (tmp_path / "a.pdf").write_bytes(content)
    with pikepdf.open(tmp_path / "a.pdf") as document:
        marked = (row for page in document.pages for row in pikepdf.parse_content_stream(page))
        return [str(deed.operands[1].Alt) for deed in marked if str(deed.operator) == "BDC"]


def test_pictures_are_printed_within_the_column_with_their_words(illustrated, at, examiner, tmp_path):
    form = draw(at, examiner)
    content = render(form, PrintedDocument.Kind.PAPER)
    wide, small = images(content, tmp_path)
    assert wide[:2] == (800, 500)
    assert 800 / wide[2] * 72 <= 481  # no wider than the column, whatever its pixels
    assert small == (40, 30, 96)  # and one that is small is not blown up
    assert alternatives(content, tmp_path) == [ALT["zh-hans"]] * 2
    assert sum(len(page.images) for page in PdfReader(tmp_path / "p.pdf").pages) == 2


def test_each_document_shows_the_pictures_it_needs(illustrated, at, examiner, tmp_path):
    form = draw(at, examiner)
    assert len(images(render(form, PrintedDocument.Kind.LARGE), tmp_path)) == 2
    assert len(images(render(form, PrintedDocument.Kind.SHEET), tmp_path)) == 1  # where words are written about it
    assert len(images(render(form, PrintedDocument.Kind.KEY), tmp_path)) == 2
    assert render(form, PrintedDocument.Kind.PAPER) == render(form, PrintedDocument.Kind.PAPER)


def test_nothing_is_fetched_from_anywhere(illustrated, at, examiner, monkeypatch):
    import socket

    def refuse(*_args, **_kwargs):
        raise AssertionError("a document reached for the network")

    form = draw(at, examiner)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert render(form, PrintedDocument.Kind.PAPER).startswith(b"%PDF-")


@pytest.mark.parametrize("fault", ["damaged", "lost"])
def test_a_picture_that_cannot_be_read_blocks_with_words(illustrated, at, examiner, client_of, fault):
    store = storages["artefacts"]
    if fault == "lost":
        store.delete(illustrated[0].path)
    else:
        with store.open(illustrated[0].path, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\nnothing")
    answer = client_of(examiner).post(reverse("exams:print-drawing", args=[at.pk]), follow=True)
    assert "single-0" in answer.text
    assert "图片读不出来，请重新上传" in answer.text
    assert not PrintedPaper.objects.exists()
    assert not Job.objects.filter(task="exams.print_paper").exists()


def test_a_picture_lost_after_the_draw_stops_the_document_and_the_page_says_so(illustrated, at, examiner, client_of):
    form = draw(at, examiner)
    storages["artefacts"].delete(ItemPicture.objects.get(pk=illustrated[0].pk).path)
    with pytest.raises(proofing.CannotPrint, match="single-0"):
        render(form, PrintedDocument.Kind.PAPER)
    Job.objects.filter(task="exams.print_paper").update(attempts=MAX_ATTEMPTS, error="CannotPrint: single-0")
    page = client_of(examiner).get(reverse("exams:prints", args=[at.pk])).text
    assert "文件没有做成" in page
    assert "重新制作" in page


def test_what_is_no_picture_is_told_from_one():
    for data in (b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", drawn()[:60]):
        with pytest.raises(Unreadable):
            figure(data, "", widest=100, tallest=100)


def test_a_transparent_picture_stands_on_white():
    from base64 import b64decode
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    address = figure(out.getvalue(), "", widest=100, tallest=100).address
    with Image.open(BytesIO(b64decode(address.partition(",")[2]))) as image:
        assert image.getpixel((0, 0)) == (255, 255, 255)


# --- languages --------------------------------------------------------------------------------------------


def test_a_form_in_english_is_english_throughout(illustrated, at, examiner, tmp_path):
    form = draw(at, examiner, "zh-hans", "en")
    for kind in PrintedDocument.Kind:
        content = render(form, kind, "en")
        text = read(content, tmp_path)
        # The issuing body's name and the choices of this test are Chinese whatever the language.
        chinese = {sign for sign in text if "一" <= sign <= "鿿"} - set("海准示例发证机构选项")
        assert not chinese, (kind, chinese)
    text = read(render(form, PrintedDocument.Kind.PAPER, "en"), tmp_path)
    for words in ("Test", "Form A", "Admission no.", "60 minutes", "Full marks 6", "1. Single choice (1 question", "Page 1 of"):
        assert words in text, words
    assert "single-0 en" in text
    assert alternatives(render(form, PrintedDocument.Kind.PAPER, "en"), tmp_path) == [ALT["en"]] * 2
    key = read(render(form, PrintedDocument.Kind.KEY, "en"), tmp_path)
    assert "Confidential" in key
    assert "because" in key


def test_both_languages_have_documents_of_the_very_same_paper(at, examiner, client_of, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client_of(examiner).post(reverse("exams:print-drawing", args=[at.pk]), {"language": ["zh-hans", "en", "xx"]})
    form = PrintedPaper.objects.get()
    assert sorted(form.documents.values_list("language", "kind")) == sorted(
        (language, kind) for language in ("zh-hans", "en") for kind in PrintedDocument.Kind.values
    )
    taken_now = client_of(examiner).post(reverse("exams:print-document", args=[form.pk, "en", "paper"]))
    assert taken_now["Content-Type"] == "application/pdf"
    page = client_of(examiner).get(reverse("exams:prints", args=[at.pk])).text
    assert page.count("取走印制") == 8


def test_a_language_that_is_missing_is_named_and_nothing_is_drawn(at, examiner, client_of):
    answer = client_of(examiner).post(reverse("exams:print-drawing", args=[at.pk]), {"language": "zh-hant"}, follow=True)
    assert "没有繁体中文题面" in answer.text
    assert "single-0" in answer.text
    assert not PrintedPaper.objects.exists()


def test_traditional_is_added_later_where_every_question_has_its_own(
    at, examiner, client_of, django_capture_on_commit_callbacks, tmp_path
):
    for kind in ("single", "short", "numeric"):
        made = reword(f"{kind}-0", **{"zh-hant": {"stem": "圖中哪一點出界？"}})
        key = AnswerKey.objects.get(item_version=made)
        AnswerKey.objects.create(
            item_version=made, revision=2, rule=key.rule, data=key.data, explanation={**key.explanation, "zh-hant": "因為"}
        )
    with django_capture_on_commit_callbacks(execute=True):
        form = draw(at, examiner)
    adding, office = reverse("exams:print-languages", args=[form.pk]), client_of(examiner)
    with django_capture_on_commit_callbacks(execute=True):
        assert "正在制作" in office.post(adding, {"language": "zh-hant"}, follow=True).text
    document = form.documents.get(language="zh-hant", kind="paper")
    text = read(document.read(), tmp_path)
    for words in ("圖中哪一點出界", "單選", "滿分6分", "准考證號", "A卷", "全卷完"):
        assert words in text, words
    assert "图" not in text
    assert "因為" in read(form.documents.get(language="zh-hant", kind="key").read(), tmp_path)
    assert "已经有了" in office.post(adding, {"language": "zh-hant"}, follow=True).text
    assert form.documents.filter(language="zh-hant").count() == 4


def test_an_explanation_that_is_missing_in_a_language_is_named(at, examiner):
    held = ItemVersion.objects.get(item__code="single-0")
    key = AnswerKey.objects.get(item_version=held)
    AnswerKey.objects.create(item_version=held, revision=2, rule=key.rule, data=key.data, explanation={"zh-hans": "因为"})
    with pytest.raises(proofing.CannotPrint, match="single-0"):
        draw(at, examiner, "en")


def test_a_sign_no_typeface_has_is_named_with_its_question_before_the_draw(at, examiner):
    reword("single-0", **{"zh-hans": {"stem": "\U0001f600是什么？"}})
    with pytest.raises(proofing.CannotPrint, match=r"single-0.*U\+1F600"):
        draw(at, examiner)
    assert not PrintedPaper.objects.exists()


def test_the_page_asks_as_many_questions_for_eight_forms_as_for_one(at, examiner, client_of, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    office, address = client_of(examiner), reverse("exams:prints", args=[at.pk])
    draw(at, examiner)
    office.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        office.get(address)
    for _form in range(7):
        draw(at, examiner)
    with CaptureQueriesContext(connection) as eight:
        office.get(address)
    assert len(eight) == len(one)


def test_every_kind_can_be_printed_in_english(examiner, tmp_path):
    room = sitting(version(list(KINDS), items=1), mode="on_site", venue="一号楼", walk_in=False)
    form = draw(room, examiner, "en")
    text = read(render(form, PrintedDocument.Kind.SHEET, "en"), tmp_path)
    assert "From first to last:" in text
    assert "[right]" in text
    assert "9. Case" in text
    assert Item.objects.count() == len(KINDS)
