"""The ways of a report: as a mail with its PDF, or as files in a place, the same at each try."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shoppos.base.errors import ShopError, Unavailable
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.online import smtp
from shoppos.online.channels import Failed, Later, Outcome, Sent, Stopped
from shoppos.online.places import Gone, Place, known_hosts
from shoppos.online.publishing import put
from shoppos.reports import deliveries, tracking
from shoppos.rules.report_places import LOGIN, MAIL, SFTP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shoppos.base.file import Reader
    from shoppos.base.secrets import Secrets
    from shoppos.online.smtp import Smtp
    from shoppos.reports.deliveries import Travelling

FILES = ("html", "pdf")
"""The formats that are put into a place, by their endings."""


class Ways:
    """The mail account and the places of one round; each line is opened once, and closed by `rest`."""

    def __init__(self, db: Reader, secrets: Secrets, *, makes: bool = False) -> None:
        """Nothing is opened before the first report; `makes` makes a folder on another computer, as a trial may."""
        self._makes = makes
        self._db, self._secrets = db, secrets
        self._mail: Smtp | None = None
        self._open = dict[str, Place]()
        self._seen = dict[deliveries.Place, str]()

    def send(self, one: Travelling, place: deliveries.Place, files: Mapping[str, bytes], mark: str = "") -> Outcome:
        """Bring a report's files to a place and say what became of it; `mark` tells a trial from the report itself."""
        try:
            if place.kind == MAIL:
                return self._by_mail(one, place, files, mark)
            return self._as_files(one, place, files, mark)
        except Gone as error:
            return Stopped(str(error))
        except Unavailable as error:
            return Later(str(error))
        except ShopError as error:
            return Failed(str(error))

    def looks(self, place: deliveries.Place) -> str:
        """What a place is reached by now: another answer, and it may be another place. Kept in memory alone."""
        if place not in self._seen:
            self._seen[place] = self._look(place)
        return self._seen[place]

    def rest(self) -> None:
        """Hang up everywhere."""
        held, self._mail = self._mail, None
        if held is not None:
            held.rest()
        while self._open:
            self._open.popitem()[1].close()

    # -- inside

    def _look(self, place: deliveries.Place) -> str:
        if place.kind == MAIL:
            account = smtp.account(self._db, self._secrets)
            return f"{place.where} {account.account if account else ''}"
        hosts = known_hosts(self._db.path.parent)
        keys = hosts.read_bytes() if place.kind == SFTP and hosts.exists() else b""
        return f"{place.where} {place.user} {place.endpoint} {hash(self._password(place))} {hash(keys)}"

    def _by_mail(self, one: Travelling, place: deliveries.Place, files: Mapping[str, bytes], mark: str) -> Outcome:
        if self._mail is None:
            self._mail = smtp.account(self._db, self._secrets)
        if self._mail is None:
            return Stopped(_("No mail account is set up from which reports could be sent."))
        return self._mail.post(mail_of(self._db, one, place.key, files, self._mail.domain, mark), place.where)

    def _as_files(self, one: Travelling, place: deliveries.Place, files: Mapping[str, bytes], mark: str) -> Outcome:
        there = self._open.get(place.key) or self._opened(place)
        self._open[place.key] = there
        name = f"{one.file}{mark}"
        for form in FILES:  # put at once: who may not list a bucket is refused what does not lie there yet
            put(there, f"{name}.{form}", files[form])
        return Sent(f"{name}.html")

    def _opened(self, place: deliveries.Place) -> Place:
        hosts = known_hosts(self._db.path.parent)
        there = Place(place.where, place.user, self._password(place), place.endpoint, hosts)
        return there.standing(place.disk, makes=self._makes)

    def _password(self, place: deliveries.Place) -> str:
        return self._secrets.get(f"delivery.{place.key}") if place.kind in LOGIN else ""


def forget_host(db: Reader, gone: deliveries.Place) -> None:
    """Forget the key of the computer on which a place lay that was removed, unless the shop still goes there."""
    if gone.kind != SFTP:
        return
    from shoppos.online import sftp  # noqa: PLC0415  (for who reaches a computer so)

    used = (*(one.where for one in deliveries.places(db)), tracking.choices(db).publish)
    if urlsplit(gone.where).netloc not in {urlsplit(where).netloc for where in used}:
        sftp.forget_key(gone.where, known_hosts(db.path.parent))


def mail_of(
    db: Reader, one: Travelling, key: str, files: Mapping[str, bytes], domain: str, mark: str = ""
) -> EmailMessage:
    """The mail of a report to a place: its lines, the same as a page, the PDF and the page; the same at each try.

    The Message-ID is made of the report and the place, so that a second copy is known as the first.
    """
    mail = EmailMessage()
    mail["Subject"] = clean(files["subject"].decode(), 200)
    mail["Date"] = format_datetime(db.clock.at(one.made_at).replace(microsecond=0))
    mail["Message-ID"] = f"<{one.id.hex()}.{key}{mark}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(files["text"].decode() + "\n")
    mail.add_alternative(files["mail"].decode(), subtype="html")
    mail.add_attachment(files["pdf"], maintype="application", subtype="pdf", filename=f"{one.file}.pdf")
    mail.add_attachment(files["html"], maintype="text", subtype="html", filename=f"{one.file}.html")
    return mail
