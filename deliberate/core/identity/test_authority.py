"""A test authority: certificates and signatures for rehearsals, refused in production.

Keys come from a seed and signatures are deterministic (RFC 6979), so that a rehearsal with the
same seed gives the same bytes. The curve is P-256 with SHA-256. A certificate names a person by
CN; one that names an organisation (O) as well belongs to somebody who signs for it.
"""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deliberate.core.canonical import digest
from deliberate.core.errors import Refused, message
from deliberate.core.identity.signatures import SignedText, Signer, SignerKind
from deliberate.core.randomness import Generator

PROFILE = "test-ec-p256"
AUTHORITY = "deliberate test authority"
NOT_BEFORE = datetime(1990, 1, 1, tzinfo=UTC)
NOT_AFTER = datetime(2100, 1, 1, tzinfo=UTC)
LARGEST = 64 * 1024
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_ALGORITHM = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
_VERIFICATION = ec.ECDSA(hashes.SHA256())


class TestAuthority:
    """Issues certificates to synthetic people and signs for them."""

    __test__ = False  # not a test case, whatever its name begins with

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._key = _key(seed + b"/root")
        self.root = _certificate(_name(AUTHORITY), self._key, None, self._key, 1)

    def sign(self, subject_id: str, content: bytes, organisation: str = "") -> SignedText:
        """`content` signed by a synthetic person with a certificate of this authority.

        With an `organisation` the person signs for it, and the certificate says so.
        """
        owner = f"{subject_id}/{organisation}" if organisation else subject_id
        key = _key(self._seed + b"/person/" + owner.encode())
        serial = int(digest(self._seed + owner.encode())[:30], 16)
        subject = _name(subject_id, organisation)
        certificate = _certificate(subject, key, self.root, self._key, serial)
        return SignedText(
            content,
            key.sign(content, _ALGORITHM),
            certificate.public_bytes(serialization.Encoding.DER),
            PROFILE,
        )

    def verifier(self, *, production: bool = False) -> TestVerifier:
        """A verifier that trusts this authority alone; in production it refuses everything."""
        return TestVerifier(self.root, production=production)


class TestVerifier:
    """The strict checks of the port for the test profile."""

    __test__ = False

    def __init__(self, root: x509.Certificate, *, production: bool) -> None:
        self._root = root
        self._production = production

    def verify(self, signed: SignedText, expected: bytes, at: datetime) -> Signer:
        if self._production:
            raise Refused("SIG_TEST", message("Signatures of the test authority count nowhere."))
        if signed.profile != PROFILE:
            raise Refused(
                "SIG_PROFILE",
                message("The signature has the format {profile}.", profile=signed.profile),
            )
        if max(len(signed.content), len(signed.signature), len(signed.certificate)) > LARGEST:
            raise Refused("SIG_SIZE", message("The signed message is too large."))
        if signed.content != expected:
            raise Refused("SIG_CONTENT", message("What was signed is not what was asked for."))
        certificate = _parsed(signed.certificate)
        self._check_certificate(certificate, at)
        try:
            _public_key(certificate).verify(signed.signature, signed.content, _VERIFICATION)
        except InvalidSignature:
            raise Refused("SIG_INVALID", message("The signature is not valid.")) from None
        person = _attribute(certificate, NameOID.COMMON_NAME)
        if not person:
            raise Refused("SIG_SUBJECT", message("The certificate names no person."))
        organisation = _attribute(certificate, NameOID.ORGANIZATION_NAME)
        kind: SignerKind = "organisation" if organisation else "natural"
        return Signer(person, kind, digest(signed.certificate))

    def _check_certificate(self, certificate: x509.Certificate, at: datetime) -> None:
        try:
            certificate.verify_directly_issued_by(self._root)
        except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
            raise Refused(
                "SIG_CHAIN", message("The certificate is not of the pinned authority.")
            ) from None
        if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
            raise Refused("SIG_EXPIRED", message("The certificate was not valid at {at}.", at=at))
        if not _is_for_signing(certificate):
            raise Refused("SIG_USAGE", message("The certificate is not meant for signing."))


def _parsed(data: bytes) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(data)
    except ValueError:
        raise Refused("SIG_CERTIFICATE", message("The certificate cannot be read.")) from None


def _public_key(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey:
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Refused("SIG_KEY", message("The certificate has a key of another kind."))
    return key


def _is_for_signing(certificate: x509.Certificate) -> bool:
    """Digital signature and non-repudiation, and no authority's own certificate."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False
    return usage.digital_signature and usage.content_commitment and not basic.ca


def _attribute(certificate: x509.Certificate, which: x509.ObjectIdentifier) -> str:
    """The attribute of the subject, empty unless it is there exactly once."""
    found = certificate.subject.get_attributes_for_oid(which)
    return str(found[0].value) if len(found) == 1 else ""


def _key(seed: bytes) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(Generator(seed).bytes(48), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def _name(person: str, organisation: str = "") -> x509.Name:
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, person)]
    if organisation:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    return x509.Name(attributes)


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    serial: int,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=issuer is not None,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issuer is None,
        crl_sign=issuer is None,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.subject)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(NOT_BEFORE)
        .not_valid_after(NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(issuer_key, hashes.SHA256(), ecdsa_deterministic=True)
    )
