"""A bucket of S3 or of a service that speaks like it: files are put, read and taken away by signed requests."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import httpx

from shoppos.base.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Mapping

AMAZON = "https://s3.{region}.amazonaws.com"
HOME = "us-east-1"
"""The region of who does not say another."""
REGION = re.compile(r"(?:^|\.)s3[.-]([a-z0-9]+-[a-z0-9-]+)\.")
"""Where the name of a service tells its region."""
ALGORITHM = "AWS4-HMAC-SHA256"
ELSEWHERE = frozenset({301, 307, 400})
"""Answers that name the region in which the bucket lies."""


class Bucket:
    """Files in one bucket, under paths that begin with its name; what goes wrong is an error of httpx."""

    def __init__(self, key: str, secret: str, endpoint: str, timeout: float) -> None:
        """`endpoint` is the address of a service that is not Amazon's, "" for Amazon's own."""
        self._key, self._secret, self._endpoint = key, secret, endpoint.rstrip("/")
        found = REGION.search(urlsplit(self._endpoint).hostname or "")
        self._region = found[1] if found else HOME
        self._line = httpx.Client(timeout=timeout, follow_redirects=False)
        self._clock = Clock()

    def pipe_file(self, path: str, data: bytes, kind: str = "application/octet-stream") -> None:
        """Put a file, whole or not at all; what lay there is replaced."""
        self._ask("PUT", path, data, {"content-type": kind})

    def cat_file(self, path: str) -> bytes:
        """What lies there; FileNotFoundError for nothing."""
        return self._ask("GET", path).content

    def rm_file(self, path: str) -> None:
        """Take it away; that it is not there is no error."""
        self._ask("DELETE", path)

    def invalidate_cache(self) -> None:
        """Nothing is remembered."""

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _ask(self, method: str, path: str, data: bytes = b"", more: Mapping[str, str] | None = None) -> httpx.Response:
        answer = self._asked(method, path, data, more or {})
        region = answer.headers.get("x-amz-bucket-region", "")
        if answer.status_code in ELSEWHERE and region and region != self._region:
            self._region = region
            answer = self._asked(method, path, data, more or {})
        if answer.status_code == int(httpx.codes.NOT_FOUND) and method == "GET":
            raise FileNotFoundError(path)
        if answer.status_code >= int(httpx.codes.MULTIPLE_CHOICES):
            raise httpx.HTTPStatusError(str(answer.status_code), request=answer.request, response=answer)
        return answer

    def _asked(self, method: str, path: str, data: bytes, more: Mapping[str, str]) -> httpx.Response:
        url = (self._endpoint or AMAZON.format(region=self._region)) + "/" + quote(path, safe="/-_.~")
        moment = dt.datetime.fromtimestamp(self._clock.ms() / 1000, dt.UTC)
        headers = {**more, "host": urlsplit(url).netloc, "x-amz-content-sha256": hashlib.sha256(data).hexdigest(),
                   "x-amz-date": f"{moment:%Y%m%dT%H%M%SZ}"}  # fmt: skip
        if self._key:
            headers["authorization"] = signed(method, url, headers, self._key, self._secret, self._region)
        return self._line.request(method, url, content=data, headers=headers)


def signed(method: str, url: str, headers: Mapping[str, str], key: str, secret: str, region: str) -> str:
    """The header "Authorization" of a request to S3, without a query; `headers` has lower-case names, all are signed.

    Source: Amazon S3 API Reference, Authenticating Requests: Using the Authorization Header (Signature Version 4).
    """
    names = sorted(headers)
    listed = ";".join(names)
    told = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    asked = "\n".join((method, urlsplit(url).path or "/", "", told, listed, headers["x-amz-content-sha256"]))
    moment = headers["x-amz-date"]
    scope = f"{moment[:8]}/{region}/s3/aws4_request"
    text = "\n".join((ALGORITHM, moment, scope, hashlib.sha256(asked.encode()).hexdigest()))
    by = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        by = hmac.digest(by, part.encode(), "sha256")
    signature = hmac.new(by, text.encode(), "sha256").hexdigest()
    return f"{ALGORITHM} Credential={key}/{scope},SignedHeaders={listed},Signature={signature}"
