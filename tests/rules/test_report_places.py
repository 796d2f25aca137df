"""Where reports may go: addresses of each kind, none with a password in it, none in the open; keys that stay apart."""

import pytest

from shoppos.base.hosts import OWN
from shoppos.rules.report_places import KEY, KINDS, fits, key_of


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("mail", "owner@example.com"), ("whatsapp", "9812345678"), ("folder", "/home/shop/reports"),
        ("folder", "D:\\Reports"), ("folder", "\\\\server\\share"), ("webdav", "webdavs://cloud.example.com/x"),
        ("webdav", "http://127.0.0.1:8080/x"), ("sftp", "sftp://host.example.com:2222/x"), ("s3", "s3://bucket/x"),
    ],
)  # fmt: skip
def test_an_address_fits_its_kind_and_no_other(kind, where):
    assert [one for one in KINDS if fits(one, where, OWN)] == [kind]


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("mail", "owner"), ("mail", "a@b@c.in"), ("mail", "owner@example.com\r\nBcc: x@y.in"),
        ("whatsapp", "1234567890"),
        ("folder", "reports"), ("folder", "https://x/y"), ("webdav", "http://cloud.example.com/x"),
        ("webdav", "https://u:p@cloud.example.com/x"), ("webdav", "https://cloud.example.com/x?key=1"),
        ("sftp", "sftp://meena@host/x"), ("sftp", "sftp://host:99999/x"), ("s3", "s3:///x"), ("s3", "s3://b/x#y"),
        ("webdav", "https://[::1/x"), ("folder", "/" + "x" * 400), ("", ""),
    ],
)  # fmt: skip
def test_what_is_none_or_holds_a_secret_does_not_fit(kind, where):
    assert not fits(kind, where, OWN)


def test_keys_are_plain_and_never_twice_the_same():
    taken: set[str] = set()
    for name in ("Owner's mail", "Owner's mail", "मालिक", "मालिक", "A very long name of a place indeed", "--", "9"):
        key = key_of(name, "mail", frozenset(taken))
        assert KEY.fullmatch(key), key
        assert key not in taken
        taken.add(key)
