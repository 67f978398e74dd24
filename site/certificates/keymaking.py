"""Making keys (制作密钥): a pair for each purpose, and a small certificate authority for sites that have no better one.

What such an authority says is worth what this site's word is worth: it shows that a document came from here and was not
changed since; it is no state-licensed electronic signature. Pure: knows files and bytes, no database.
"""

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier
from joserfc.jwk import ECKey, RSAKey

Secret = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
Public = ec.EllipticCurvePublicKey | rsa.RSAPublicKey
# What each algorithm signs with: Open Badges 3.0 asks every verifier for RS256; elsewhere P-256 is four times as fast.
ES256, RS256 = "ES256", "RS256"
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
_SIGNER_YEARS, _AUTHORITY_YEARS = 5, 20


class Unsuitable(Exception):
    """A key this site cannot sign with: neither P-256 nor RSA of 2,048 bits or more."""


@dataclass(frozen=True)
class Pair:
    """A private key with the certificates that speak for it (its own first); none for a bare key."""

    secret: Secret
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def algorithm(self) -> str:
        return algorithm_of(self.secret.public_key())

    @property
    def jwk(self) -> dict[str, str]:
        return public_jwk(self.secret.public_key())

    @property
    def kid(self) -> str:
        return self.jwk["kid"]


def bare_pair(algorithm: str) -> Pair:
    """A fresh pair without a certificate."""
    if algorithm == RS256:
        return Pair(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    return Pair(ec.generate_private_key(ec.SECP256R1()))


def authority(organisation: str, at: dt.datetime) -> Pair:
    """A certificate authority of one's own that may issue signers and nothing below them."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = _name(organisation, f"{organisation} development CA")
    builder = _builder(name, name, secret.public_key(), at, _AUTHORITY_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
    return Pair(secret, (builder.sign(secret, hashes.SHA256()),))


def signer(organisation: str, by: Pair, at: dt.datetime) -> Pair:
    """A key with a certificate for signing documents, issued by that authority."""
    secret = ec.generate_private_key(ec.SECP256R1())
    above = by.chain[0]
    name = _name(organisation, f"{organisation} certificates {at:%Y-%m-%d}")
    builder = _builder(name, above.subject, secret.public_key(), at, _SIGNER_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage("digital_signature", "content_commitment"), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.secret.public_key())
    builder = builder.add_extension(identifier, critical=False)
    return Pair(secret, (builder.sign(by.secret, hashes.SHA256()), *by.chain))


def algorithm_of(public: object) -> str:
    """The JOSE name of what a key signs with. Raises Unsuitable."""
    if isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, ec.SECP256R1):
        return ES256
    if isinstance(public, rsa.RSAPublicKey) and public.key_size >= 2048:
        return RS256
    raise Unsuitable(type(public).__name__)


def public_jwk(public: Public) -> dict[str, str]:
    """The public half as a JWK; its `kid` is the thumbprint of RFC 7638, so anyone can recompute it."""
    algorithm = algorithm_of(public)
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    key = (ECKey if algorithm == ES256 else RSAKey).import_key(pem)
    members = {name: str(value) for name, value in key.as_dict(private=False).items()}
    return {**members, "kid": key.thumbprint(), "alg": algorithm, "use": "sig"}


def public_key(certificate: x509.Certificate) -> Public:
    """The key a certificate speaks for. Raises Unsuitable."""
    public = certificate.public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise Unsuitable(type(public).__name__)
    return public


def pack(pair: Pair, passphrase: str) -> bytes:
    """The pair as a PKCS#12 file, locked with the passphrase."""
    own, above = (pair.chain[0], pair.chain[1:]) if pair.chain else (None, ())
    lock = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(pair.kid.encode(), pair.secret, own, above, lock)


def unpack(packed: bytes, passphrase: str) -> Pair:
    """The pair out of a PKCS#12 file. Raises ValueError when the passphrase is wrong, Unsuitable for a key of another kind."""
    secret, own, above = pkcs12.load_key_and_certificates(packed, passphrase.encode() or None)
    if not isinstance(secret, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise Unsuitable(type(secret).__name__)
    algorithm_of(secret.public_key())
    return Pair(secret, (own, *above) if own else ())


def pem(chain: tuple[x509.Certificate, ...]) -> str:
    return "".join(certificate.public_bytes(serialization.Encoding.PEM).decode() for certificate in chain)


def _name(organisation: str, common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]), x509.NameAttribute(NameOID.COMMON_NAME, common[:64])]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, at: dt.datetime, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        # A clock that is a little behind elsewhere still takes it for valid.
        .not_valid_before(at - dt.timedelta(hours=1))
        .not_valid_after(at + dt.timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


_USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


def _usage(*granted: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{usage: usage in granted for usage in _USAGES})


def from_jwk(jwk: dict[str, str]) -> Public:
    """The public key that a JWK describes."""
    key = ECKey.import_key(dict(jwk)) if jwk["kty"] == "EC" else RSAKey.import_key(dict(jwk))
    return key.public_key


def public_pem(jwk: dict[str, str]) -> str:
    """A public key as PEM."""
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return from_jwk(jwk).public_bytes(*form).decode()
