"""The holder decides who sees the full name; looks are counted and nothing about who looked is kept."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.urls import reverse

from certificates import sharing, throttle
from certificates.asking import ask
from certificates.decisions import decide
from certificates.issuing import issue
from certificates.models import CertificateEvent, ShareLink, ViewCount
from certificates.status import State
from certificates.transparency import publish
from certificates.view_counting import flush
from config.celery import app
from core import look_ups, memory
from tests.reading import english, refused

pytestmark = pytest.mark.django_db
PERSON = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
KNOWN = (r"[A-Z]{3}-\d\d(-\w{2,4}){3}", r"[0-9a-f]{64}", r"127\.0\.0\.1\S*", "PDF", "EN", "ICP", "SHA-256", r"QSO-26-\S+")


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


def page_of(certificate):
    return reverse("certificates:verification", args=[certificate.number])


def by_name(client, certificate, name):
    return client.post(reverse("certificates:named", args=[certificate.number]), {"name": name})


@pytest.fixture
def link(certificate, learner):
    return sharing.renew_link(certificate, by=learner)


def test_the_holders_link_shows_the_full_name_and_nothing_else_does(certificate, link, client):
    shared = client.get(reverse("certificates:shared", args=[certificate.number, link.secret]))
    assert "林悦" in shared.content.decode()
    assert shared["Referrer-Policy"] == "no-referrer"
    assert "no-store" in shared["Cache-Control"]
    assert "林悦" not in client.get(page_of(certificate)).content.decode()
    assert link.secret not in certificate.public_url


def test_a_renewed_link_stops_the_older_one(certificate, link, learner, client):
    newer = sharing.renew_link(certificate, by=learner)
    old = client.get(reverse("certificates:shared", args=[certificate.number, link.secret])).content.decode()
    assert "林悦" not in old
    assert "不再显示全名" in old
    assert "证书有效" in old
    assert "林悦" in client.get(reverse("certificates:shared", args=[certificate.number, newer.secret])).content.decode()
    assert ShareLink.objects.open().count() == 1


@pytest.mark.parametrize("secret", ["x", "A" * 500, "' OR 1=1", "％"])
def test_s08_a_guessed_secret_shows_nothing(certificate, link, client, secret):
    page = client.get(reverse("certificates:shared", args=[certificate.number, secret]))
    assert page.status_code == 200
    assert "林悦" not in page.content.decode()


def test_a_link_does_not_open_another_certificate(certificate, link, stranger, passed, client):
    other = issue(result=passed(stranger))
    assert "路人" not in client.get(reverse("certificates:shared", args=[other.number, link.secret])).content.decode()


def test_not_even_the_link_shows_whom_a_decision_struck(certificate, link, administrator, client):
    decide(certificate, State.SUSPENDED, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    page = client.get(reverse("certificates:shared", args=[certificate.number, link.secret])).content.decode()
    assert "林" not in page.split('<section class="verdict')[1].split("</section>")[0]


def test_the_holder_makes_renews_and_ends_the_link_on_the_page(certificate, learner, client_of):
    client, address = client_of(learner), reverse("certificates:link", args=[certificate.pk])
    assert client.post(address).status_code == 302
    first = ShareLink.objects.open().get()
    page = client.get(certificate.get_absolute_url()).content.decode()
    assert first.url in page
    assert refused(page) == []
    assert english(page, *KNOWN, r"http\S+") == []
    client.post(address)
    assert ShareLink.objects.open().get() != first
    client.post(address, {"end": "1"})
    assert not ShareLink.objects.open().exists()


def test_nobody_but_the_holder_makes_a_link_or_sees_it(certificate, link, stranger, administrator, client_of, client):
    address = reverse("certificates:link", args=[certificate.pk])
    for person in (stranger, administrator):
        assert client_of(person).post(address).status_code == 404
    assert link.secret not in client_of(administrator).get(certificate.get_absolute_url()).content.decode()
    assert client.post(address).status_code == 302
    assert ShareLink.objects.get() == link
    assert client_of(stranger).get(address).status_code == 405


def test_an_ended_link_cannot_be_rewritten(link):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ShareLink.objects.update(secret="known")


# --- the full name typed --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["林悦", " 林　悦 ", "林\u200b悦"])
def test_whoever_knows_the_full_name_sees_it_confirmed(certificate, client, name):
    page = by_name(client, certificate, name)
    assert page.status_code == 200
    assert not page.cookies
    assert "您输入的姓名与登记一致" in page.content.decode()
    assert "林悦" in page.content.decode()


@pytest.mark.parametrize("name", ["林", "林*", "林月", "<script>alert(1)</script>", "林悦\u202e", "林" * 200])
def test_a_wrong_name_is_told_without_the_right_one(certificate, client, name):
    page = by_name(client, certificate, name).content.decode()
    if name != "林悦\u202e":  # a mark that changes the direction is no part of a name
        assert "与登记不一致" in page
        assert "林悦" not in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("name", ["", "x" * 5000, "\0"])
def test_a_name_that_is_none_is_refused_in_words(certificate, client, name):
    page = by_name(client, certificate, name)
    assert page.status_code == 422
    assert page.context["name"].errors["name"]


def test_names_cannot_be_tried_one_after_the_other(certificate, client):
    for _ in range(throttle.NAMES_PER_HOUR):
        assert by_name(client, certificate, "林月").status_code == 200
    late = by_name(client, certificate, "林悦")
    assert late.status_code == 429
    assert "试过的姓名太多" in late.content.decode()
    assert "您输入的姓名与登记一致" not in late.content.decode()


# --- who looked -----------------------------------------------------------------------------------------


def test_looks_of_strangers_are_counted_and_no_row_is_written_meanwhile(certificate, client, learner, client_of):
    for _ in range(3):
        client.get(page_of(certificate), **PERSON)
    assert not ViewCount.objects.exists()
    client.head(page_of(certificate), **PERSON)
    client.get(page_of(certificate), HTTP_USER_AGENT="Baiduspider/2.0")
    client_of(learner).get(page_of(certificate), **PERSON)
    app.tasks["certificates.count_views"].delay()
    assert ViewCount.objects.get().count == 3
    assert flush() == 0
    client.get(page_of(certificate), **PERSON)
    flush()
    assert ViewCount.objects.get().count == 4
    page = client_of(learner).get(certificate.get_absolute_url())
    assert page.context["looks"] == (4, 4, 4)


# --- how much a question costs ---------------------------------------------------------------------------


def test_a_question_costs_three_queries_and_the_next_none(
    printed, stranger, passed, client, django_assert_num_queries, django_assert_max_num_queries
):
    issue(result=passed(stranger))
    publish()
    client.get(reverse("certificates:verify"))  # what the site's own frame asks once
    memory.forget_all()
    with django_assert_num_queries(3):
        assert ask(printed.number).proofs[0].path
    client.get(reverse("certificates:verify"), {"again": ""})
    with django_assert_max_num_queries(3):
        client.get(page_of(printed))
    with django_assert_num_queries(0):
        again = client.get(page_of(printed))
    assert "证书有效" in again.content.decode()
    assert "no-store" in again["Cache-Control"]


def test_a_kept_answer_is_gone_in_the_second_of_the_decision(certificate, administrator, client):
    assert "证书有效" in client.get(page_of(certificate)).content.decode()
    decide(certificate, State.SUSPENDED, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    assert "证书已暂停" in client.get(page_of(certificate)).content.decode()


def test_ten_thousand_guesses_are_put_off_in_any_width(client, db, time_machine):
    time_machine.move_to("2026-12-01 10:00:00+08:00", tick=False)
    statuses = set()
    for at in range(look_ups.PER_MINUTE + 20):
        number = f"QSO-26-2222-2222-{at:02}"
        wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
        statuses.add(client.get(reverse("certificates:verify"), {"number": wide}).status_code)
    assert 429 in statuses
    assert client.get(reverse("certificates:verify"), {"number": "１"}).status_code == 429
