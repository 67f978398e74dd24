"""The picture on the holder's page follows the template the document was drawn by: words, colours, layout, own mark."""

import html
import re

import pytest
from django.urls import reverse

from certificates import picturing, styles, templating
from certificates.issuing import issue
from certificates.models import Scheme, TemplateDraft
from certificates.printing import make_pdf
from tests.cast import person

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60"><path fill="#0b4f6c" d="M0 0H80V60H0Z"/></svg>'
WORDS = {
    "zh-hans": {"lead": "本机构证明", "number": "编号", "issuing_body": "珠海市质量协会", "signatory": "陈立"},
    "zh-hant": {"issuing_body": "珠海市質量協會"},
    "en": {"issuing_body": "Zhuhai Quality Association", "signatory": "Chen Li, for the association"},
}


@pytest.fixture
def publish(schemes, administrator):
    """`publish(title_colour=…)`: the next template of QSO, written by one and published by another."""
    second = person("钱主任", "qian", "administrator")

    def made(**changes):
        draft = templating.draft(scheme=Scheme.objects.get(code="QSO"), by=administrator)
        for name, value in changes.items():
            setattr(draft, name, value)
        templating.write(draft=draft, by=administrator)
        return templating.publish(draft=TemplateDraft.objects.get(), by=second)

    return made


@pytest.fixture
def branded(publish, administrator, learner, passed):
    """Issued by a template of the operator's own."""
    mark = templating.take_mark(SVG, name="协会标识", by=administrator)
    look = {"middle": "mark", "mark_at_head": True, "title_colour": "sea", "accent_colour": "brass", "layout": "plain"}
    publish(**look, labels=WORDS, mark=mark)
    made = issue(result=passed(learner))
    make_pdf(made)
    return made


def drawn(client, certificate):
    page = client.get(certificate.get_absolute_url()).content.decode()
    return re.search(r'<article class="cert".*?</article>', page, re.DOTALL).group()


def test_the_picture_says_and_shows_what_the_template_does(branded, learner, client_of):
    picture = drawn(client_of(learner), branded)
    for shown in ("本机构证明", "珠海市质量协会", "陈立", "编号", "in-sea", "in-brass", "in-night", "certificate-open"):
        assert shown in picture
    address = reverse("certificates:mark", args=[branded.pk])
    assert picture.count(f'src="{address}"') == 2
    for absent in ("This is to certify", "cert__caps", "in-ink", "in-bronze"):
        assert absent not in picture


def test_every_word_of_the_picture_is_on_the_page_that_is_printed(branded, learner, client_of):
    from certificates.editions import compose, edition, template_for

    printed = compose(branded.facts(), edition(branded, "zh-hans", template_for(branded)))
    assert picturing.of(branded).page == printed
    picture = drawn(client_of(learner), branded)
    read = " ".join(html.unescape(re.sub(r"<[^>]+>", "", picture)).split())
    for word in vars(printed).values():
        assert " ".join(word.split()) in read or word == "zh-hans"


def test_the_shipped_form_is_shown_as_it_is_printed(printed, learner, client_of):
    picture = drawn(client_of(learner), printed)
    for shown in (
        "This is to certify that",
        '证书编号 <span lang="en">CERTIFICATE NO.</span>',
        "in-ink",
        "in-teal",
        "in-bronze",
        "img/certificate.",
    ):
        assert shown in picture
    assert "cert__mark" not in picture
    assert client_of(learner).get(reverse("certificates:mark", args=[printed.pk])).status_code == 404


def test_what_is_published_later_changes_no_picture(branded, publish, learner, client_of):
    before = drawn(client_of(learner), branded)
    publish(middle="medallion", mark_at_head=False, title_colour="slate", labels={})
    assert drawn(client_of(learner), branded) == before


def test_until_its_document_is_there_it_is_shown_by_the_form_in_force(publish, certificate, learner, client_of):
    publish(accent_colour="slate", middle="empty")
    picture = drawn(client_of(learner), certificate)
    assert "in-slate" in picture
    assert "certificate-open" in picture


def test_the_mark_is_shown_to_whoever_sees_the_certificate(branded, learner, administrator, stranger, client, client_of):
    address = reverse("certificates:mark", args=[branded.pk])
    for who in (learner, administrator):
        answer = client_of(who).get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
        assert b"<path" in answer.content
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert client_of(stranger).get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert client_of(learner).post(address).status_code == 405


def test_the_screen_has_every_colour_a_template_may_choose(settings):
    sheet = (settings.BASE_DIR / "static/css/certificate.css").read_text(encoding="utf-8")
    for name, colour in styles.COLOURS.items():
        assert f".in-{name} {{ color: {colour}; }}" in sheet
