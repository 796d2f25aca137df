"""A certificate authority of the test's own, and servers' certificates by it."""

import datetime as dt
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

TODAY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
LATER = dt.datetime(2049, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Authority:
    """Who vouches for the test's servers; `file` is what a client has to trust."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    file: Path

    @classmethod
    def made(cls, folder: Path) -> "Authority":
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("A test's authority")
        built = _builder(name, name, key).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        certificate = built.sign(key, hashes.SHA256())
        file = folder / "authority.pem"
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return cls(key, certificate, file)

    def server(self, host: str = "127.0.0.1") -> ssl.SSLContext:
        """What a server needs to speak TLS as `host`."""
        key = ec.generate_private_key(ec.SECP256R1())
        named = x509.IPAddress(ipaddress.ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
        built = _builder(_name(host), self.certificate.subject, key)
        built = built.add_extension(x509.SubjectAlternativeName([named]), critical=False)
        certificate = built.sign(self.key, hashes.SHA256())
        file = self.file.with_name(f"{host}.pem")
        plain = serialization.NoEncryption()
        form = serialization.PrivateFormat.PKCS8
        file.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, form, plain)
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(TODAY).not_valid_after(LATER)
    )  # fmt: skip
