"""E-mail: over TLS that is checked, under the same Message-ID each time, and nothing of a name becomes a header."""

import ssl

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.base.ids import new_id
from shoppos.online import smtp
from shoppos.online.channels import Failed, Later, Sent, Stopped
from shoppos.online.smtp import Smtp, as_html
from shoppos.reports.messages import Outgoing
from tests.online.certificates import Authority
from tests.online.mail_server import Postbox, serving

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # TLS is there before it


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusted(authority, monkeypatch):
    """Clients of this test trust its authority, as they trust those of the system."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))


@pytest.fixture
def box() -> Postbox:
    return Postbox()


@pytest.fixture(params=["starttls", "tls"])
def server(request, box, authority, trusted):
    with serving(box, authority.server(), request.param) as running:
        yield running


def account(shop, server, password="right", **more) -> Smtp:
    told = {"host": "127.0.0.1", "port": server.port, "security": server.how, "user": "shop@example.in"}
    return Smtp({**told, **more}, password, "Sharma Kirana", shop.db, lambda _doc, _kind: b"%PDF-1.7 a bill")


def mail(**more) -> Outgoing:
    told = {
        "id": new_id(), "channel": "email", "address": "asha@example.in", "subject": "Order 42",
        "body": "Dear Asha,\nit comes to ₹1,240.00. https://x.in/t?a=1&b=2.", "attach": "", "doc_id": None,
        "name": "Asha Rao", "language": "en", "tries": 1, "made_at": 1_795_000_000_000,
    }  # fmt: skip
    return Outgoing(**{**told, **more})


def test_a_mail_arrives_whole(shop, server, box):
    one = mail(attach="bill", doc_id=new_id())
    assert account(shop, server).send(one) == Sent(f"<{one.id.hex()}@example.in>")
    got = box.mails[0]
    assert got["Message-ID"] == f"<{one.id.hex()}@example.in>"
    assert (got["From"], got["To"]) == ("Sharma Kirana <shop@example.in>", "Asha Rao <asha@example.in>")
    assert got["Subject"] == "Order 42"
    assert got["Date"].endswith("+0530")
    assert got.get_body(("plain",)).get_content().split() == one.body.split()
    assert '<a href="https://x.in/t?a=1&amp;b=2">' in got.get_body(("html",)).get_content()
    paper = next(got.iter_attachments())
    assert (paper.get_content_type(), paper.get_filename(), paper.get_content()) == (
        "application/pdf", "bill.pdf", b"%PDF-1.7 a bill",
    )  # fmt: skip


def test_several_mails_go_over_one_line(shop, server, box):
    line = account(shop, server)
    assert all(isinstance(line.send(mail()), Sent) for _n in range(5))
    line.rest()
    line.rest()
    assert len(box.copies) == 5


def test_a_line_that_the_server_let_go_is_opened_anew(shop, box, authority, trusted):
    with serving(box, authority.server()) as first:
        line = account(shop, first)
        assert isinstance(line.send(mail()), Sent)
        line._open.sock.close()
        assert isinstance(line.send(mail()), Sent | Later)
        assert isinstance(line.send(mail()), Sent)


@pytest.mark.parametrize(("answer", "outcome"), [
    ("550 no such mailbox", Failed), ("452 mailbox is full", Later), ("553 not allowed", Failed),
])  # fmt: skip
def test_an_answer_is_for_good_or_for_later(shop, box, authority, trusted, answer, outcome):
    box.answers["asha@example.in"] = answer
    with serving(box, authority.server()) as server:
        said = account(shop, server).send(mail())
    assert isinstance(said, outcome)
    assert answer[4:] in said.why
    assert answer[:3] in said.why


def test_a_wrong_password_stops_the_account(shop, server, box):
    said = account(shop, server, "wrong").send(mail())
    assert isinstance(said, Stopped)
    assert "user name and password" in said.why
    assert box.mails == []


def test_a_certificate_of_somebody_else_gets_nothing(shop, box, authority, trusted):
    with serving(box, authority.server("mail.example.in")) as server:
        said = account(shop, server).send(mail())
    assert isinstance(said, Stopped)
    assert "certificate of 127.0.0.1" in said.why
    assert box.mails == []


def test_a_certificate_that_nobody_vouches_for_gets_nothing(shop, server, box, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    assert isinstance(account(shop, server).send(mail()), Stopped)
    assert box.mails == []


def test_a_server_without_encryption_gets_neither_password_nor_mail(shop, box):
    with serving(box, None, "plain") as server:
        said = account(shop, server, security="starttls").send(mail())
    assert isinstance(said, Stopped)
    assert "no encryption" in said.why
    assert box.mails == []


def test_nobody_at_home_is_no_fault_of_the_mail(shop, box, authority):
    with serving(box, authority.server()) as server:
        gone = account(shop, server)
    said = "The mail server {}, port {}, was not reached."
    assert gone.send(mail()) == Later(said.format(gone.host, gone.port), offline=True)
    told = {"host": "mail.invalid", "port": 587, "security": "starttls", "user": "shop@example.in"}
    assert Smtp(told, "x", "", shop.db).send(mail()) == Later(said.format("mail.invalid", 587), offline=True)


@pytest.mark.parametrize("address", [
    "asha", "asha@example", "a b@example.in", "a@b.in\r\nBcc: x@y.in", "a@b.in,c@d.in", "<a@b.in>", "é@b.in", "@b.in",
    "a@b..in", "a@b.in\n",
])  # fmt: skip
def test_what_is_no_address_is_not_written_to(shop, server, box, address):
    assert isinstance(account(shop, server).send(mail(address=address)), Failed)
    assert box.mails == []


def test_nothing_of_a_name_or_subject_becomes_a_header(shop, server, box):
    evil = "Eve\r\nBcc: all@example.in\r\n\r\n<script>"
    assert isinstance(account(shop, server).send(mail(name=evil, subject=evil, body=evil)), Sent)
    got = box.mails[0]
    assert got["Bcc"] is None
    assert got["Subject"] == "Eve Bcc: all@example.in <script>"
    assert got["To"].addresses[0].addr_spec == "asha@example.in"
    assert "<script>" not in got.get_body(("html",)).get_content()


def test_a_sender_that_is_none_stops_the_account(shop, server):
    assert isinstance(account(shop, server, sender="the shop").send(mail()), Stopped)


def test_a_text_as_a_page_is_text(shop):
    page = as_html('a<b>\nhttps://x.in/?q="><script>alert(1)</script>', 'en"><x')
    assert "<script>" not in page
    assert "a&lt;b&gt;<br>" in page


def test_the_context_asks_for_names_and_certificates():
    made = ssl.create_default_context()
    assert (made.check_hostname, made.verify_mode) == (True, ssl.CERT_REQUIRED)


@pytest.mark.parametrize("wrong", [{"prt": 8025}, {"security": "none"}, {"security": ""}])
def test_a_setting_that_nobody_reads_or_without_encryption_is_refused_by_its_name(wrong):
    smtp.check({"host": "mail.example", "port": 465, "security": "tls", "user": "a", "sender": "a@shop.example"})
    with pytest.raises(InvalidInput):
        smtp.check({"host": "mail.example", **wrong})
