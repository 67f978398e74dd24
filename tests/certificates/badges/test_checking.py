"""Anyone hands in a badge: genuine, changed, not ours, and whatever has become of the certificate since."""

import base64
import json

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from joserfc import jws
from joserfc.jwk import RSAKey

from certificates import signing_keys
from certificates.art import badge as art
from certificates.badges import awarding, baking, finding, statuslists
from certificates.badges.checking import check
from certificates.badges.credential import enveloped
from certificates.models import SigningKey
from certificates.status import State
from core.dates import now
from tests.certificates.badges.conftest import become, header, payload, rotate

pytestmark = pytest.mark.django_db
PAGE = "/verify/badge/"


def said(data):
    return check(data if isinstance(data, bytes) else data.encode()).verdict


def hand_in(client, data, name="badge.png"):
    return client.post(PAGE, {"badge": SimpleUploadedFile(name, data)})


def files(badge):
    return {
        "png": baking.into_png(art.of("QSO", "png"), badge.token),
        "svg": baking.into_svg(art.of("QSO", "svg").decode(), badge.token).encode(),
        "jwt": badge.token.encode(),
        "json": json.dumps(enveloped(badge.token)).encode(),
    }


@pytest.mark.parametrize("form", ["png", "svg", "jwt", "json"])
def test_a_genuine_badge_is_told_in_every_form(badge, form, client):
    response = hand_in(client, files(badge)[form], f"badge.{form}")
    assert response.status_code == 200
    page = response.content.decode()
    for words in ("徽章真实，证书有效", "林悦", badge.consent.certificate.number, badge.signing_key.kid):
        assert words in page


def test_every_changed_byte_of_a_token_is_noticed(badge):
    """Each character of the signature's head and a walk through the rest; base64 leaves the very last bits unread."""
    token = badge.token
    for at in [*range(0, len(token) - 2, 23), token.index(".") + 1, token.rindex(".") + 1]:
        other = "A" if token[at] != "A" else "B"
        if token[at] == ".":
            continue
        spoilt = token[:at] + other + token[at + 1 :]
        assert said(spoilt).found is False, at


def test_another_name_in_the_badge_is_a_changed_badge(badge):
    head, _body, signature = badge.token.split(".")
    told = payload(badge.token)
    told["credentialSubject"]["identifier"][0]["identityHash"] = "李四"
    body = base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()
    verdict = said(f"{head}.{body}.{signature}")
    assert verdict.title == "徽章被改动过"
    assert "李四" not in str(verdict)


def test_unsigned_by_algorithm_none_is_a_changed_badge(badge):
    head = base64.urlsafe_b64encode(json.dumps({**header(badge.token), "alg": "none"}).encode()).rstrip(b"=").decode()
    assert said(f"{head}.{badge.token.split('.')[1]}.AA").title == "徽章被改动过"


def test_a_symmetric_signature_with_our_public_key_is_refused(badge):
    """The old trick: HS256 with the published key as its secret."""
    pem = RSAKey.import_key(badge.signing_key.public_jwk).as_pem(private=False)
    head = base64.urlsafe_b64encode(json.dumps({**header(badge.token), "alg": "HS256"}).encode()).rstrip(b"=")
    body = badge.token.split(".")[1].encode()
    import hashlib
    import hmac

    made = base64.urlsafe_b64encode(hmac.new(pem, head + b"." + body, hashlib.sha256).digest()).rstrip(b"=")
    assert said(head + b"." + body + b"." + made).title == "徽章被改动过"


