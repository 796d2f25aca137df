"""A picture that somebody chose: made small and white behind, or refused in a sentence; drawn in colour and in dots."""

import pytest
from PySide6.QtGui import QColor, QImage

from shoppos.base.errors import InvalidInput
from shoppos.printing import emblem
from shoppos.rules import logo
from tests.printing.pictures import sign, small


@pytest.mark.parametrize(
    ("wide", "high", "kept"), [(900, 500, (576, 320)), (2000, 200, (640, 64)), (100, 60, (100, 60))]
)
def test_a_picture_is_made_small_in_its_own_shape(wide, high, kept):
    made = small(wide=wide, high=high)
    assert (made.width, made.height) == kept
    assert len(made.png) < logo.MOST


def test_what_one_can_see_through_is_white_and_greys_are_kept_as_greys():
    image = QImage.fromData(small(colour="#808080").png)
    assert image.pixelColor(image.width() - 1, 1) == QColor("white")
    assert image.isGrayscale()
    coloured = QImage.fromData(small().png)
    assert coloured.pixelColor(coloured.width() - 20, coloured.height() // 2) == QColor("#b3261e")


def test_a_photograph_in_jpeg_is_taken_too():
    made = small(form="JPG", wide=3000, high=2000)
    assert (made.width, made.height) == (480, 320)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 nothing", "no PNG and no JPEG"), (b"", "no PNG and no JPEG"), (sign()[:900], "damaged"),
        (sign(wide=20, high=20), "only 20 × 20 dots"), (b"\xff\xd8\xff" + b"\0" * emblem.LARGEST, "larger than 20 MB"),
        (sign()[:16] + b"\0\0\xff\xff\0\0\xff\xff" + sign()[24:], "damaged|more than can be read"),
    ],
)  # fmt: skip
def test_what_is_no_picture_for_a_paper_is_refused_in_a_sentence(content, said):
    with pytest.raises(InvalidInput, match=said) as refusal:
        emblem.taken(content)
    assert refusal.value.field == "logo"
    assert "PNG or JPEG" in refusal.value.hint


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(InvalidInput, match=r"sign\.png cannot be read: No such file"):
        emblem.from_file(tmp_path / "sign.png")
    (tmp_path / "sign.png").write_bytes(sign())
    assert emblem.from_file(tmp_path / "sign.png") == emblem.taken(sign())
