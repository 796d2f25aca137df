"""What printers say, byte by byte, and what is made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.printing.devices import Status, talk_for
from shoppos.printing.devices.talk import EscposHearing, TsplHearing, ZplHearing

WELL = Status(answered=True, ready=True)
NEAR = Status(answered=True, ready=True, warning="The paper roll is nearly empty.")
OUT, COVER = "The printer is out of paper.", "The printer's cover is open."
OFFLINE, FAULT = "The printer is offline.", "The printer reports a fault. Switch it off and on again."
RIBBON, PAUSED = "The printer's ribbon is used up.", "The printer is paused. Press its pause button."
JAMMED = "A label is jammed in the printer."

UNASKED = bytes((0x14, 0x00, 0x00, 0x0F))
UNASKED_OUT = bytes((0x1C, 0x00, 0x0C, 0x0F))


def bad(reason):
    return Status(answered=True, ready=False, reason=reason)


ANSWERS = [
    # DLE EOT 1, 2, 4
    (b"\x12\x12\x12", WELL),
    (b"\x16\x12\x12", WELL),  # the drawer is shut
    (b"\x16\x12\x1e", NEAR),
    (b"\x1a\x16\x12", bad(COVER)),
    (b"\x1a\x32\x7e", bad(OUT)),
    (b"\x1a\x36\x7e", bad(COVER)),  # open and empty: the cover is what a person sees
    (b"\x1a\x12\x72", bad(OUT)),
    (b"\x1a\x52\x12", bad(FAULT)),
    (b"\x1a\x12\x12", bad(OFFLINE)),
    (b"\x1a", bad(OFFLINE)),  # a clone that knows the first question only
    (b"\x16", WELL),
    (b"\x11\x12\x13\x12\x11\x12", WELL),  # XON and XOFF in between
    (UNASKED + b"\x12\x12\x12", WELL),
    (b"\x12" + UNASKED_OUT + b"\x12\x12", WELL),
    (b"\x12\x12" + UNASKED_OUT[:2] + b"\x12", WELL),  # automatic status that breaks off
    (UNASKED, WELL),
    (UNASKED_OUT, bad(OUT)),
    (b"\x34\x00\x00\x0f", bad(COVER)),
    (b"\x1c\x00\x00\x0f", bad(OFFLINE)),
    (b"\x14\x08\x00\x0f", bad(FAULT)),
    (b"\x14\x00\x03\x0f", NEAR),
    (b"", None),
    (b"\x00\x00\xff\xff", None),
]


@pytest.mark.parametrize(("said", "status"), ANSWERS, ids=[said.hex(" ") for said, _status in ANSWERS])
def test_a_receipt_printer_tells_its_state(said, status):
    whole, in_pieces = EscposHearing(), EscposHearing()
    whole.hear(said)
    for byte in said:
        in_pieces.hear(bytes((byte,)))
    assert whole.status() == in_pieces.status() == status


def test_automatic_status_is_no_receipt_for_the_paper():
    ears = EscposHearing()
    ears.sent()
    ears.hear(UNASKED * 50 + b"\x11" + UNASKED[:3])
    assert not ears.done
    ears.hear(UNASKED[3:] + b"\x00")
    assert ears.done


def test_a_printer_that_gives_receipts_before_it_is_asked_for_one_is_believed_none():
    """Some clones answer every question with a plain 00."""
    ears = EscposHearing()
    ears.hear(b"\x00")
    ears.sent()
    ears.hear(b"\x00\x0c")
    assert not ears.done


def test_behind_a_fence_receipts_of_earlier_papers_are_told_from_ours():
    ears = EscposHearing()
    ears.fence()
    assert not ears.fenced
    ears.hear(UNASKED + b"\x00\x00")  # an earlier paper's, and the fence's
    assert ears.fenced
    ears.sent()
    assert not ears.done
    ears.hear(b"\x03")
    assert ears.done


def test_a_receipt_that_comes_late_before_the_job_is_not_the_jobs():
    ears = EscposHearing()
    ears.fence()
    ears.sent()
    ears.hear(b"\x00")
    assert not ears.done
    ears.hear(b"\x00")
    assert ears.done


def test_a_new_question_forgets_the_last_answer():
    ears = EscposHearing()
    ears.hear(b"\x1a\x32\x7e")
    assert ears.complete()
    ears.ask()
    assert not ears.complete()
    assert ears.status() is None


@given(st.lists(st.sampled_from([UNASKED, UNASKED_OUT, b"\x11", b"\x13", b"\x12", b"\x16", b"\x1a"]), max_size=30))
def test_no_mixture_of_states_is_ever_taken_for_a_receipt(parts):
    ears = EscposHearing()
    ears.sent()
    ears.hear(b"".join(parts))
    assert not ears.done


@given(st.binary(max_size=200))
def test_no_noise_on_the_line_breaks_the_ears(noise):
    for form in ("escpos", "tspl", "zpl"):
        ears = talk_for(form).hearing()
        ears.hear(noise)
        ears.sent()
        ears.hear(noise)
        assert ears.status() is None or ears.status().answered


FLAGS = [
    (0x00, WELL), (0x20, WELL), (0x01, bad(COVER)), (0x40, bad(COVER)), (0x04, bad(OUT)), (0x05, bad(COVER)),
    (0x02, bad(JAMMED)), (0x08, bad(RIBBON)), (0x10, bad(PAUSED)), (0x80, bad(FAULT)),
]  # fmt: skip


@pytest.mark.parametrize(("flags", "status"), FLAGS, ids=[f"{flags:#04x}" for flags, _status in FLAGS])
def test_a_tspl_printer_tells_its_state(flags, status):
    ears = TsplHearing()
    ears.hear(bytes((flags,)))
    assert ears.status() == status


def lines(paper=0, pause=0, formats=0, head=0, ribbon=0, remaining=0):
    first = f"\x02030,{paper},{pause},1245,{formats:03},0,0,0,000,0,0,0\x03\r\n"
    second = f"\x02000,0,{head},{ribbon},0,2,6,0,{remaining:08},1,000\x03\r\n"
    return (first + second + "\x021234,0\x03\r\n").encode()


STATES = [
    ({}, WELL), ({"paper": 1, "pause": 1}, bad(OUT)), ({"head": 1, "paper": 1}, bad(COVER)),
    ({"ribbon": 1}, bad(RIBBON)), ({"pause": 1}, bad(PAUSED)), ({"formats": 2, "remaining": 7}, WELL),
]  # fmt: skip


@pytest.mark.parametrize(("told", "status"), STATES, ids=[" ".join(told) or "well" for told, _status in STATES])
def test_a_zpl_printer_tells_its_state_in_whatever_pieces_it_comes(told, status):
    ears = ZplHearing()
    for byte in lines(**told):
        ears.hear(bytes((byte,)))
    assert ears.status() == status


LABEL_TALK = {
    "tspl": (TsplHearing, b"\x20", b"\x00", b"\x24"),
    "zpl": (ZplHearing, lines(formats=1), lines(), lines(remaining=1, paper=1)),
}


@pytest.mark.parametrize("language", LABEL_TALK)
def test_a_label_has_come_out_when_its_printer_worked_and_is_idle_again(language):
    hearing, working, idle, _stuck = LABEL_TALK[language]
    ears = hearing()
    ears.hear(idle)
    ears.sent()
    ears.hear(idle)
    assert not ears.done
    ears.hear(working)
    assert not ears.done
    ears.hear(idle)
    assert ears.done


@pytest.mark.parametrize("language", LABEL_TALK)
def test_a_printer_that_was_at_work_before_proves_nothing(language):
    hearing, working, idle, _stuck = LABEL_TALK[language]
    ears = hearing()
    ears.hear(working)
    ears.sent()
    ears.hear(working + idle)
    assert not ears.done


@pytest.mark.parametrize("language", LABEL_TALK)
def test_a_label_printer_that_ran_out_while_it_worked_is_not_done(language):
    hearing, working, idle, stuck = LABEL_TALK[language]
    ears = hearing()
    ears.hear(idle)
    ears.sent()
    ears.hear(working + stuck)
    assert not ears.done
    assert ears.status() == bad(OUT)


@pytest.mark.parametrize("form", ["pdf", "png", "text", ""])
def test_what_is_no_printers_language_is_not_asked(form):
    assert talk_for(form) is None
