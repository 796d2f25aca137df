"""The picture as it is kept: read back whole, and nothing at all where one byte of it is another."""

import struct
import zlib

import pytest

from shoppos.rules import logo


def chunk(name, held):
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))


def png(wide=30, high=20, *, colour=0, depth=8, interlaced=0, pixels=None):
    held = struct.pack(">IIBBBBB", wide, high, depth, colour, 0, 0, interlaced)
    rows = (b"\0" + b"\x80" * wide * (3 if colour == 2 else 1)) * high if pixels is None else pixels
    return logo.SIGNATURE + chunk(b"IHDR", held) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("colour", [0, 2])
def test_a_picture_is_read_back_as_it_was_kept(colour):
    made = png(colour=colour)
    assert logo.read(logo.kept(made)) == logo.Logo(made, 30, 20)


@pytest.mark.parametrize("at", range(0, len(png()), 3))
def test_one_other_byte_makes_it_no_picture(at):
    broken = bytearray(png())
    broken[at] ^= 1
    assert logo.read(logo.kept(bytes(broken))) is None


@pytest.mark.parametrize(
    "broken",
    [
        png()[:-7], png()[:40], b"", b"GIF89a", png(wide=logo.WIDE + 1), png(high=logo.HIGH + 1), png(colour=6),
        png(depth=16), png(interlaced=1), png(pixels=b"\0" * 5), png(pixels=b"\0" * 100_000), logo.SIGNATURE,
    ],
)  # fmt: skip
def test_what_is_cut_off_too_large_or_of_another_kind_is_none(broken):
    assert logo.read(logo.kept(broken)) is None


@pytest.mark.parametrize("told", ["", "no base64 !", "é", "A" * 3 * logo.MOST])
def test_what_is_no_picture_at_all_is_none(told):
    assert logo.read(told) is None
