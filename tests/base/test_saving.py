"""A file that was asked for is written whole or not at all, and where it cannot be, it is said why."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from shoppos.base.errors import ShopError, Unavailable
from shoppos.base.saving import save, save_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def broken() -> Iterator[bytes]:
    """A file whose making ends in the middle."""
    yield b"half"
    raise ShopError("Stopped.")


def test_a_file_is_written_in_one_piece_or_piece_by_piece(tmp_path: Path) -> None:
    assert save(tmp_path / "a", b"whole").read_bytes() == b"whole"
    assert save(tmp_path / "a", iter((b"in ", b"parts"))).read_bytes() == b"in parts"
    assert names(tmp_path) == ["a"]


def test_what_stood_there_stays_until_the_new_file_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "may.xml"
    file.write_bytes(b"the last one")
    with pytest.raises(ShopError, match="Stopped"):
        save(file, broken())
    assert file.read_bytes() == b"the last one"
    assert names(tmp_path) == ["may.xml"]


def test_where_a_file_cannot_be_written_it_is_said_why_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"none.* cannot be written: No such file or directory.*another folder"):
        save(tmp_path / "none" / "a", b"x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Unavailable, match="cannot be written"):
        save(tmp_path / "folder", b"x")
    with pytest.raises(Unavailable, match="cannot be written"):
        save(tmp_path / ("long" * 100), b"x")
    assert names(tmp_path) == ["folder"]


def test_a_link_stays_a_link_and_a_file_keeps_who_may_read_it(tmp_path: Path) -> None:
    file, link = tmp_path / "kept", tmp_path / "link"
    file.write_bytes(b"before")
    file.chmod(0o640)
    link.symlink_to(file)
    save(link, b"after")
    assert (link.is_symlink(), file.read_bytes(), file.stat().st_mode & 0o777) == (True, b"after", 0o640)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such devices")
def test_a_device_stays_a_device() -> None:
    from pathlib import Path

    save(Path(os.devnull), b"gone")
    assert Path(os.devnull).is_char_device()


def test_several_go_into_a_folder_that_is_made(tmp_path: Path) -> None:
    made = save_all(tmp_path / "a" / "b", [("1.csv", b"1"), ("2.csv", b"2")])
    assert [(one.name, one.read_bytes()) for one in made] == [("1.csv", b"1"), ("2.csv", b"2")]
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="cannot be written"):
        save_all(tmp_path / "file", [("1.csv", b"1")])
