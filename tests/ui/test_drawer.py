"""The cash drawer at the printer of the bills: cash opens it once, nothing else does."""

import socket
import threading

import pytest

from shoppos.shop import Shop
from tests.printing.decoder import decoded
from tests.ui.test_start import start, stocked  # noqa: F401  (fixtures are asked for by name)


@pytest.fixture
def jobs(stocked):  # noqa: F811  (the same)
    """What a network printer with a drawer is sent, each connection for itself."""
    taken = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                line, _from = server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                taken.append(decoded(stream.read()))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    shop = Shop.open(stocked)
    shop.settings.set(
        "printers", [{"name": "Roll", "address": address, "form": "escpos", "paper": "80", "drawer": True}]
    )
    shop.close()
    yield taken
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


@pytest.mark.parametrize(("how", "pulses"), [("cash", 1), ("card", 0)])
def test_the_drawer_opens_for_cash_and_only_for_cash(jobs, stocked, start, how, pulses):  # noqa: F811  (the same)
    _told, code = start(stocked, how).end()
    assert code == 0
    assert sum("Surf Excel 1 kg" in job.text for job in jobs) == 1
    assert sum(job.pulses for job in jobs) == pulses
