"""Templates: written by some, published by another, checked when they are saved; what was issued keeps its look."""

import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from certificates import templating
from certificates.issuing import issue
from certificates.models import Artefact, CertificateEvent, Template, TemplateDraft, TemplateMark
from certificates.printing import make_pdf
from certificates.superseding import supersede
from certificates.template_linting import findings
from cms.models import Identity
from tests.certificates.template_forms import form_of

pytestmark = pytest.mark.django_db
LIST = "/cms/snippets/certificates/template/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60"><path fill="#0b4f6c" d="M0 0H80V60H0Z"/></svg>'


@pytest.fixture
def publish(draft, administrator, second):
    """`publish(title_colour=…)`: the draft changed, written by one and published by another."""

    def made(**changes):
        standing = TemplateDraft.objects.filter(scheme=draft.scheme).first() or templating.draft(
            scheme=draft.scheme, by=administrator
        )
        for name, value in changes.items():
            setattr(standing, name, value)
        templating.write(draft=standing, by=administrator)
        return templating.publish(draft=standing, by=second)

    return made


def text_of(artefact):
    return subprocess.run(["pdftotext", "-", "-"], input=artefact.read(), check=True, capture_output=True).stdout.decode()


def test_a_draft_is_saved_by_the_form_and_published_by_another(draft, administrator, second, client_of):
    words = {"label-en-issuing_body": "Zhuhai Quality Association", "label-zh-hans-lead": "兹证明"}
    answer = client_of(administrator).post(f"{LIST}draft/QSO/", form_of(title_colour="sea", **words))
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.labels == {"zh-hans": {"lead": "兹证明"}, "en": {"issuing_body": "Zhuhai Quality Association"}}
    own = client_of(administrator).post(f"{LIST}draft/QSO/publication/", follow=True).content.decode()
    assert "您参与了这份草稿的编写" in own
    with pytest.raises(templating.OwnWork):
        templating.publish(draft=draft, by=administrator)
    done = client_of(second).post(f"{LIST}draft/QSO/publication/", follow=True).content.decode()
    assert "第1版已发布" in done
    assert "海蓝" in done
    version = Template.objects.get()
    assert (version.number, version.published_by, version.written_by) == (1, second, [administrator.pk])
    assert not TemplateDraft.objects.exists()


def test_a_published_template_cannot_be_rewritten_even_by_sql(publish):
    publish(title_colour="sea")
    for sql in (
        "UPDATE certificates_template SET title_colour = 'gold'",
        "DELETE FROM certificates_template",
        "UPDATE certificates_artefact SET template_id = NULL",
    ):
        if "artefact" in sql and not Artefact.objects.exists():
            continue
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert Template.objects.get().title_colour == "sea"


def test_what_says_the_same_as_before_is_not_published(publish, draft, administrator, second):
    publish(title_colour="sea")
    again = templating.draft(scheme=draft.scheme, by=administrator)
    with pytest.raises(templating.Unchanged):
        templating.publish(draft=again, by=second)


@pytest.mark.poppler
def test_a_certificate_remembers_its_template_in_every_language_and_for_ever(publish, learner, stranger, passed):
    before = issue(result=passed(learner))
    old = make_pdf(before)
    version = publish(labels={"zh-hans": {"lead": "现证明"}, "en": {"lead": "We certify that"}}, title_colour="sea")
    # Drawn before: the same bytes, and its English by the form of that day.
    assert make_pdf(before) == old
    english = make_pdf(before, "en")
    assert old.template is english.template is None
    assert "This is to certify that" in text_of(english)
    after = make_pdf(issue(result=passed(stranger)))
    assert after.template == version
    assert "现证明" in text_of(after)
    publish(labels={"zh-hans": {"lead": "特此证明"}}, title_colour="sea")
    later = make_pdf(after.certificate, "en")
    assert later.template == version
    assert "We certify that" in text_of(later)


