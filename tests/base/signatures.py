"""Checks a signature as anybody can who has the public key, without the code that made it."""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

SIZE = 32


def signed_by(public: str, data: bytes, signature: bytes) -> bool:
    """Whether the owner of that public key signed those bytes."""
    if len(signature) != 2 * SIZE:
        return False
    pair = utils.encode_dss_signature(int.from_bytes(signature[:SIZE], "big"), int.from_bytes(signature[SIZE:], "big"))
    try:
        point = base64.urlsafe_b64decode(f"{public}==")
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point).verify(
            pair, data, ec.ECDSA(hashes.SHA256())
        )  # fmt: skip
    except (InvalidSignature, ValueError):
        return False
    return True
