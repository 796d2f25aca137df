"""What papers are called, how they stand and why: the same words in the window and at the command line."""

from shoppos.base.i18n import _


def called(kind: str, number: str = "") -> str:
    """What a paper is called: its kind and its document's number."""
    name = {
        "bill": _("Bill"), "label": _("Shipping label"), "slip": _("Order slip"), "shelf": _("Shelf labels"),
        "reading": _("Reading of the till"), "purchase_order": _("Purchase order"), "sent_back": _("Debit note"),
        "receipt": _("Receipt"), "statement": _("Khata statement"), "count": _("Count sheet"),
        "picking": _("Picking list"), "run_sheet": _("Run sheet"),
        "estimate": _("Estimate"), "report": _("Report"),
    }.get(kind, kind)  # fmt: skip
    return f"{name} {number}".strip()


def estimate_said(state: str) -> str:
    """How an estimate stands, one of `reports.estimates.STATES`."""
    return {
        "open": _("Open"), "draft": _("Draft"), "lapsed": _("Lapsed"), "at the till": _("At the till"),
        "sold": _("Sold"), "ordered": _("Ordered"), "given up": _("Given up"),
    }.get(state, state)  # fmt: skip


def stands(state: str) -> str:
    """How a paper stands."""
    return {
        "owed": _("Waits"), "sending": _("Printing now"), "uncertain": _("Is it on paper?"), "printed": _("Printed"),
        "sent": _("Sent to the printer"), "cancelled": _("Cancelled"),
    }.get(state, state)  # fmt: skip


def usually(state: str) -> str:
    """Why a paper stands like that, where nothing more is known of it."""
    return {
        "owed": _("It is printed in its turn."),
        "sending": _("It is on its way to the printer."),
        "uncertain": _("It may have come out. Look at the printer."),
        "printed": _("It is on paper."),
        "sent": _("The printer took all of it, and never says more."),
        "cancelled": _("Somebody took it off the list."),
    }.get(state, "")