@pytest.mark.poppler
def test_who_answers_for_it_is_frozen_from_the_template_at_issue(publish, learner, stranger, passed, administrator):
    answering = {
        "zh-hans": {"issuing_body": "珠海市质量协会", "signatory_title": "秘书长"},
        "zh-hant": {"issuing_body": "珠海市質量協會", "signatory_title": "秘書長"},
        "en": {"issuing_body": "Zhuhai Quality Association", "signatory_title": "Secretary General"},
    }
    publish(labels=answering)
    certificate = issue(result=passed(learner))
    assert certificate.subject["issuing_body"] == "珠海市质量协会"
    assert certificate.subject["issuing_body_en"] == "Zhuhai Quality Association"
    publish(labels={**answering, "en": {**answering["en"], "issuing_body": "Another English Name"}})
    for language, said in {
        "zh-hans": ("珠海市质量协会", "秘书长"),
        "zh-hant": ("珠海市質量協會", "秘書長"),
        "en": ("Zhuhai Quality Association", "Secretary General"),
    }.items():
        text = text_of(make_pdf(certificate, language))
        assert all(one in text for one in said)
    successor = supersede(certificate, by=administrator, reason=CertificateEvent.Reason.REQUEST)
    assert successor.subject["issuing_body_en"] == "Another English Name"


def test_a_missing_translation_blocks_publishing_not_saving(draft, administrator, second, client_of):
    Identity.objects.update_or_create(
        site_id=1, defaults={"issuing_body": "珠海市质量协会", "issuing_body_en": "", "issuing_body_hant": "珠海市質量協會"}
    )
    assert client_of(administrator).post(f"{LIST}draft/QSO/", form_of(title_colour="sea")).status_code == 302
    page = client_of(second).post(f"{LIST}draft/QSO/publication/", follow=True).content.decode()
    assert "的“颁发单位”还没有填写" in page
    assert not Template.objects.exists()
    with pytest.raises(templating.Unfit):
        templating.publish(draft=TemplateDraft.objects.get(), by=second)


