"""The counter is painted before anything heavy is loaded; what is heavy is named here."""

import os
import subprocess
import sys

HEAVY = (
    "PIL", "alembic", "escpos", "pydantic", "python_calamine", "qrcode", "rapidfuzz", "reportlab", "sqlalchemy",
    "sqlcipher3", "sqlmodel", "uharfbuzz", "xlsxwriter", "yaml", "zxingcpp",
)  # fmt: skip

PAINT = """
import sys
from shoppos.ui import keys, style
from shoppos.ui.context import Context
from shoppos.ui.main_window import MainWindow, make_application

app = make_application()
style.prepare(app)
window = MainWindow(Context(keys.load("shoppos")))
window.painted.connect(lambda: (print("painted", *sorted(sys.modules), sep="\\n"), app.quit()))
window.dress()
window.show()
app.exec()
"""


def test_nothing_heavy_is_loaded_before_the_first_paint():
    done = subprocess.run(
        [sys.executable, "-c", PAINT], capture_output=True, text=True, timeout=60, check=True, env=dict(os.environ)
    )
    loaded = {name.split(".")[0] for name in done.stdout.splitlines()}
    assert "painted" in loaded
    assert "PySide6" in loaded
    assert not loaded & set(HEAVY)
