"""The site's keys: made by one command, changed by the same, published for ever; their private halves only on disk."""

import json
import stat

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from certificates import keymaking, rotation, signing_keys
from certificates.models import SigningKey
from certificates.signing_keys import BadSignature, KeyAway, NoKey, Purpose
from core.dates import now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys_of_this_test(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def keys(capsys):
    call_command("make_signing_keys", development=True)
    return {key.purpose: key for key in SigningKey.objects.in_use()}


def test_without_a_command_there_is_no_key():
    assert [signing_keys.current(purpose) for purpose in Purpose.values] == [None, None, None]
    with pytest.raises(NoKey):
        signing_keys.sign_jws(Purpose.LOG, {})


def test_one_command_makes_a_key_for_each_purpose(keys):
    assert {purpose: key.algorithm for purpose, key in keys.items()} == {"pdf": "ES256", "credential": "RS256", "log": "ES256"}
    pdf = signing_keys.current(Purpose.PDF)
    signer, authority = pdf.chain
    assert isinstance(pdf.secret, ec.EllipticCurvePrivateKey)
    assert signer.issuer == authority.subject == authority.issuer
    signer.verify_directly_issued_by(authority)
    assert keys["pdf"].certificate_pem.count("BEGIN CERTIFICATE") == 2


def test_no_private_half_is_in_the_database_and_none_lies_unlocked(keys, settings):
    for key in keys.values():
        assert not {"d", "p", "q", "dp", "dq", "qi"} & set(key.public_jwk)
        file = signing_keys.file_of(key.purpose, key.kid)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        with pytest.raises(ValueError, match=r".*"):
            keymaking.unpack(file.read_bytes(), "")
    assert stat.S_IMODE(settings.KEYS_DIR.stat().st_mode) == 0o700


def test_a_kid_is_the_digest_of_its_key(keys):
    for key in keys.values():
        bare = {name: value for name, value in key.public_jwk.items() if name not in ("kid", "alg", "use")}
        assert (ECKey if bare["kty"] == "EC" else RSAKey).import_key(bare).thumbprint() == key.kid


def test_running_it_again_puts_new_keys_in_their_place_and_keeps_the_old_ones(keys):
    call_command("make_signing_keys", development=True)
    assert SigningKey.objects.count() == 6
    assert SigningKey.objects.in_use().count() == 3
    old = SigningKey.objects.get(pk=keys["pdf"].pk)
    assert old.not_after is not None
    # One authority for both: whoever has trusted it need not be asked again.
    new = signing_keys.current(Purpose.PDF)
    assert x509.load_pem_x509_certificates(old.certificate_pem.encode())[1] == new.chain[1]


def test_only_what_is_missing_is_made_when_that_is_asked(keys):
    call_command("make_signing_keys", development=True, missing=True)
    assert SigningKey.objects.count() == 3


def test_without_leave_to_make_an_authority_up_documents_stay_unsigned(capsys):
    call_command("make_signing_keys")
    assert sorted(SigningKey.objects.values_list("purpose", flat=True)) == ["credential", "log"]
    assert "--development" in capsys.readouterr().out


def test_the_operators_own_certificate_is_taken_up_once(settings, tmp_path):
    pair = keymaking.signer("某单位", keymaking.authority("某机构", now()), now())
    settings.PDF_PKCS12, settings.PDF_PKCS12_PASSPHRASE = str(tmp_path / "own.p12"), "secret"
    (tmp_path / "own.p12").write_bytes(keymaking.pack(pair, "secret"))
    call_command("make_signing_keys", purpose=["pdf"])
    call_command("make_signing_keys", purpose=["pdf"])
    assert SigningKey.objects.get().kid == pair.kid == signing_keys.current(Purpose.PDF).kid
    assert not settings.KEYS_DIR.exists()


def test_a_key_whose_file_is_away_or_locked_is_named(keys, settings):
    file = signing_keys.file_of("log", keys["log"].kid)
    settings.KEYS_PASSPHRASE = "wrong"
    with pytest.raises(KeyAway, match="log-"):
        signing_keys.current(Purpose.LOG)
    settings.KEYS_PASSPHRASE = "away"
    file.unlink()
    with pytest.raises(KeyAway, match="No such file"):
        signing_keys.current(Purpose.LOG)


def test_without_a_passphrase_no_key_is_written(settings):
    settings.KEYS_PASSPHRASE = ""
    with pytest.raises(Exception, match="HAIZHUN_KEYS_PASSPHRASE"):
        rotation.rotate(Purpose.LOG)
    assert not SigningKey.objects.exists()


def test_a_token_is_read_back_also_after_two_rotations(keys):
    token = signing_keys.sign_jws(Purpose.CREDENTIAL, {"姓名": "王䶮"}, typ="vc+jwt")
    header = jws.extract_compact(token.encode()).protected
    assert header == {"alg": "RS256", "kid": signing_keys.address(keys["credential"].kid), "typ": "vc+jwt"}
    for _ in range(2):
        rotation.rotate(Purpose.CREDENTIAL)
    payload, key = signing_keys.read_jws(Purpose.CREDENTIAL, token)
    assert payload == {"姓名": "王䶮"}
    assert key == keys["credential"]


@pytest.mark.parametrize("damage", [lambda t: t[:-4] + "AAAA", lambda t: "x" + t, lambda t: "", lambda t: "签名"])
def test_a_token_that_was_changed_is_refused(keys, damage):
    token = signing_keys.sign_jws(Purpose.LOG, {"root": "0" * 64})
    with pytest.raises(BadSignature):
        signing_keys.read_jws(Purpose.LOG, damage(token))


def test_a_token_of_one_purpose_is_none_of_another(keys):
    with pytest.raises(BadSignature):
        signing_keys.read_jws(Purpose.CREDENTIAL, signing_keys.sign_jws(Purpose.LOG, {}))


def test_a_compromised_key_is_out_of_use_at_once(keys):
    call_command("mark_signing_key", "--", keys["log"].kid, since="2026-11-01T09:00")
    key = SigningKey.objects.get(pk=keys["log"].pk)
    assert key.compromised_at.isoformat() == "2026-11-01T01:00:00+00:00"
    assert key.not_after
    assert signing_keys.current(Purpose.LOG) is None
    with pytest.raises(CommandError):
        call_command("mark_signing_key", "unknown")
    with pytest.raises(CommandError):
        call_command("mark_signing_key", "--", key.kid, since="gestern")


@pytest.mark.parametrize("change", ["DELETE FROM", "UPDATE"])
def test_the_database_keeps_public_keys_for_ever(keys, change):
    table = SigningKey._meta.db_table
    sql = f"DELETE FROM {table}" if change == "DELETE FROM" else f"UPDATE {table} SET kid = 'x'"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_anyone_reads_the_keys_and_may_keep_them(keys, client, django_assert_num_queries):
    rotation.rotate(Purpose.LOG)
    with django_assert_num_queries(1):
        shown = json.loads(client.get("/keys/set/").content)["keys"]
    assert {key["kid"] for key in shown} == set(SigningKey.objects.values_list("kid", flat=True))
    kid = keys["pdf"].kid
    response = client.get(f"/keys/{kid}/")
    assert response.json()["kid"] == kid
    assert response["Cache-Control"] == "public, max-age=3600"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    pem = client.get(f"/keys/{kid}/pem/").content
    assert len(x509.load_pem_x509_certificates(pem)) == 2
    assert b"BEGIN PUBLIC KEY" in client.get(f"/keys/{keys['log'].kid}/pem/").content
    assert client.get("/keys/none/").status_code == 404
    assert client.post(f"/keys/{kid}/").status_code == 405


def test_the_page_of_keys_tells_their_state_in_words(keys, client, django_assert_max_num_queries):
    rotation.mark_compromised(keys["log"], now())
    rotation.rotate(Purpose.CREDENTIAL)
    page = client.get("/keys/").content.decode()
    for words in ("使用中", "已停用", "已泄露", keys["pdf"].kid):
        assert words in page


def test_a_site_without_keys_says_so(client):
    assert "还没有密钥" in client.get("/keys/").content.decode()
