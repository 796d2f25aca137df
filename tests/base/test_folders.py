"""A folder is known by its disk, and an empty mount point is none."""

from pathlib import Path

import pytest

from shoppos.base.folders import disk_of, is_there

OTHER = Path("/dev/shm")
"""Another disk than the tests'."""


def test_a_folder_on_the_same_disk_has_none_of_its_own(tmp_path):
    assert disk_of(tmp_path, Path(tmp_path.anchor) / tmp_path.parts[1]) == ""
    assert is_there(str(tmp_path), "")
    assert not is_there(str(tmp_path / "gone"), "")


@pytest.mark.skipif(not OTHER.is_mount(), reason="there is no other disk here")
def test_a_folder_on_another_disk_is_known_by_where_that_is_mounted(tmp_path):
    assert disk_of(OTHER, tmp_path) == str(OTHER)
    assert is_there(str(OTHER), str(OTHER))


def test_a_mount_point_that_stands_empty_is_not_the_folder_that_was_chosen(tmp_path):
    assert not is_there(str(tmp_path), str(tmp_path))
