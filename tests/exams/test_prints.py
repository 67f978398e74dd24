"""Papers for a room: drawn once, made once, read back by another program; the key never in the paper."""

import re
import subprocess

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from core.keeping import Tampered
from core.models import AuditEntry
from core.typefaces import Unprintable
from exams import printing, setting
from exams.models import AnswerKey, ItemVersion, PrintedDocument, PrintedPaper
from exams.rendering import render
from tests.exams.making import KINDS, sitting, version

pytestmark = [pytest.mark.django_db, pytest.mark.poppler]


@pytest.fixture
def room(db):
    return sitting(version(list(KINDS), items=2), mode="on_site", venue="一号楼", walk_in=False)


@pytest.fixture
def form(room, examiner, django_capture_on_commit_callbacks) -> PrintedPaper:
    with django_capture_on_commit_callbacks(execute=True):
        made = printing.draw_form(sitting=room, by=examiner)
    return PrintedPaper.objects.told().get(pk=made.pk)


@pytest.fixture
def read(tmp_path):
    """What pdftotext reads in a document."""

    def told(content: bytes, *options: str) -> str:
        file = tmp_path / "document.pdf"
        file.write_bytes(content)
        return subprocess.run(["pdftotext", *options, str(file), "-"], check=True, capture_output=True, text=True).stdout

    return told


def document(form: PrintedPaper, kind: str) -> PrintedDocument:
    return form.documents.get(kind=kind)


def test_a_form_has_its_four_documents_and_says_what_it_is(form, read):
    assert {one.kind for one in form.documents.all()} == {"paper", "large", "sheet", "key"}
    assert form.form == "A"
    text = read(document(form, "paper").read())
    for words in (
        "小考",
        "A卷",
        "姓名",
        "准考证号",
        "考试时间60分钟",
        "满分18分",
        "一、单选",
        "九、案例",
        "第1页，共",
        form.mark,
        "（全卷完）",
    ):
        assert words in text, words
    for slot in form.attempt_items():
        assert f"{slot.slot}．" in text
        assert ItemVersion.objects.get(pk=slot.item_version_id).item.code in text  # the stems of these items are their codes


def test_the_key_is_confidential_complete_and_in_the_letters_of_this_form(form, read):
    text = read(document(form, "key").read())
    assert "保密" in text
    assert "因为" in text
    (single,) = [one for section in setting.sections(setting.slots(form)) if section.kind == "single" for one in section.asked]
    letter = next(option.letter for line in single.lines for option in line if option.id == KINDS["single"][2]["correct"])
    assert re.search(rf"^1．{letter}（2分）", text, flags=re.M), text[:400]
    assert "错误（2分）" in text
    assert "12.5 ± 0.1 mm" in text
    assert "授权" in text


def test_no_key_rubric_or_explanation_is_in_the_bytes_of_paper_or_sheet(room, examiner, read):
    """Marked keys are planted under the whole paper; only the key document may hold a mark."""
    for key in AnswerKey.objects.select_related("item_version__item"):
        data = {**key.data, "blanks": [[{"text": "泄密词"}]]} if key.rule == "text" else key.data
        rubric = [{"part": "1", "area": "S1", "marks": "5", "lines": [{"text": {"zh-hans": "泄密细则"}, "marks": "5"}]}]
        AnswerKey.objects.create(
            item_version=key.item_version,
            revision=2,
            rule=key.rule,
            data=data,
            rubric=rubric if key.rule == "manual" else [],
            explanation={"zh-hans": "泄密解析"},
        )
    form = printing.draw_form(sitting=room, by=examiner)
    for kind in ("paper", "large", "sheet"):
        content = render(form, PrintedDocument.Kind(kind))
        assert "泄密" not in read(content), kind
        assert "泄密" not in read(content, "-raw"), kind
    told = read(render(form, PrintedDocument.Kind.KEY))
    assert all(words in told for words in ("泄密词", "泄密细则", "泄密解析"))


def test_the_same_form_gives_the_same_bytes_with_fonts_embedded(form, tmp_path):
    first = render(form, PrintedDocument.Kind.PAPER)
    assert first == render(form, PrintedDocument.Kind.PAPER) == document(form, "paper").read()
    (tmp_path / "p.pdf").write_bytes(first)
    fonts = subprocess.run(["pdffonts", str(tmp_path / "p.pdf")], check=True, capture_output=True, text=True).stdout
    assert all(" yes " in line for line in fonts.splitlines()[2:]), fonts


