"""A file, and a folder that collects files."""

import pytest

from shoppos.printing.devices import FileDevice, Outcome, open_device
from tests.printing.hostile import HOSTILE


def test_a_file_is_written_whole_and_a_second_job_replaces_it(tmp_path):
    device = FileDevice(tmp_path / "bill.bin")
    assert device.send(b"first").outcome is Outcome.PRINTED
    assert device.send(b"second").outcome is Outcome.PRINTED
    assert (tmp_path / "bill.bin").read_bytes() == b"second"
    assert [path.name for path in tmp_path.iterdir()] == ["bill.bin"]


def test_in_a_folder_no_paper_overwrites_another(tmp_path):
    device = open_device(f"file:{tmp_path}")
    for job in (b"1", b"2", b"3"):
        assert device.send(job, "A1-2627-000001.pdf").outcome is Outcome.PRINTED
    names = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert names == {"A1-2627-000001.pdf": b"1", "A1-2627-000001-2.pdf": b"2", "A1-2627-000001-3.pdf": b"3"}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leaves_the_folder(name, tmp_path):
    folder = tmp_path / "bills"
    folder.mkdir()
    assert FileDevice(folder).send(b"x", name).outcome is Outcome.PRINTED
    assert len(list(folder.iterdir())) == 1
    assert list(tmp_path.iterdir()) == [folder]


def test_a_place_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    delivery = FileDevice(tmp_path / "missing" / "bill.bin").send(b"x")
    assert delivery.outcome is Outcome.NOT_SENT
    assert "could not be written" in delivery.reason
    status = FileDevice(tmp_path / "missing" / "bill.bin").status(None)
    assert not status.ready
    assert str(tmp_path / "missing") in status.reason


def test_a_folder_that_can_be_written_is_ready(tmp_path):
    assert FileDevice(tmp_path).status(None).ready
    assert FileDevice(tmp_path / "bill.bin").status(None).ready
    assert list(tmp_path.iterdir()) == []
