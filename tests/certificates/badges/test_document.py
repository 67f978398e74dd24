"""The certificate with the badge inside: made of a badge alone, signed, handed out only while the holder agrees."""

import io
import json
import subprocess

import pikepdf
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from certificates import rotation
from certificates.badges import awarding
from certificates.badges.checking import check as check_badge
from certificates.badges.credential import enveloped
from certificates.checking_pdf import Finding, check
from certificates.models import Artefact
from certificates.printing import make_badge_pdf, make_pdf
from certificates.signing_keys import Purpose
from certificates.tasks import render_badge
from core.models import Job
from tests.certificates.archived import missing
from tests.certificates.test_checking_pdf import appended, pyhanko_says

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(badge):
    return rotation.rotate(Purpose.PDF, development=True)


@pytest.fixture
def file(badge):
    return reverse("certificates:badge_file", args=[badge.consent.certificate_id, "pdf"])


@pytest.fixture
def holder(client, badge):
    client.force_login(badge.consent.certificate.holder)
    return client


def test_it_holds_the_signed_badge_and_is_signed_itself(badge, key):
    content = make_badge_pdf(badge).read()
    with pikepdf.open(io.BytesIO(content)) as document:
        inside = document.attachments["credential.json"].get_file().read_bytes()
    assert json.loads(inside) == enveloped(badge.token)
    assert check_badge(inside).verdict.title == "徽章真实，证书有效"
    told = pyhanko_says(content, key)
    assert (told.bottom_line, told.docmdp_ok) == (True, True)
    assert missing(content) == []


@pytest.mark.poppler
def test_another_program_takes_the_same_file_out(badge, key, tmp_path):
    (tmp_path / "badge.pdf").write_bytes(make_badge_pdf(badge).read())
    subprocess.run(["pdfdetach", "-saveall", "-o", str(tmp_path), str(tmp_path / "badge.pdf")], check=True)
    assert badge.token in (tmp_path / "credential.json").read_text()


def test_dropped_for_checking_it_is_unchanged_and_one_byte_more_is_not(badge, key):
    content = make_badge_pdf(badge).read()
    found = check(content)
    assert (found.finding, found.certificate, found.is_stored) == (Finding.INTACT, badge.consent.certificate, True)
    assert check(appended(content)).finding == Finding.CHANGED


def test_both_documents_stand_beside_each_other_and_each_is_made_once(badge):
    plain, inside = make_pdf(badge.consent.certificate), make_badge_pdf(badge)
    assert (make_pdf(badge.consent.certificate), make_badge_pdf(badge)) == (plain, inside)
    assert badge.consent.certificate.artefacts.count() == 2
    assert badge.consent.certificate.pdf == plain


def test_the_database_refuses_one_for_no_badge_and_a_second_for_the_same(badge):
    made = make_badge_pdf(badge)
    for change in ({"badge": None}, {"kind": Artefact.Kind.PDF}, {}):
        fields = {"badge": badge, "kind": Artefact.Kind.PDF_WITH_BADGE, "language": "en", **change}
        with pytest.raises(IntegrityError), transaction.atomic():
            Artefact.objects.create(certificate=made.certificate, key="k", sha256="0" * 64, size=1, template_version=1, **fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        Artefact.objects.filter(pk=made.pk).update(size=2)


def test_agreeing_has_it_made_and_the_page_hands_it_out(holder, badge, file):
    assert Job.objects.filter(task=render_badge.name, kwargs={"badge": str(badge.pk)}).count() == 1
    waiting = holder.get(file)
    assert waiting.status_code == 202
    assert "正在制作内含徽章的证书" in waiting.content.decode()
    render_badge(str(badge.pk))
    render_badge(str(badge.pk))
    response = holder.get(file)
    assert response["Content-Type"] == "application/pdf"
    assert response.content == awarding.printed(badge).read()
    assert file in holder.get(reverse("certificates:badge", args=[badge.consent.certificate_id])).content.decode()


def test_a_badge_from_before_offers_to_have_it_made(holder, badge):
    Job.objects.all().delete()
    page = reverse("certificates:badge", args=[badge.consent.certificate_id])
    assert "制作PDF证书" in holder.get(page).content.decode()
    holder.post(f"{page}consent/")
    assert Job.objects.filter(task=render_badge.name).count() == 1
    assert badge.consent.certificate.badge_consents.count() == 1


def test_once_the_consent_is_taken_back_it_is_neither_made_nor_handed_out(holder, badge, file):
    make_badge_pdf(badge)
    awarding.take_back(badge.consent.certificate, by=badge.consent.by)
    assert holder.get(file).status_code == 404
    again = awarding.agree(badge.consent.certificate, by=badge.consent.by)
    assert again != badge
    render_badge(str(badge.pk))
    assert awarding.printed(again) is None
    render_badge(str(again.pk))
    assert awarding.printed(again) is not None


def test_nobody_else_gets_it(client, badge, file, stranger, administrator):
    make_badge_pdf(badge)
    for person in (stranger, administrator):
        client.force_login(person)
        assert client.get(file).status_code == 404
