"""Secrets: in the system's own store where there is one, else in a file that nobody else may read."""

import json
import os
import stat
import subprocess
import sys

import pytest

from shoppos.base.errors import Unavailable
from shoppos.base.secrets import FILE, REAL, Secrets, real_keyring


class Store:
    """A store that works, as the system's does."""

    def __init__(self):
        self.kept = {}

    def get_password(self, service, name):
        return self.kept.get((service, name))

    def set_password(self, service, name, value):
        self.kept[service, name] = value

    def delete_password(self, service, name):
        del self.kept[service, name]


class Locked(Store):
    """A store that its owner has not unlocked."""

    def set_password(self, *_told):
        raise RuntimeError("locked")


class Silent(Store):
    """A store that says nothing while it is locked."""

    def get_password(self, *_told):
        raise RuntimeError("locked")


@pytest.fixture
def filed(tmp_path):
    return Secrets(tmp_path, lambda: None)


def test_without_a_store_they_stand_in_a_file_of_its_owner_alone(filed, tmp_path):
    filed.set("mail.password", "käse")
    assert filed.get("mail.password") == "käse"
    assert filed.where("mail.password") == "file"
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert str(tmp_path / FILE) in filed.warning


def test_what_was_forgotten_is_gone_and_the_rest_stays(filed, tmp_path):
    filed.set("a", "1")
    filed.set("b", "2")
    filed.forget("a")
    filed.forget("a")
    assert (filed.get("a"), filed.where("a"), filed.get("b")) == ("", "", "2")
    assert json.loads((tmp_path / FILE).read_text()) == {"b": "2"}


def test_a_real_store_is_used_and_nothing_stands_in_the_folder(tmp_path):
    store = Store()
    kept = Secrets(tmp_path, lambda: store)
    kept.set("token", "t1")
    assert (kept.get("token"), kept.where("token"), kept.warning) == ("t1", "keyring", "")
    assert not (tmp_path / FILE).exists()
    kept.forget("token")
    assert kept.get("token") == ""


def test_two_shops_do_not_share_a_secret(tmp_path):
    store = Store()
    one, two = (Secrets(tmp_path / name, lambda: store) for name in ("one", "two"))
    one.set("token", "t1")
    assert two.get("token") == ""


def test_what_stood_in_the_file_moves_to_the_store_when_it_is_set_anew(tmp_path):
    Secrets(tmp_path, lambda: None).set("token", "old")
    store = Store()
    kept = Secrets(tmp_path, lambda: store)
    assert kept.get("token") == "old"
    kept.set("token", "new")
    assert (kept.get("token"), kept.where("token")) == ("new", "keyring")
    assert json.loads((tmp_path / FILE).read_text()) == {}


def test_a_store_that_takes_nothing_leaves_it_to_the_file(tmp_path):
    kept = Secrets(tmp_path, Locked)
    kept.set("token", "t1")
    assert (kept.get("token"), kept.where("token")) == ("t1", "file")
    assert kept.warning


def test_what_the_store_would_not_take_is_not_hidden_by_what_it_still_holds(tmp_path):
    store = Store()
    Secrets(tmp_path, lambda: store).set("token", "old")
    full = Locked()
    full.kept = store.kept
    Secrets(tmp_path, lambda: full).set("token", "new")
    again = Secrets(tmp_path, lambda: store)
    assert (again.get("token"), again.where("token")) == ("new", "file")
    again.set("token", "newer")
    assert (again.get("token"), again.where("token")) == ("newer", "keyring")


def test_nothing_is_made_anew_while_a_store_does_not_show_what_it_holds(tmp_path):
    store = Store()
    given = Secrets(tmp_path, lambda: store).made("telegram.codes")
    shut = Silent()
    shut.kept = store.kept
    locked = Secrets(tmp_path, lambda: shut)
    assert locked.get("telegram.codes") == ""
    with pytest.raises(Unavailable):
        locked.made("telegram.codes")
    assert Secrets(tmp_path, lambda: store).made("telegram.codes") == given


@pytest.mark.parametrize("damaged", ["", "{", "[]", '"x"'])
def test_a_damaged_file_is_an_empty_one(filed, tmp_path, damaged):
    (tmp_path / FILE).write_text(damaged)
    assert filed.get("token") == ""
    filed.set("token", "t1")
    assert filed.get("token") == "t1"


def test_a_secret_is_made_once(filed):
    assert filed.made("signing") == filed.made("signing")
    assert len(filed.made("signing")) >= 32


def test_a_folder_that_takes_no_writing_says_so(tmp_path):
    (tmp_path / FILE).mkdir()
    (tmp_path / FILE / "in the way").touch()
    with pytest.raises(Unavailable):
        Secrets(tmp_path, lambda: None).set("a", "1")


def test_a_store_that_is_none_of_the_systems_is_not_taken():
    """keyrings.alt calls itself a keyring and writes plain text: it is asked for by name here and still refused."""
    code = (
        "import keyring; from keyring.backend import KeyringBackend\n"
        "class PlaintextKeyring(KeyringBackend):\n"
        "    priority = 99\n"
        "    def get_password(self, s, n): return 'stolen'\n"
        "    def set_password(self, s, n, v): raise SystemExit('written in plain text')\n"
        "    def delete_password(self, s, n): ...\n"
        "keyring.set_keyring(PlaintextKeyring())\n"
        "from shoppos.base.secrets import real_keyring\n"
        "print(real_keyring())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.strip() == "None"


def test_what_is_taken_on_this_computer_is_on_the_list():
    found = real_keyring()
    assert found is None or (type(found).__module__, type(found).__name__) in REAL


def test_programs_that_write_at_once_lose_nothing(tmp_path):
    code = (
        "import sys; from pathlib import Path; from shoppos.base.secrets import Secrets\n"
        "kept = Secrets(Path(sys.argv[1]), lambda: None)\n"
        "[kept.set(f'{sys.argv[2]}{n}', str(n)) for n in range(10)]"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "abc"]
    assert [one.wait(60) for one in writers] == [0, 0, 0]
    assert len(json.loads((tmp_path / FILE).read_text())) == 30
