"""The holder's page and files, and what programs fetch: who may see what, and what caches are told."""

import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from certificates.badges import awarding, finding, statuslists
from certificates.models import Badge, BadgeConsent, Certificate, SigningKey
from certificates.status import State
from tests.certificates.badges import schema
from tests.certificates.badges.conftest import become, bit, payload, rotate
from tests.certificates.badges.test_awarding import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(certificate):
    return reverse("certificates:badge", args=[certificate.pk])


@pytest.fixture
def holder(client, certificate):
    client.force_login(certificate.holder)
    return client


def test_before_agreeing_the_page_says_what_would_be_visible(holder, page, keys):
    text = holder.get(page).content.decode()
    for words in ("林悦", "徽章会公开哪些内容", *awarding.agreed_text(), "我同意，制作徽章"):
        assert words in text
    assert not Badge.objects.exists()


def test_the_certificates_page_leads_there(holder, certificate, page):
    assert page in holder.get(certificate.get_absolute_url()).content.decode()


def test_agreeing_makes_the_badge_and_offers_its_files(holder, page, keys):
    response = holder.post(f"{page}consent/", follow=True)
    assert BadgeConsent.objects.get().is_given
    text = response.content.decode()
    for form in ("png", "svg", "jwt", "json", "reading"):
        assert f"{page}{form}/" in text


def test_taking_it_back_ends_files_and_address(holder, page, badge, client):
    response = holder.post(f"{page}withdrawal/", follow=True)
    assert "已经发出去的副本仍然存在" in response.content.decode()
    assert holder.get(f"{page}png/").status_code == 404
    gone = client.get(badge.get_absolute_url())
    assert gone.status_code == 410
    assert badge.token not in gone.content.decode()


@pytest.mark.parametrize("path", ["", "png/", "consent/", "withdrawal/"])
def test_nobody_else_sees_or_decides(client, page, badge, path, stranger, administrator):
    for person in (stranger, administrator):
        client.force_login(person)
        assert client.get(page + path).status_code in (404, 405)
        assert client.post(page + path).status_code in (404, 405)
    client.logout()
    assert client.get(page + path).status_code in (302, 405)
    assert awarding.is_standing(badge)


@pytest.mark.parametrize("path", ["consent/", "withdrawal/"])
def test_a_link_changes_nothing(holder, page, path):
    assert holder.get(page + path).status_code == 405


@pytest.mark.parametrize(
    ("form", "kind"), [("png", "image/png"), ("svg", "image/svg+xml"), ("jwt", "text/plain"), ("json", "application/vc")]
)
def test_each_file_carries_the_signed_badge(holder, page, badge, form, kind):
    response = holder.get(f"{page}{form}/")
    assert response["Content-Type"].startswith(kind)
    assert f"{badge.consent.certificate.number}.{form}" in response["Content-Disposition"]
    assert finding.token_in(response.content) == badge.token


def test_the_copy_for_reading_is_the_same_credential_without_a_proof(holder, page, badge):
    response = holder.get(f"{page}reading/")
    told = json.loads(response.content)
    signed = payload(badge.token)
    assert {name: signed[name] for name in told} == told
    assert set(signed) - set(told) == {"iss", "jti", "sub", "nbf", "exp"}
    assert "unsigned" in response["Content-Disposition"]


def test_an_unknown_form_is_not_there(holder, page, badge):
    assert holder.get(f"{page}exe/").status_code == 404


def test_a_site_without_keys_says_that_it_makes_none(holder, page):
    assert "本站还不签发徽章" in holder.get(page).content.decode()
    response = holder.post(f"{page}consent/", follow=True)
    assert "没有留下记录" in response.content.decode()


def test_an_ended_certificate_gets_none_and_its_badge_says_so(holder, page, badge, certificate):
    Certificate.objects.filter(pk=certificate.pk).update(state=State.WITHDRAWN)
    text = holder.get(page).content.decode()
    assert "证书已撤销" in text
    assert "查验徽章的人看到的是同样的结果" in text


def test_after_a_leak_the_page_offers_to_sign_anew(holder, page, badge):
    rotate()
    SigningKey.objects.filter(pk=badge.signing_key_id).update(compromised_at=badge.made_at)
    assert "重新签名" in holder.get(page).content.decode()
    holder.post(f"{page}consent/")
    assert "重新签名" not in holder.get(page).content.decode()


