"""The document in three languages: the same facts, number and code; made on request, once."""

import subprocess

import pytest

from certificates import tasks
from certificates.decisions import decide
from certificates.editions import Edition, compose, edition
from certificates.labels import LANGUAGES, SHIPPED, Labels
from certificates.models import Artefact, CertificateEvent
from certificates.printing import make_pdf
from certificates.rendering import render
from certificates.status import State
from core.models import Job
from tests.certificates.test_rendering import facts

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    """What poppler copies out."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, check=True, capture_output=True)
    return done.stdout.decode()


def told(language: str, **changes: object) -> str:
    return text_of(render(facts(**changes), Edition(language, SHIPPED[language])))  # type: ignore[arg-type]


@pytest.mark.poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_tells_the_same_facts(language):
    text = told(language)
    for said in ("林悦", "QSO-26-7K4M-9XQ2-H9", "quality.example.org/v/QSO-26-7K4M-9XQ2-H9", "2026-11-24", "2029-11-23", "示例"):
        assert said in text


@pytest.mark.poppler
def test_the_traditional_one_is_traditional_throughout_but_for_the_name():
    text = told("zh-hant", name="杨术发", valid_until=None)
    for said in ("質量安全員培訓考核合格證書", "16學時", "證書編號", "長期有效", "考核委員會主任", "不屬於", "杨术发"):
        assert said in text
    assert not set("质员证书颁发单语学习专业") & set(text.replace("杨术发", ""))


@pytest.mark.poppler
def test_the_english_one_has_no_chinese_but_names_and_the_title_it_renders():
    text = told("en", issuing_body="Haizhun Sample Body", signatory="Chen Rui", signatory_title="Chair", valid_until=None)
    assert "Certificate of Training and Examination" in text
    assert "QUALITY SAFETY OFFICER" in text
    assert "no end" in text
    left = {sign for sign in text if ord(sign) > 0x2E80}
    assert left == set("林悦质量安全员培训考核合格证书")


@pytest.mark.poppler
@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_a_rendering_says_which_text_governs(language):
    assert {"zh-hant": "以簡體中文證書為準", "en": "the Chinese text governs"}[language] in told(language)
    assert SHIPPED["zh-hans"].governs == ""


def test_the_traditional_title_comes_from_the_scheme(certificate):
    assert certificate.scheme_version.title_zh_hant == "質量安全員培訓考核合格證書"
    page = compose(certificate.facts(), Edition("zh-hant", SHIPPED["zh-hant"], "題名"))
    assert page.title == "題名"
    assert edition(certificate, "zh-hant").title_hant == certificate.scheme_version.title_zh_hant


def test_a_label_that_is_left_empty_leaves_the_frozen_fact():
    labels = Labels(**{**vars(SHIPPED["en"]), "issuing_body": "Body of {title}"})
    assert compose(facts(), Edition("en", labels)).issuer == "Body of {title}"
    assert compose(facts(), Edition("en", SHIPPED["en"])).issuer == "海准示例发证机构"


@pytest.mark.poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_keeps_to_one_page_for_the_longest_names(language):
    for name in ("阿布都热合曼买买提江古丽", "Wolfeschlegelsteinhausenbergerdorff the Elder", "长" * 60):
        longest = facts(name, issuing_body="机" * 60, signatory="签" * 30, signatory_title="职" * 60)
        pdf = render(longest, Edition(language, SHIPPED[language]))
        said = subprocess.run(["pdfinfo", "-"], input=pdf, check=True, capture_output=True).stdout.decode()
        assert "Pages:           1\n" in said
        # The longest stands on two lines.
        assert name in text_of(pdf).replace("长\n长", "长长")


def test_each_language_is_stored_once(certificate):
    made = {language: make_pdf(certificate, language) for language in LANGUAGES}
    assert {language: make_pdf(certificate, language) for language in LANGUAGES} == made
    assert len({artefact.sha256 for artefact in made.values()}) == 3
    assert certificate.pdf == made["zh-hans"]
    for language, artefact in made.items():
        assert artefact.language == language
        assert artefact.read().startswith(b"%PDF-")


def test_the_holder_asks_for_a_language_and_gets_it(printed, learner, client_of, django_capture_on_commit_callbacks):
    holder, address = client_of(learner), f"{printed.get_absolute_url()}pdf/en/"
    waiting = holder.get(address)
    assert waiting.status_code == 202
    assert not printed.artefacts.filter(language="en").exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert holder.post(address).status_code == 302
    answer = holder.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert f"{printed.number}-en.pdf" in answer["Content-Disposition"]
    assert address in holder.get(printed.get_absolute_url()).content.decode()


def test_asking_twice_notes_one_job(printed, learner, client_of):
    for _ in range(3):
        client_of(learner).post(f"{printed.get_absolute_url()}pdf/zh-hant/")
    assert Job.objects.filter(kwargs__language="zh-hant").count() == 1
    page = client_of(learner).get(printed.get_absolute_url()).content.decode()
    assert "正在制作" in page


def test_the_page_offers_both_further_languages(printed, learner, client_of):
    page = client_of(learner).get(printed.get_absolute_url()).content.decode()
    assert page.count("<span lang=") >= 2
    for said in ("繁體中文", "English", "制作PDF", "其他语言"):
        assert said in page


@pytest.mark.parametrize("deed", ["get", "post"])
def test_a_stranger_gets_no_language_of_anothers_certificate(printed, stranger, client_of, deed):
    assert getattr(client_of(stranger), deed)(f"{printed.get_absolute_url()}pdf/en/").status_code == 404
    assert not Job.objects.filter(kwargs__language="en").exists()


def test_an_unknown_language_is_not_found(printed, learner, client_of):
    assert client_of(learner).post(f"{printed.get_absolute_url()}pdf/fr/").status_code == 404


def test_a_wrong_method_is_refused(printed, learner, client_of):
    assert client_of(learner).put(f"{printed.get_absolute_url()}pdf/en/").status_code == 405


def test_what_has_ended_is_not_told_anew(printed, learner, administrator, client_of):
    decide(printed, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.RESULT)
    answer = client_of(learner).post(f"{printed.get_absolute_url()}pdf/en/")
    assert answer.status_code == 409
    assert not Job.objects.filter(kwargs__language="en").exists()


def test_a_task_that_names_no_language_makes_the_certificate_itself(certificate):
    tasks.render_certificate(certificate=str(certificate.pk))
    assert [artefact.language for artefact in Artefact.objects.all()] == ["zh-hans"]


@pytest.mark.poppler
def test_who_answers_for_it_is_named_in_each_language_as_it_was_frozen(certificate):
    said = {language: text_of(render(certificate.facts(), edition(certificate, language))) for language in LANGUAGES}
    assert "海准示例发证机构" in said["zh-hans"]
    assert "考核委员会主任（示例）" in said["zh-hans"]
    assert "海準示例發證機構" in said["zh-hant"]
    assert "考核委員會主任（示例）" in said["zh-hant"]
    assert "Haizhun Sample Issuing Body" in said["en"]
    assert "Chair of the Examination Committee (sample)" in said["en"]
    left = {sign for sign in said["en"] if ord(sign) > 0x2E80}
    assert left == set("林悦质量安全员培训考核合格证书")


def test_a_later_name_of_the_issuing_body_changes_no_certificate(certificate):
    from cms.models import Identity

    Identity.objects.update(issuing_body="别的机构", issuing_body_en="Another Body")
    page = compose(certificate.facts(), edition(certificate, "en"))
    assert page.issuer == "Haizhun Sample Issuing Body"


def test_a_samples_translation_under_ones_own_name_is_refused(db):
    from django.core.exceptions import ValidationError

    from cms.models import Identity

    own = Identity(site_id=1, issuing_body="珠海市质量协会")
    with pytest.raises(ValidationError) as refusal:
        own.clean()
    assert set(refusal.value.message_dict) == {"issuing_body_en", "issuing_body_hant"}
    assert "珠海市质量协会" in str(refusal.value.message_dict)
    Identity(site_id=1, issuing_body="珠海市质量协会", issuing_body_en="", issuing_body_hant="珠海市質量協會").clean()