def test_a_badge_signed_with_a_strangers_key_is_not_ours(badge):
    strange = RSAKey.import_key(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    for kid, title in (("https://example.org/keys/1", "这枚徽章不是本站的"), (header(badge.token)["kid"], "徽章被改动过")):
        token = jws.serialize_compact({"alg": "RS256", "kid": kid}, json.dumps(payload(badge.token)), strange)
        assert said(token).title == title


@pytest.mark.parametrize("head", [b"[]", b"1", b'{"alg": 5}', b"null", b'{"kid": []}', b"\xff", b'{"alg":"RS256"}'])
def test_a_header_of_any_shape_gets_an_answer(badge, head):
    text = base64.urlsafe_b64encode(head).rstrip(b"=").decode()
    assert said(f"{text}.e30.AA").found is False


def test_a_status_list_is_no_badge(certificate, keys):
    kid = SigningKey.objects.in_use().get(purpose="credential").kid
    assert said(statuslists.say("revocation", 1, kid).token()).title == "文件里没有徽章"


TOLD = {
    State.VALID: "徽章真实，证书有效",
    State.SUSPENDED: "证书已暂停",
    State.WITHDRAWN: "证书已撤销",
    State.SUPERSEDED: "证书已换发",
    State.CANCELLED: "证书已注销",
}


@pytest.mark.parametrize("state", State)
def test_each_state_is_told_the_moment_it_is_decided(badge, certificate, state, client, administrator):
    become(certificate, state, administrator)
    page = hand_in(client, badge.token.encode()).content.decode()
    look = client.get(f"/v/{certificate.number}/").content.decode()
    assert TOLD[state] in page
    assert ("林悦" in page) == (state == State.VALID)
    if state != State.VALID:
        assert TOLD[state] in look


def test_a_badge_is_told_to_have_run_out_with_its_certificate(badge, certificate):
    with time_machine.travel(f"{certificate.valid_until.year + 1}-01-02T12:00:00+08:00"):
        assert said(badge.token).title == "证书已过期"


def test_an_old_badge_is_genuine_after_two_rotations(badge):
    rotate()
    rotate()
    assert said(badge.token).title == "徽章真实，证书有效"


def test_after_a_leak_only_what_we_kept_is_believed(badge, certificate):
    forged = signing_keys.sign_jws("credential", {**payload(badge.token), "name": "x"})
    other = signing_keys.sign_jws("credential", {**payload(badge.token), "id": "urn:x"})
    rotate()
    SigningKey.objects.filter(pk=badge.signing_key_id).update(compromised_at=now())
    assert said(badge.token).title == "徽章真实，证书有效"
    assert [said(token).title for token in (forged, other)] == ["这个签名已不可信"] * 2


def test_once_the_consent_is_taken_back_nothing_about_the_person_is_shown(badge, certificate):
    awarding.take_back(certificate, by=certificate.holder)
    verdict = said(badge.token)
    assert "林悦" not in str(verdict)
    assert verdict.footnote.startswith("持证人已不再展示")


def test_the_page_asks_for_a_file_and_may_be_kept_by_caches(client):
    response = client.get(PAGE)
    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_an_answer_is_kept_by_nobody(client, badge):
    assert "no-store" in hand_in(client, badge.token.encode())["Cache-Control"]


def test_no_file_and_no_badge_are_422_and_say_what_to_do(client):
    for response in (client.post(PAGE), hand_in(client, b"hello"), hand_in(client, art.of("QSO", "png"))):
        assert response.status_code == 422
        assert "文件里没有徽章" in response.content.decode()


def test_fifty_megabytes_are_answered_without_being_kept(client, monkeypatch):
    monkeypatch.setattr("django.http.request.HttpRequest._load_post_and_files", lambda request: pytest.fail("parsed"))
    response = hand_in(client, bytes(50 * 1024 * 1024))
    assert response.status_code == 413
    assert "1 MB" in response.content.decode()


def test_a_script_in_a_drawing_never_reaches_the_page(client):
    drawing = f'<svg xmlns:o="{baking.NAMESPACE}" onload="alert(1)"><script>alert(2)</script><o:credential verify="a.b.c"/></svg>'
    page = hand_in(client, drawing.encode(), '"><script>alert(3)</script>.svg').content.decode()
    assert "alert(" not in page


def test_one_address_may_ask_only_so_often(client, settings):
    settings.CACHES["default"]  # the limit is kept where all processes see it
    answers = [client.post(PAGE).status_code for _ in range(62)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_only_the_right_methods_are_taken(client):
    assert client.put(PAGE).status_code == 405


def test_the_answer_costs_few_queries(badge, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        said(badge.token)
    assert finding.LARGEST == 1024 * 1024
    assert reverse("certificates:badge_check") == PAGE