def test_formulas_are_printed_and_a_sign_no_face_draws_is_named(form, read):
    wording = ItemVersion.objects.get(pk=form.items[0][1])
    body = {**wording.body, "zh-hans": {**wording.body["zh-hans"], "stem": "σ≈√2，系数23×10⁻⁶/℃，Φ(2.5)"}}
    shown = setting.slots(form)
    shown[0].item_version.body = body
    form.__dict__["attempt_items"] = lambda: shown[:1]
    made = ItemVersion.objects.create(item=wording.item, number=9, body=body, content_sha256="x" * 64)
    shown[0].item_version_id = made.pk
    assert "σ≈√2，系数23×10⁻⁶/℃，Φ(2.5)" in read(render(form, PrintedDocument.Kind.PAPER))
    bad = {**body, "zh-hans": {**body["zh-hans"], "stem": "\U0001f600"}}
    shown[0].item_version_id = ItemVersion.objects.create(item=wording.item, number=10, body=bad, content_sha256="y" * 64).pk
    with pytest.raises(Unprintable, match="U\\+1F600"):
        render(form, PrintedDocument.Kind.PAPER)


def test_documents_are_made_once_however_often_the_task_runs(form):
    before = {one.kind: one.sha256 for one in form.documents.all()}
    printing.make_documents(form)
    assert {one.kind: one.sha256 for one in form.documents.all()} == before
    assert PrintedDocument.objects.count() == 4


def test_a_document_changed_in_the_store_is_not_handed_out(form, examiner):
    made = document(form, "paper")
    with storages["artefacts"].open(made.key, "wb") as file:
        file.write(b"%PDF-other")
    with pytest.raises(Tampered):
        printing.take(document=made, by=examiner)


def test_a_form_is_drawn_again_and_compared(form, capsys):
    call_command("replay_paper", str(form.pk))
    assert "the same paper; its documents are as they were made" in capsys.readouterr().out
    form.seed += 1
    with pytest.raises(CommandError, match="no such attempt"):
        call_command("replay_paper", "00000000-0000-0000-0000-000000000000")


def test_forms_take_the_letters_in_turn_and_differ(room, examiner):
    forms = [printing.draw_form(sitting=room, by=examiner) for _form in range(8)]
    assert [form.form for form in forms] == list("ABCDEFGH")
    assert len({form.paper_sha256 for form in forms}) > 1
    with pytest.raises(printing.NoLetterLeft):
        printing.draw_form(sitting=room, by=examiner)


# --- the page -----------------------------------------------------------------------------------------------


def test_an_examiner_draws_a_form_and_takes_its_documents(client_of, examiner, room, django_capture_on_commit_callbacks):
    office, address = client_of(examiner), reverse("exams:prints", args=[room.pk])
    assert "还没有抽卷" in office.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        office.post(reverse("exams:print-drawing", args=[room.pk]))
    form = PrintedPaper.objects.get()
    page = office.get(address).content.decode()
    for words in ("A卷", "试卷（大字）", "答题卡", "答案（保密）", form.mark, "周考官"):
        assert words in page, words
    answer = office.post(reverse("exams:print-document", args=[form.pk, "zh-hans", "key"]))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/pdf", "private, no-store")
    entry = AuditEntry.objects.get(deed="paper.printed")
    assert (entry.actor_id, entry.data["document"]) == (examiner.pk, "key")
    assert "一号楼" in office.get(reverse("exams:desk")).content.decode()


def test_only_examiners_and_no_document_by_a_link(client, client_of, examiner, learner, stranger, regulator, form):
    page, taking = (
        reverse("exams:prints", args=[form.sitting_id]),
        reverse("exams:print-document", args=[form.pk, "zh-hans", "key"]),
    )
    drawing = reverse("exams:print-drawing", args=[form.sitting_id])
    for who in (learner, stranger, regulator):
        visitor = client_of(who)
        assert visitor.get(page).status_code in (403, 404)
        assert visitor.post(taking).status_code in (403, 404)
        assert visitor.post(drawing).status_code in (403, 404)
    assert client.get(page).status_code == 302
    assert client_of(examiner).get(taking).status_code == 405
    assert client_of(examiner).get(drawing).status_code == 405
    assert PrintedPaper.objects.count() == 1
    assert not AuditEntry.objects.filter(deed="paper.printed").exists()


def test_a_short_bank_draws_no_form_and_says_where(client_of, examiner, room):
    from exams.models import Item

    Item.objects.filter(kind="single").update(cleared=False)
    answer = client_of(examiner).post(reverse("exams:print-drawing", args=[room.pk]), follow=True)
    assert "S1 单选：需要1题，题库缺1题" in answer.content.decode()
    assert not PrintedPaper.objects.exists()


@pytest.mark.parametrize("model", [PrintedPaper, PrintedDocument])
def test_what_was_printed_cannot_be_rewritten_by_raw_sql(form, model):
    assert model.objects.exists()
    for deed in (f"UPDATE {model._meta.db_table} SET id = id", f"DELETE FROM {model._meta.db_table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
