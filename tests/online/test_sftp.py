"""A computer that takes files by SFTP: known by its key from the first visit on, and no other afterwards."""

from urllib.parse import urlsplit

import paramiko
import pytest

from shoppos.base.errors import Unavailable
from shoppos.online.places import Place
from shoppos.online.sftp import forget_key
from tests.online.sftp_server import PASSWORD, USER, Door, sftp

ED25519 = "AAAAC3NzaC1lZDI1NTE5AAAAIJ1tQ1kYxT3Tq5nQm0Yk3wq1c5Yw1Y8uY8v2kq8cQm5T"
"""A public key as a line of known keys has it."""


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


def test_a_computer_that_was_set_up_anew_is_taken_once_its_old_key_is_forgotten(tmp_path):
    with sftp(tmp_path / "old") as (address, _key):
        place_of(address, tmp_path).put("a.html", b"one")
    hosts = tmp_path / "known_hosts"
    hosts.write_text(hosts.read_text() + "other.example.com ssh-ed25519 " + ED25519 + "\n")
    with sftp(tmp_path / "new", port=urlsplit(address).port):
        with pytest.raises(Unavailable, match="shoppos deliver forget-key"):
            place_of(address, tmp_path).put("a.html", b"two")
        assert forget_key(address, hosts)
        place_of(address, tmp_path).put("a.html", b"two")
        assert forget_key(address, hosts)
    assert not forget_key(address, hosts), "it is forgotten already"
    assert "other.example.com" in hosts.read_text(), "others stay"
    assert not forget_key(address, tmp_path / "nowhere")


def test_who_has_a_password_tries_no_keys_before_it(served, tmp_path, monkeypatch):
    own = tmp_path / "home" / ".ssh"
    own.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    paramiko.RSAKey.generate(2048).write_private_key_file(str(own / "id_rsa"))
    tried = []
    monkeypatch.setattr(Door, "get_allowed_auths", lambda *_told: "publickey,password")
    monkeypatch.setattr(
        Door, "check_auth_publickey", lambda _self, name, _key: tried.append(name) or paramiko.AUTH_FAILED
    )
    place_of(served[0], tmp_path).put("a.html", b"one")
    assert tried == []
    with pytest.raises(Unavailable, match="not accepted"):
        place_of(served[0], tmp_path, "").put("a.html", b"one")
    assert tried, "without a password the user's own keys are tried"


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


def test_without_a_file_of_known_computers_nothing_is_sent():
    with pytest.raises(Unavailable, match="nothing keeps which computer it is"):
        Place("sftp://127.0.0.1:9/reports", USER, "secret").put("a.txt", b"a")
