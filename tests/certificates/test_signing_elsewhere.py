"""What signs outside this process: a token that keeps the key, and an authority that says when. Both are real programs."""

import asyncio
import datetime as dt
import io
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest
from asn1crypto import keys, tsp
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates import keymaking, rotation
from certificates.checking_pdf import Finding, check
from certificates.models import SigningKey
from certificates.printing import make_pdf
from certificates.signing_keys import Purpose
from core.dates import now

pytestmark = pytest.mark.django_db
SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "271828"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


def der(certificate):
    return Asn1Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def judged(content, *roots):
    """What pyHanko's validator says, and where the timestamp it found came from."""
    trusted = ValidationContext(trust_roots=[der(root) for root in roots], allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    return validate_pdf_signature(signature, trusted, ts_validation_context=trusted)


# --- an authority that says when (RFC 3161) ------------------------------------------------------------------


def authority():
    """A timestamp authority of this test: its key and the certificate everybody is to trust."""
    secret = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Timestamps of this test")])
    day = dt.timedelta(days=1)
    made = x509.CertificateBuilder(name, name, secret.public_key(), x509.random_serial_number(), now() - day, now() + day)
    made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return secret, made.sign(secret, hashes.SHA256())


class Authority(HTTPServer):
    """How often it was asked, with which status it answers, and its own certificate."""

    asked, status = 0, 200
    certificate: x509.Certificate


@pytest.fixture
def stamps(settings):
    """An authority that answers on this machine."""
    secret, certificate = authority()
    form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    stamper = DummyTimeStamper(der(certificate), keys.PrivateKeyInfo.load(secret.private_bytes(*form)))

    class Answering(BaseHTTPRequestHandler):
        server: Authority

        def do_POST(self):
            self.server.asked += 1
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = asyncio.run(stamper.async_request_tsa_response(asked)).dump()
            self.send_response(self.server.status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_of):
            """Nobody reads it."""

    with Authority(("127.0.0.1", 0), Answering) as server:
        server.certificate = certificate
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
        yield server
        server.shutdown()


def test_an_authority_countersigns_when_a_document_was_signed(certificate, stamps):
    key = rotation.rotate(Purpose.PDF, development=True)
    signed = make_pdf(certificate).read()
    told = judged(signed, x509.load_pem_x509_certificates(key.certificate_pem.encode())[-1], stamps.certificate)
    stamp = told.timestamp_validity
    assert (told.bottom_line, stamp.intact, stamp.valid, stamp.trusted) == (True, True, True, True)
    assert abs(stamp.timestamp - now()) < dt.timedelta(minutes=10)
    assert check(signed).finding == Finding.INTACT
    assert stamps.asked == 1


def test_without_the_authoritys_answer_no_document_is_recorded(certificate, stamps):
    rotation.rotate(Purpose.PDF, development=True)
    stamps.status = 503
    with pytest.raises(Exception, match=r"timestamp|503"):
        make_pdf(certificate)
    assert not certificate.artefacts.exists()
    stamps.status = 200
    assert judged(make_pdf(certificate).read(), stamps.certificate).timestamp_validity.valid


# --- a token that keeps the key (PKCS#11) ---------------------------------------------------------------------


@pytest.fixture
def token(settings, tmp_path, monkeypatch):
    """A SoftHSM token with an EC key in it; the certificates lie beside it. Returns the root to trust."""
    if find_spec("pkcs11") is None:
        pytest.skip("python-pkcs11 is absent: docs/running/keys.md says how to get it")
    if not (shutil.which("softhsm2-util") and SOFTHSM.exists()):
        pytest.skip("softhsm2 is absent: apt-get install softhsm2")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n", encoding="utf-8")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    root = keymaking.authority("海准示例发证机构", now())
    pair = keymaking.signer("海准示例发证机构", root, now())
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "key.pem").write_bytes(pair.secret.private_bytes(*form))
    (tmp_path / "chain.pem").write_text(keymaking.pem(pair.chain), encoding="utf-8")
    hsm = ["softhsm2-util", "--token", "haizhun", "--pin", PIN]
    label = ["--label", "haizhun", "--so-pin", PIN]
    subprocess.run(["softhsm2-util", "--init-token", "--free", *label, "--pin", PIN], check=True, capture_output=True)
    imported = ["--import", str(tmp_path / "key.pem"), "--label", "pdf", "--id", "a1"]
    subprocess.run([*hsm, *imported], check=True, capture_output=True)
    (tmp_path / "key.pem").unlink()
    settings.PDF_PKCS11 = f"module={SOFTHSM};token=haizhun;key=pdf;certificate={tmp_path}/chain.pem"
    settings.PDF_PKCS11_PIN = PIN
    return root.chain[0]


@pytest.mark.skipif(find_spec("pkcs11") is not None, reason="python-pkcs11 is there")
def test_without_its_driver_a_key_in_a_token_is_not_taken_up_and_the_remedy_named(settings):
    settings.PDF_PKCS11 = "module=/lib/token.so;token=haizhun;key=pdf;certificate=chain.pem"
    with pytest.raises(ImproperlyConfigured, match=r"pip install 'pyHanko\[pkcs11\]'"):
        rotation.rotate(Purpose.PDF)
    assert not SigningKey.objects.exists()


def test_a_token_signs_without_giving_the_key_away(certificate, token, settings):
    key = rotation.rotate(Purpose.PDF)
    signed = make_pdf(certificate).read()
    told = judged(signed, token)
    assert (told.bottom_line, told.docmdp_ok) == (True, True)
    assert check(signed).finding == Finding.INTACT
    assert certificate.artefacts.get().signing_key == key
    assert not list(settings.KEYS_DIR.glob("**/*.p12"))
