"""The page that a customer opens: in a real browser it shows what the shop signed, in their language, and no more."""

import json
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from shoppos.base.paths import resource
from shoppos.base.secrets import Secrets
from shoppos.base.signing import Signer
from shoppos.reports.tracking import key_of, page
from shoppos.rules.letterhead import Letterhead
from shoppos.rules.tracking import TrackedParcel, Tracking, pack
from tests.reports.browser import needs_browser, visit

SHOP = Letterhead(name="Sharma & Sons <Kirana>", phone="9876543210", email="shop@sharmakirana.in")
NOW = int(time.time() // 60)
ASHA = Tracking(
    number="A1/2627/O00042", state="dispatched", way="delivery", at=NOW - 130, shop=SHOP.name, phone=SHOP.phone,
    email=SHOP.email, language="en", first_name="Asha", town="Pune", items=5, promised=20991224, slot="10-12",
    steps=(("taken", NOW - 400), ("confirmed", NOW - 390), ("packed", NOW - 300), ("dispatched", NOW - 131)),
    parcels=(TrackedParcel(1, "courier", "out", "Delhivery", "1234567890123",
                           "https://www.delhivery.com/track/package/1234567890123"),),
    due=74_050, door=74_050, upi="sharma.kirana@okhdfcbank", mcc="5411", attempt="A12627O00042P2",
)  # fmt: skip
HOSTILE = "<img src=x onerror=alert(1)>"
PAIRS = (
    ("ink", "back"), ("ink", "card"), ("soft", "card"), ("soft", "back"), ("go", "card"), ("goink", "go"),
    ("late", "card"), ("bad", "card"),
)  # fmt: skip


@pytest.fixture(scope="module")
def signer(tmp_path_factory) -> Signer:
    made = Signer(Secrets(tmp_path_factory.mktemp("secrets"), lambda: None))
    made.make()
    return made


@pytest.fixture
def web(signer: Signer, tmp_path: Path) -> Path:
    """A folder on the web with the shop's page in it."""
    (tmp_path / "index.html").write_text(page(SHOP, signer.public()), "utf-8")
    return tmp_path


def opened(packed: str) -> dict:
    return {"open": f"/index.html?{hash(packed)}#{packed}"}


@needs_browser
def test_it_says_where_the_order_is_what_is_due_and_whom_to_ask(web, signer):
    (seen,) = visit(web, [opened(pack(ASHA, signer.sign))])
    for said in (
        "Your order is on its way", "Comes on Thursday, 24 December, 10-12", "Order A1/2627/O00042 · 5 items",
        "For Asha, Pune", "To pay at the door", "₹740.50", "1234567890123", "2 h ago",
    ):  # fmt: skip
        assert said in seen["text"]
    assert seen["links"] == [
        ASHA.pay_link, "https://www.delhivery.com/track/package/1234567890123", "tel:+919876543210",
        "https://wa.me/919876543210?text=About%20order%20A1%2F2627%2FO00042%3A%20",
        "mailto:shop@sharmakirana.in?subject=About%20order%20A1%2F2627%2FO00042%3A%20",
    ]  # fmt: skip
    assert seen["asked"] == [], "it asks nobody for anything"
    assert seen["wide"] <= 360
    assert min(seen["low"]) >= 44


@needs_browser
def test_each_language_says_the_same_and_another_is_one_press_away(web, signer):
    first, *pressed = visit(
        web,
        [
            opened(pack(replace(ASHA, language="hi"), signer.sign)),
            {"click": "nav button[lang=ta]"},
            {"click": "nav button[lang=en]"},
        ],
    )
    said = ("आपका ऑर्डर रास्ते में है", "உங்கள் ஆர்டர் வழியில் உள்ளது", "Your order is on its way")
    for seen, words, language in zip((first, *pressed), said, ("hi", "ta", "en"), strict=True):
        assert words in seen["text"]
        assert seen["lang"] == language
        assert seen["links"][0] == ASHA.pay_link
        assert seen["wide"] <= 360


@needs_browser
def test_what_the_shop_did_not_sign_shows_nothing_of_itself(web, signer, tmp_path):
    packed = pack(ASHA, signer.sign)
    version, payload, signature = packed.split(".")
    (tmp_path / "other").mkdir()
    other = Signer(Secrets(tmp_path / "other", lambda: None))
    other.make()
    forged = replace(ASHA, upi="thief@okaxis", shop="Thief")
    letter = "B" if payload[30] != "B" else "C"
    wrong = (
        pack(forged, other.sign),
        f"{version}.{payload[:30]}{letter}{payload[31:]}.{signature}",
        f"{version}.{payload}.{'A' * 86}",
        f"{version}.{payload}.{signature[:-4]}",
        f"{version}.{pack(forged, other.sign).split('.')[1]}.{signature}",
        packed[:200],
        "%E0%A4%A",
        HOSTILE,
    )
    for seen in visit(web, [opened(one) for one in wrong]):
        assert seen["text"].startswith("This link is not from Sharma & Sons <Kirana>")
        for hidden in ("Asha", "O00042", "740", "Thief", "thief"):
            assert hidden not in seen["text"]
        assert seen["links"][0] == "tel:+919876543210"
        assert not [link for link in seen["links"] if link.startswith("upi:")]


@needs_browser
def test_a_second_link_in_the_same_window_is_read_anew(web, signer):
    steps = [
        opened(pack(ASHA, signer.sign)),
        {"hash": pack(replace(ASHA, number="A1/2627/O00043"), signer.sign)},
        {"hash": pack(ASHA, signer.sign)[:-5]},
    ]
    first, second, third = visit(web, steps)
    assert "O00042" in first["text"]
    assert "O00043" in second["text"]
    assert "This link is not from" in third["text"]
    assert "O0004" not in third["text"] + third["title"]


@needs_browser
def test_an_old_link_says_how_old_it_is(web, signer):
    old = replace(ASHA, at=NOW - 4 * 1440, promised=20200101, live="abcdefghijklmnop")
    seen, fresh, ended = visit(
        web,
        [
            opened(pack(old, signer.sign)),
            opened(pack(replace(ASHA, at=int(time.time() // 60)), signer.sign)),
            opened(pack(replace(old, state="delivered", promised=0, due=0, upi=""), signer.sign)),
        ],
    )
    assert seen["text"].startswith("This link is old")
    assert "4 days ago" in seen["text"]
    assert "It was to come on Wednesday, 1 January" in seen["text"]
    assert "abcdefghijklmnop.html" in seen["links"]
    assert "before you pay" in seen["text"], "it may be paid by now"
    assert not [link for link in seen["links"] if link.startswith("upi:")]
    assert "just now" in fresh["text"]
    assert "This link is old" not in fresh["text"] + ended["text"]


@needs_browser
def test_what_is_hostile_stays_text(web, signer):
    evil = replace(
        ASHA, first_name=HOSTILE, town="</script><script>alert(1)</script>", slot=HOSTILE, number=f"O1{HOSTILE}",
        parcels=(TrackedParcel(1, "courier", "out", HOSTILE, HOSTILE, "javascript:alert(1)"),),
        live="../../evil?x=", at=NOW - 3000,
    )  # fmt: skip
    (seen,) = visit(web, [opened(pack(evil, signer.sign))])
    assert seen["text"].count(HOSTILE) >= 4
    assert "</script><script>alert(1)</script>" in seen["text"]
    assert "IMG" not in seen["tags"]
    assert not [link for link in seen["links"] if link.startswith("javascript:") or "evil" in link]


@needs_browser
def test_the_pay_button_is_the_link_that_the_shop_would_write(web, signer):
    states = [
        replace(ASHA, shop="A&B's (Kirana)! *~ किराना", mcc=""),
        replace(ASHA, merchant=False),
        replace(ASHA, due=5, attempt=""),
        replace(ASHA, due=1_23_45_678),
    ]
    for state, seen in zip(states, visit(web, [opened(pack(one, signer.sign)) for one in states]), strict=True):
        assert seen["links"][0] == state.pay_link
    assert "₹1,23,456.78" in seen["text"]


STATES = (
    ({"state": "taken", "parcels": (), "steps": (("taken", NOW),), "promised": 0}, "We have noted your order"),
    ({"state": "confirmed", "parcels": (), "steps": (("confirmed", NOW),)}, "Your order is confirmed"),
    ({"state": "packed", "parcels": (), "steps": (("packed", NOW),)}, "Your order is packed"),
    ({"state": "packed", "way": "pickup", "parcels": ()}, "Ready: come and pick it up"),
    ({"state": "packed", "parcels": (), "steps": (("packed", NOW - 9), ("delayed", NOW))}, "Your order is delayed"),
    ({"steps": (("dispatched", NOW - 9), ("out", NOW))}, "Your order comes today"),
    ({"parcels": (TrackedParcel(1, "own", "failed"),)}, "We did not reach you"),
    ({"state": "delivered", "due": 0, "upi": ""}, "Your order is delivered"),
    ({"state": "delivered", "way": "pickup", "due": 0, "upi": ""}, "You have picked up your order"),
    ({"state": "cancelled", "parcels": (), "due": 0, "upi": ""}, "This order is cancelled"),
    ({"state": "returned", "due": 0, "upi": ""}, "The goods went back to the shop"),
    ({"state": "confirmed"}, "A part of it has left already."),
)  # fmt: skip


@needs_browser
def test_every_state_has_its_words(web, signer):
    for (_changes, words), seen in zip(
        STATES,
        visit(web, [opened(pack(replace(ASHA, **changes), signer.sign)) for changes, _words in STATES]),
        strict=True,
    ):
        assert words in seen["text"], seen["text"]
        assert "undefined" not in seen["text"]


@needs_browser
def test_any_state_that_is_packed_is_opened_by_the_pages_own_reader(web, signer):
    """Small ones, long ones, ones that do not shrink: the three kinds of blocks of RFC 1951."""
    dull = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(700))
    states = [
        Tracking("", "", "", 0, ""),
        replace(ASHA, first_name=dull),
        replace(ASHA, first_name="ab" * 4000),
        replace(ASHA, first_name="".join(chr(33 + n * 31 % 90) for n in range(1500)).replace("<", "")),
    ]
    _first, *rest = visit(web, [opened(pack(one, signer.sign)) for one in states])
    for state, seen in zip(states[1:], rest, strict=True):
        assert f"For {state.first_name}, Pune" in seen["text"]


@needs_browser
def test_a_page_of_its_own_shows_the_state_inside_and_takes_the_newer_of_two(web, signer):
    inside = replace(ASHA, state="delivered", due=0, upi="", promised=0)
    (web / "own.html").write_text(page(SHOP, signer.public(), pack(inside, signer.sign)), "utf-8")
    older, newer = (pack(replace(ASHA, at=at), signer.sign) for at in (ASHA.at - 60, ASHA.at + 60))
    other = pack(replace(ASHA, number="A1/2627/O00099"), signer.sign)
    paths = ("/own.html", f"/own.html?1#{older}", f"/own.html?2#{newer}", f"/own.html?3#{other}", "/own.html?4#1.a.b")
    plain, with_older, with_newer, another, broken = visit(web, [{"open": path} for path in paths])
    assert "Your order is delivered" in plain["text"]
    assert "Your order is delivered" in with_older["text"]
    assert "Your order is on its way" in with_newer["text"]
    assert "O00099" in another["text"]
    assert "This link is not from" in broken["text"]


@needs_browser
def test_without_a_link_it_says_what_to_open(web):
    (seen,) = visit(web, [{"open": "/index.html"}])
    assert "Open the link from your message" in seen["text"]


@needs_browser
def test_it_goes_dark_with_the_phone(web, signer):
    (light,) = visit(web, [opened(pack(ASHA, signer.sign))])
    (dark,) = visit(web, [opened(pack(ASHA, signer.sign))], "--blink-settings=preferredColorScheme=0")
    assert (light["back"], dark["back"]) == ("rgb(244, 245, 243)", "rgb(18, 21, 19)")


@needs_browser
def test_without_scripts_it_says_so_in_three_languages(web):
    told = visit(web, [{"bare": "/index.html"}])[0]["text"]
    for words in ("switched off here", "यहाँ बंद है", "இங்கே நிறுத்தப்பட்டுள்ளது"):
        assert words in told
    assert "Sharma & Sons <Kirana>: 9876543210" in told


def test_the_page_is_small_whole_and_lets_nothing_else_run():
    text = page(SHOP, "key", "1.a.b")
    assert len(text.encode()) < 30_000
    assert key_of(text) == "key"
    assert "Sharma &amp; Sons &lt;Kirana&gt;" in text
    assert "{{" not in text
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    bare = re.sub(r'<script type="application/json".*?</script>', "", text, flags=re.DOTALL)
    assert not re.findall(r"(?:src|href)=|innerHTML|eval\(|fetch\(|XMLHttp|localStorage|cookie", bare)


def test_what_is_no_page_of_ours_has_no_key():
    for text in ("", "<html>", '<script type="application/json" id="data">[1]</script>',
                 '<script type="application/json" id="data">{"key"</script>'):  # fmt: skip
        assert key_of(text) == ""


def test_every_language_has_every_word_and_the_same_blanks():
    words = json.loads((resource("tracking") / "words.json").read_text("utf-8"))
    assert set(words) == {"en", "hi", "ta"}
    for language, said in words.items():
        assert said.keys() == words["en"].keys(), language
        for name, sentence in said.items():
            assert set(re.findall(r"\{\w+\}", sentence)) == set(re.findall(r"\{\w+\}", words["en"][name])), name


def luminance(colour: str) -> float:
    """Of a colour like #0b6b4f (WCAG 2.2, relative luminance)."""
    digits = colour.lstrip("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_can_be_read(scheme):
    style = (resource("tracking") / "page.css").read_text("utf-8")
    colours = dict(re.findall(r"--(\w+):(#\w+)", re.findall(r":root\{([^}]+)\}", style)[scheme]))
    for ink, ground in PAIRS:
        light, dark = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)
