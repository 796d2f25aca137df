"""The shop's signature: made by one key alone, checked by anybody, and the same for the same bytes."""

import stat
from pathlib import Path

import pytest

from shoppos.base.errors import Unavailable
from shoppos.base.secrets import Secrets
from shoppos.base.signing import Signer
from tests.base.signatures import signed_by


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    made = Signer(Secrets(tmp_path, lambda: None))
    made.make()
    return made


def test_what_was_signed_is_known_by_the_public_key(signer: Signer):
    signature = signer.sign(b"1.abc")
    assert len(signature) == 64
    assert signed_by(signer.public(), b"1.abc", signature)
    assert signer.sign(b"1.abc") == signature


def test_another_word_another_signature_and_another_key_are_refused(signer: Signer, tmp_path: Path):
    signature = signer.sign(b"1.abc")
    assert not signed_by(signer.public(), b"1.abd", signature)
    assert not signed_by(signer.public(), b"1.abc", bytes([signature[0] ^ 1]) + signature[1:])
    assert not signed_by(signer.public(), b"1.abc", bytes(64))
    assert not signed_by(signer.public(), b"1.abc", signature[:-1])
    (tmp_path / "other").mkdir()
    other = Signer(Secrets(tmp_path / "other", lambda: None))
    assert not signed_by(other.make(), b"1.abc", signature)
    assert not signed_by("no key", b"1.abc", signature)


def test_the_key_is_found_again_and_only_its_owner_may_read_it(signer: Signer, tmp_path: Path):
    again = Signer(Secrets(tmp_path, lambda: None))
    assert again.public() == signer.public()
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert signer.public() not in (tmp_path / "secrets.json").read_text()


def test_without_a_key_nothing_is_signed(tmp_path: Path):
    none = Signer(Secrets(tmp_path, lambda: None))
    assert none.public() == ""
    with pytest.raises(Unavailable, match="not on this computer"):
        none.sign(b"1.abc")