def test_a_translation_of_the_sites_own_name_is_not_put_under_another(draft):
    draft.labels = {"zh-hans": {"issuing_body": "珠海市质量协会"}}
    fields = {finding.field for finding in findings(draft, draft.scheme)}
    assert fields == {"label-zh-hant-issuing_body", "label-en-issuing_body"}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("label-zh-hans-lead", "经 认　证", "认证"),
        ("label-zh-hans-lead", "依条例必须持有本证", "依条例必须"),
        ("label-zh-hans-issuing_body", "全·国质量考核中心", "全国"),
        ("label-zh-hant-lead", "國家職業資格", "國家、職業資格"),
        ("label-en-lead", "This NATIONAL certificate says that", "national"),
        ("label-en-lead", "accredited by us", "accredited"),
        ("label-zh-hans-verify", "国徽查验", "国徽"),
        ("label-zh-hans-lead", "证\u202e明", "U+202E"),
        ("label-zh-hans-lead", "证明😀", "U+1F600"),
        ("label-zh-hans-lead", "证明\U0002a6a5", "U+2A6A5"),
        ("label-zh-hant-issuing_body", "珠海质量协会", "繁体写作：珠海質量協會"),
        ("label-en-issuing_body", "Zhuhai 质量", "不是英文"),
        ("label-zh-hans-signatory_title", "很" * 60, "超出版位"),
        ("label-zh-hans-issued", "颁发此证书的日期为", "超出版位"),
        ("label-en-issuing_body", "The Very Long Association " * 6, "超出版位"),
        ("label-en-governs", "The Chinese text governs in all respects. " * 4, "超出版位"),
        ("accent_colour", "gold", "对比度"),
        ("title_colour", "pale-gold", "对比度"),
        ("middle", "mark", "还没有自有标识"),
        ("mark_name", "国 徽", "国徽"),
        ("mark_name", "Red Star emblem", "red star"),
    ],
    ids=lambda value: value[:24].encode("ascii", "backslashreplace").decode(),
)
def test_what_would_be_wrong_on_paper_is_refused_when_it_is_saved(draft, administrator, client_of, field, value, said):
    answer = client_of(administrator).post(f"{LIST}draft/QSO/", form_of(**{field: value}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "草稿没有保存" in page
    standing = TemplateDraft.objects.get()
    assert (standing.labels, standing.middle, standing.accent_colour) == ({}, "medallion", "bronze")


def test_english_that_is_shorter_than_the_chinese_is_refused(draft, administrator, client_of):
    sent = form_of(**{"label-zh-hans-issuing_body": "珠海市质量发展协会", "label-en-issuing_body": "ZQDA"})
    assert "请写全" in client_of(administrator).post(f"{LIST}draft/QSO/", sent).content.decode()


@pytest.mark.parametrize("sample", ["short", "long", "rare", "latin"])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_sample_is_shown_as_a_picture_and_as_pdf(draft, administrator, client_of, language, sample):
    browser, address = client_of(administrator), f"{LIST}draft/QSO/preview/"
    shown = browser.get(address, {"language": language, "sample": sample})
    assert shown["Content-Type"] == "image/svg+xml"
    assert shown.content.startswith(b"<svg")
    assert not {b"<script", b"http://example", b"<text"} & set(shown.content.split())
    pdf = browser.get(address, {"language": language, "sample": sample, "as": "pdf"})
    assert pdf.content.startswith(b"%PDF-")


@pytest.mark.poppler
def test_a_sample_follows_what_is_typed_and_keeps_nothing(draft, administrator, client_of):
    sent = form_of(**{"label-zh-hans-lead": "尚未保存", "as": "pdf", "middle": "mark", "mark_name": "标识"})
    sent["mark_file"] = SimpleUploadedFile("m.svg", SVG)
    answer = client_of(administrator).post(f"{LIST}draft/QSO/preview/", sent)
    said = subprocess.run(["pdftotext", "-", "-"], input=answer.content, check=True, capture_output=True).stdout.decode()
    assert "尚未保存" in said
    draft.refresh_from_db()
    assert draft.labels == {}
    assert not TemplateMark.objects.exists()
    bad = client_of(administrator).post(f"{LIST}draft/QSO/preview/", form_of(accent_colour="gold"))
    assert bad.status_code == 422
    assert "对比度" in bad.content.decode()


def test_a_published_version_shows_its_look_and_what_changed(publish, administrator, client_of):
    version = publish(title_colour="sea", labels={"zh-hans": {"lead": "兹证明"}})
    browser = client_of(administrator)
    page = browser.get(f"{LIST}inspect/{version.pk}/").content.decode()
    for said in ("钱主任", "与自带版式的不同", "海蓝", "兹证明", "样张"):
        assert said in page
    assert browser.get(f"{LIST}version/{version.pk}/preview/").content.startswith(b"<svg")
    assert "第1版" in browser.get(f"{LIST}drafts/").content.decode()


@pytest.mark.parametrize("who", ["stranger", "learner", "examiner", "regulator", "school"])
def test_nobody_else_comes_near_a_template(draft, request, client_of, who):
    browser = client_of(request.getfixturevalue(who))
    for answer in (
        browser.get(LIST),
        browser.get(f"{LIST}drafts/"),
        browser.post(f"{LIST}drafts/", {"scheme": "CQO"}),
        browser.get(f"{LIST}draft/QSO/"),
        browser.post(f"{LIST}draft/QSO/", form_of(title_colour="sea")),
        browser.get(f"{LIST}draft/QSO/preview/"),
        browser.post(f"{LIST}draft/QSO/publication/"),
        browser.post(f"{LIST}draft/QSO/removal/"),
    ):
        assert answer.status_code in (302, 403)
    assert TemplateDraft.objects.get().title_colour == "ink"
    assert not Template.objects.exists()


def test_whoever_may_only_publish_reads_looks_and_publishes(draft, administrator, stranger, client_of):
    from django.contrib.auth.models import Permission

    draft.title_colour = "sea"
    templating.write(draft=draft, by=administrator)
    for codename in ("access_admin", "add_template", "view_template"):
        stranger.user_permissions.add(Permission.objects.get(codename=codename))
    browser = client_of(stranger)
    page = browser.get(f"{LIST}draft/QSO/").content.decode()
    assert "海蓝" in page
    assert 'name="title_colour"' not in page
    assert browser.post(f"{LIST}draft/QSO/", form_of()).status_code == 403
    assert browser.get(f"{LIST}draft/QSO/preview/").status_code == 200
    browser.post(f"{LIST}draft/QSO/publication/")
    assert Template.objects.get().published_by == stranger


def test_a_draft_is_thrown_away_and_wrong_methods_are_refused(draft, administrator, client_of):
    browser = client_of(administrator)
    assert browser.get(f"{LIST}draft/QSO/publication/").status_code == 405
    assert browser.put(f"{LIST}draft/QSO/").status_code == 405
    assert browser.post(f"{LIST}draft/QSO/removal/").status_code == 302
    assert browser.get(f"{LIST}draft/QSO/").status_code == 404
