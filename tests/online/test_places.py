"""Places for pages: a folder and a real WebDAV server take, give and lose files, and say in words what is wrong."""

from pathlib import Path

import pytest

from shoppos.base.errors import InvalidInput, Unavailable
from shoppos.online.places import Place, address
from shoppos.online.tracking import place_fault
from tests.online.webdav_server import PASSWORD, USER, webdav


@pytest.fixture
def dav(tmp_path: Path):
    with webdav(tmp_path / "dav") as served:
        yield served


def test_a_folder_takes_gives_and_loses_a_file(tmp_path: Path):
    place = Place(str(tmp_path / "web" / "track"))
    assert place.get("a.html") is None
    place.put("a.html", b"one")
    place.put("a.html", b"two")
    assert place.get("a.html") == b"two"
    assert [path.name for path in (tmp_path / "web" / "track").iterdir()] == ["a.html"]
    place.remove("a.html")
    place.remove("a.html")
    assert place.get("a.html") is None
    assert place_fault(place) == ""
    assert not list((tmp_path / "web" / "track").iterdir())


def test_webdav_takes_gives_and_loses_a_file(dav):
    place = Place(dav.address, USER, PASSWORD)
    assert place.get("a.html") is None
    place.put("a.html", b"one")
    place.put("a.html", b"two")
    assert (dav.folder / "a.html").read_bytes() == b"two" == place.get("a.html")
    place.remove("a.html")
    place.remove("a.html")
    assert place.get("a.html") is None
    assert place_fault(place) == ""
    assert not list(dav.folder.iterdir())


def test_a_wrong_password_is_said_in_words(dav):
    with pytest.raises(Unavailable, match="user or password is not accepted"):
        Place(dav.address, USER, "wrong").put("a.html", b"one")
    assert "not accepted" in place_fault(Place(dav.address, USER, "wrong"))
    assert "wrong" not in place_fault(Place(dav.address, USER, "wrong"))


def test_webdav_makes_its_folder_and_says_when_that_lies_in_none(dav):
    place = Place(f"{dav.address}/made", USER, PASSWORD)
    place.put("a.html", b"one")
    assert place.get("a.html") == b"one"
    with pytest.raises(Unavailable, match="the folder in which its folder lies is not there"):
        Place(f"{dav.address}/missing/reports", USER, PASSWORD).put("a.html", b"one")


def test_a_place_that_is_away_is_said_in_words(tmp_path: Path):
    with webdav(tmp_path / "gone") as served:
        where = served.address
    with pytest.raises(Unavailable, match="it does not answer"):
        Place(where, USER, PASSWORD).put("a.html", b"one")
    (tmp_path / "file").write_text("no folder")
    assert place_fault(Place(str(tmp_path / "file" / "track")))


def test_a_place_without_its_library_says_which_is_missing():
    with pytest.raises(Unavailable, match="a library is missing here"):
        Place("nosuchplace://bucket/track").get("a.html")


@pytest.mark.parametrize(
    ("told", "kind", "host", "folder"),
    [
        ("/var/www/track/", "file", "", "/var/www/track"),
        ("file:///var/www/track", "file", "", "/var/www/track"),
        ("C:\\web\\track", "file", "", "C:\\web\\track"),
        ("webdavs://cloud.example.com/dav/track/", "webdav", "https://cloud.example.com/dav/track", ""),
        ("https://cloud.example.com:8443/dav", "webdav", "https://cloud.example.com:8443/dav", ""),
        ("s3://bucket/track", "s3", "bucket", "bucket/track"),
    ],
)
def test_an_address_is_read(told, kind, host, folder):
    found = address(told)
    assert (found.kind, found.host, found.folder) == (kind, host, folder)


@pytest.mark.parametrize(
    "told",
    ["", "track", "webdav://cloud.example.com/dav", "https://u:p@host/dav", "webdavs:///x", "s3://bucket/a/../b"],
)
def test_what_is_no_place_or_would_send_a_password_in_the_open_is_refused(told):
    with pytest.raises(InvalidInput):
        address(told)