def test_anyone_with_its_address_reads_the_badge(client, badge):
    response = client.get(badge.get_absolute_url())
    assert response.content.decode() == badge.token
    assert response["Content-Type"].startswith("text/plain")
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "no-store" in response["Cache-Control"]


def test_issuer_achievement_and_picture_are_where_the_badge_says(client, badge, settings):
    told = payload(badge.token)
    issuer = client.get(told["issuer"]["id"].removeprefix(settings.SITE_URL))
    assert faults(issuer.json(), schema.PROFILE) == []
    assert issuer.json()["name"] == told["issuer"]["name"]
    achievement = told["credentialSubject"]["achievement"]
    found = client.get(achievement["id"].removeprefix(settings.SITE_URL)).json()
    assert {**found, "@context": None} == {**achievement, "@context": None}
    assert client.get(achievement["image"]["id"].removeprefix(settings.SITE_URL)).content.startswith(b"\x89PNG")
    assert client.get("/badges/pictures/QSO.gif").status_code == 404
    assert client.get("/badges/achievements/QSO/99/").status_code == 404


def test_what_a_badge_names_is_the_same_in_every_language_of_the_reader(client, badge, certificate):
    from django.utils import translation

    with translation.override("en"):
        assert awarding.readable(badge) == {name: payload(badge.token)[name] for name in awarding.readable(badge)}


def listed(client, badge, purpose="suspension"):
    return client.get(f"/status/{purpose}/{badge.consent.certificate.status_list}/")


def test_the_list_agrees_with_the_page_in_the_same_second(client, badge, certificate, administrator):
    """As a verifier does it: the address and the index that stand in the badge; asked just before and just after."""
    entry = payload(badge.token)["credentialStatus"]
    path = entry["statusListCredential"].split("/", 3)[3]

    def refused():
        told = payload(client.get(f"/{path}").content.decode())
        assert told["credentialSubject"]["statusPurpose"] == entry["statusPurpose"]
        assert told["id"] == entry["statusListCredential"]
        return bit(told["credentialSubject"]["encodedList"], int(entry["statusListIndex"]))

    for state, expected in ((State.VALID, 0), (State.SUSPENDED, 1), (State.VALID, 0), (State.WITHDRAWN, 1)):
        become(certificate, state, administrator)
        assert refused() == expected
        shown = client.get(f"/v/{certificate.number}/").content.decode()
        assert ("证书有效" in shown) == (not expected)


def test_a_list_may_be_kept_as_long_as_it_says(client, badge):
    response = listed(client, badge)
    told = payload(response.content.decode())
    assert response["Cache-Control"] == f"max-age={statuslists.TTL}"
    assert told["credentialSubject"]["ttl"] == statuslists.TTL * 1000
    assert response["Content-Type"] == "application/vc+jwt"
    assert faults(told, schema.STATUS_LIST) == []


def test_a_reader_who_has_the_list_already_gets_304_until_it_changes(client, badge, certificate):
    etag = listed(client, badge)["ETag"]
    again = client.get("/status/suspension/1/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == f"max-age={statuslists.TTL}"
    Certificate.objects.filter(pk=certificate.pk).update(state=State.SUSPENDED)
    assert client.get("/status/suspension/1/", headers={"If-None-Match": etag}).status_code == 200


def test_when_the_register_forgets_a_name_the_badge_forgets_it_too(client, badge, certificate):
    awarding.forget(certificate)
    badge.refresh_from_db()
    assert badge.token == ""
    assert client.get(badge.get_absolute_url()).status_code == 410
    assert awarding.standing(certificate) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        Badge.objects.update(token="once more")


def test_two_askers_get_the_same_bytes(client, badge):
    assert listed(client, badge).content == listed(client, badge).content


@pytest.mark.parametrize("path", ["/status/refresh/1/", "/status/revocation/2/", "/status/revocation/0/"])
def test_there_are_no_other_lists(client, badge, path):
    assert client.get(path).status_code == 404


def test_a_list_costs_three_queries_however_many_stand_on_it(client, badge, django_assert_num_queries):
    listed(client, badge)
    with django_assert_num_queries(3):  # the key, whether the list exists, the bits; the signature is kept
        listed(client, badge)


def test_the_holders_page_costs_few_queries(holder, page, badge, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        holder.get(page)
