"""The shop's signature: what it signed, everybody can check, and nobody else can make."""

from __future__ import annotations

import base64
import threading
from typing import TYPE_CHECKING

from shoppos.base.errors import Unavailable
from shoppos.base.i18n import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from shoppos.base.secrets import Secrets

SIZE = 32
"""Bytes of a private key, and of r and of s, on the curve P-256 (FIPS 186-5)."""


class Signer:
    """Signs with the private key that stands among the shop's secrets under `name`; the key is read once."""

    def __init__(self, secrets: Secrets, name: str = "tracking-key") -> None:
        """Nothing is read before the first use."""
        self._secrets, self._name = secrets, name
        self._guard = threading.Lock()
        self._key: EllipticCurvePrivateKey | None = None

    @property
    def loaded(self) -> bool:
        """Whether the key was read, so that nobody waits for it."""
        return self._key is not None

    def public(self) -> str:
        """The public key as an uncompressed point in base64url; "" when there is no key on this computer."""
        key = self._loaded()
        return _public(key) if key is not None else ""

    def make(self) -> str:
        """Make a new key in the old one's place; gives the public one. What was signed before is no longer known."""
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415  (as in _loaded)

        key = ec.generate_private_key(ec.SECP256R1())
        number = key.private_numbers().private_value
        with self._guard:
            self._secrets.set(self._name, _base64(number.to_bytes(SIZE, "big")))
            self._key = key
        return _public(key)

    def sign(self, data: bytes) -> bytes:
        """ECDSA over P-256 with SHA-256: r and s, 32 bytes each; the same data gives the same bytes (RFC 6979).

        Unavailable when there is no key on this computer.
        """
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415  (as in _loaded)
        from cryptography.hazmat.primitives.asymmetric import ec, utils  # noqa: PLC0415  (as in _loaded)

        key = self._loaded()
        if key is None:
            raise Unavailable(
                _("The key that signs the shop's links is not on this computer."),
                _("Make a new one with: shoppos tracking export DIR --new-key"),
            )
        signed = key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        r, s = utils.decode_dss_signature(signed)
        return r.to_bytes(SIZE, "big") + s.to_bytes(SIZE, "big")

    def _loaded(self) -> EllipticCurvePrivateKey | None:
        with self._guard:
            if self._key is None and (kept := self._secrets.get(self._name)):
                from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415  (only who signs waits for it)

                number = int.from_bytes(base64.urlsafe_b64decode(f"{kept}=="), "big")
                self._key = ec.derive_private_key(number, ec.SECP256R1())
            return self._key


def _public(key: EllipticCurvePrivateKey) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415  (as in Signer)

    return _base64(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
