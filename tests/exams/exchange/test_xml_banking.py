"""Moodle XML and QTI all the way: into the bank, through the review, out again, and back as nothing new."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from core.shipped import digest
from exams import exporting, importing, proposing
from exams.exchange.formats import formats
from exams.models import AnswerKey, Area, Import, Item, ItemPicture, ItemVersion, Proposal
from tests.cast import person
from tests.exams.exchange.test_samples import SAMPLES, packed
from tests.exams.making import KINDS, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db):
    return person("许审题", "xu", "examiner")


def uploaded(data: bytes, format: str, by):
    return importing.upload(name="题", data=data, format=format, language="zh-hans", by=by)


def taken(data: bytes, format: str, by):
    return importing.commit(pk=uploaded(data, format, by).pk, by=by)


def exported(format: str) -> bytes:
    return formats()[format].write(exporting.drafts(Item.objects.all()), "zh-hans").data


def moodle_with(picture: bytes) -> bytes:
    """The sample with another picture in its place."""
    import base64

    text = (SAMPLES / "moodle-4.xml").read_text(encoding="utf-8")
    start = text.index('encoding="base64">') + len('encoding="base64">')
    return (text[:start] + base64.b64encode(picture).decode() + text[text.index("</file>") :]).encode()


def image(colour: str = "navy", kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (20, 10), colour).save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize("format", ["moodle", "qti"])
def test_the_bank_goes_out_and_comes_back_as_nothing_new(examiner, format):
    Area.objects.create(credential="QSO", code="S1", name={"zh-hans": "法规", "en": "Law"})
    for kind in KINDS:
        item(f"{kind}-____", kind)  # the stem repeats the code: a fill-in needs a blank
    made = uploaded(exported(format), format, examiner)
    assert made.counts["unchanged"] == len(KINDS), made.report


@pytest.mark.parametrize(
    ("format", "data"),
    [("moodle", lambda: moodle_with(image())), ("qti", lambda: packed("tao")), ("qti", lambda: packed("inspera", "export/"))],
)
def test_a_foreign_file_awaits_review_and_then_is_the_bank(examiner, colleague, format, data):
    made = taken(data(), format, examiner)
    assert made.committed_at, made.report
    assert not ItemVersion.objects.exists()
    for proposal in Proposal.objects.awaiting():
        proposing.approve(proposal=proposal, by=colleague, clears=True)
    again = uploaded(data(), format, examiner)
    assert again.counts["new"] == 0
    assert {row["verdict"] for row in again.report["rows"] if row["code"] in _approved()} == {"unchanged"}


def _approved() -> set[str]:
    return set(Item.objects.filter(versions__isnull=False).values_list("code", flat=True))


def test_a_picture_comes_in_with_its_item_and_goes_out_in_both_formats(examiner, colleague):
    made = taken(moodle_with(image()), "moodle", examiner)
    assert made.committed_at
    kept = ItemPicture.objects.get()
    proposal = Proposal.objects.get(item__code="RC-001")
    assert proposal.body["zh-hans"]["picture"] == {"sha256": kept.sha256, "alt": "缺陷标签", "width": 20, "height": 10}
    proposing.approve(proposal=proposal, by=colleague, clears=True)
    for format in ("moodle", "qti"):
        (draft,) = formats()[format].read(exported(format), "zh-hans").drafts
        assert draft.picture
        assert (digest([draft.picture.data.hex()]), draft.picture.alt) == (digest([_bytes(kept).hex()]), {"zh-hans": "缺陷标签"})
        said = uploaded(exported(format), format, examiner).report["rows"][0]["findings"]
        assert [finding["code"] for finding in said] == ["no-area"]


def _bytes(picture: ItemPicture) -> bytes:
    with picture.open() as file:
        return bytes(file.read())


def test_another_picture_for_a_known_item_and_one_that_is_none_are_told(examiner, colleague):
    taken(moodle_with(image()), "moodle", examiner)
    for proposal in Proposal.objects.awaiting():
        proposing.approve(proposal=proposal, by=colleague, clears=True)
    other = uploaded(moodle_with(image("red")), "moodle", examiner)
    assert "picture-kept" in {finding["code"] for row in other.report["rows"] for finding in row["findings"]}
    broken = uploaded(moodle_with(b"\x89PNG\r\n\x1a\n no picture"), "moodle", examiner)
    assert "picture-unfit" in {finding["code"] for row in broken.report["rows"] for finding in row["findings"]}
    assert ItemPicture.objects.count() == 1


def test_looking_at_a_file_takes_no_picture(examiner):
    uploaded(moodle_with(image()), "moodle", examiner)
    assert not ItemPicture.objects.exists()


@pytest.mark.parametrize(("format", "name", "data"), [("moodle", "题.xml", None), ("qti", "题.zip", "tao")])
def test_the_screen_takes_both_by_their_ending_and_hands_both_out(client, examiner, format, name, data):
    client.force_login(examiner)
    content = packed(data) if data else (SAMPLES / "moodle-4.xml").read_bytes()
    page = client.post(reverse("exam_exchange:index"), {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert page.status_code == 200
    assert Import.objects.get().format == format
    item("single-1")
    out = client.get(reverse("exam_exchange:export"), {"format": format, "language": "zh-hans", "told": "1"})
    assert name[-4:] in out["Content-Disposition"]
    assert [draft.code for draft in formats()[format].read(out.content, "zh-hans").drafts] == ["single-1"]


def test_an_item_that_cannot_be_written_is_named_instead_of_a_broken_page(client, examiner):
    client.force_login(examiner)
    made = item("odd-1")
    body = {"zh-hans": {"stem": "无选项", "choices": []}}
    wording = ItemVersion.objects.create(item=made, number=2, body=body, content_sha256="x")
    AnswerKey.objects.create(item_version=wording, rule="match_correct", data={"correct": "A"})
    Item.objects.filter(pk=made.pk).update(current_number=2)
    page = client.get(reverse("exam_exchange:export"), {"format": "qti", "language": "zh-hans"}, follow=True)
    assert "odd-1" in page.content.decode()
