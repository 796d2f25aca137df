"""A computer that takes files by SFTP: known by its key from the first visit on, and no other afterwards."""

import pytest

from shoppos.base.errors import Unavailable
from shoppos.online.places import Place
from tests.online.sftp_server import PASSWORD, USER, sftp


@pytest.fixture
def served(tmp_path):
    with sftp(tmp_path / "sftp") as told:
        yield told


def place_of(address, tmp_path, password=PASSWORD):
    return Place(address, USER, password, hosts=tmp_path / "known_hosts")


def test_it_takes_gives_and_loses_a_file(served, tmp_path):
    place = place_of(served[0], tmp_path)
    assert place.get("a.html") is None
    place.put("a.html", b"one")
    place.put("a.html", b"two")
    assert place.get("a.html") == b"two"
    assert [path.name for path in (tmp_path / "sftp" / "reports").iterdir()] == ["a.html"]
    place.remove("a.html")
    assert place.get("a.html") is None
    place.close()


def test_a_wrong_password_is_said_in_words(served, tmp_path):
    with pytest.raises(Unavailable, match="user or password is not accepted") as refused:
        place_of(served[0], tmp_path, "wrong-one").put("a.html", b"one")
    assert "wrong-one" not in str(refused.value)


def test_another_computer_at_the_same_address_gets_neither_file_nor_password(tmp_path):
    with sftp(tmp_path / "right") as (address, _key):
        place_of(address, tmp_path).put("a.html", b"one")
    port = int(address.split(":")[2].split("/")[0])
    with sftp(tmp_path / "wrong", port=port) as (again, _other):
        assert again == address
        with pytest.raises(Unavailable, match="another computer answers"):
            place_of(address, tmp_path).put("a.html", b"two")
    assert not list((tmp_path / "wrong").iterdir())


def test_after_the_line_broke_it_connects_anew(tmp_path):
    with sftp(tmp_path / "sftp") as (address, key):
        place = place_of(address, tmp_path)
        place.put("a.html", b"one")
    with pytest.raises(Unavailable):
        place.put("a.html", b"two")
    with sftp(tmp_path / "sftp", key, int(address.split(":")[2].split("/")[0])):
        place.put("a.html", b"two")
        assert place.get("a.html") == b"two"
        place.close()
