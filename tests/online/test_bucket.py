"""A bucket is asked by signed requests: as Amazon's own examples are signed, in whatever region it lies."""

import pytest

from shoppos.base.errors import Unavailable
from shoppos.online.bucket import signed
from shoppos.online.places import Place
from tests.online.bucket_server import KEY, REGION, SECRET, Store, bucket_service

EXAMPLE = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
"""Of Amazon's documentation: no key of anybody."""
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture
def store():
    with bucket_service(Store()) as served:
        yield served


def test_requests_are_signed_as_amazon_shows_it():
    """Source: Amazon S3 API Reference, Signature Calculations for the Authorization Header, the examples there."""
    host = {"host": "examplebucket.s3.amazonaws.com", "x-amz-date": "20130524T000000Z"}
    got = signed(
        "GET", "https://examplebucket.s3.amazonaws.com/test.txt",
        {**host, "range": "bytes=0-9", "x-amz-content-sha256": NOTHING}, *EXAMPLE,
    )  # fmt: skip
    assert got == (
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )
    put = signed(
        "PUT", "https://examplebucket.s3.amazonaws.com/test%24file.text",
        {**host, "date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY",
         "x-amz-content-sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"}, *EXAMPLE,
    )  # fmt: skip
    assert put.endswith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")


def test_a_bucket_takes_gives_and_loses_a_file_wherever_it_lies(store):
    place = Place("s3://bucket/reports 2026", KEY, SECRET, store.address)
    assert place.get("a b.html") is None
    place.put("a b.html", b"one")
    place.put("a b.html", b"two")
    assert store.objects == {"/bucket/reports%202026/a%20b.html": b"two"}
    assert store.kinds == {"/bucket/reports%202026/a%20b.html": "text/html; charset=utf-8"}
    assert place.get("a b.html") == b"two"
    place.put("a.pdf", b"%PDF")
    assert store.kinds["/bucket/reports%202026/a.pdf"] == "application/pdf"
    place.remove("a b.html")
    place.remove("a b.html")
    assert place.get("a b.html") is None
    assert store.region == REGION != "us-east-1", "the service named its region, and the request came again"
    place.close()


def test_a_wrong_key_is_said_in_words_without_it(store):
    with pytest.raises(Unavailable, match="user or password is not accepted") as refused:
        Place("s3://bucket/x", KEY, "wrong-secret", store.address).put("a", b"1")
    assert "wrong-secret" not in str(refused.value)
