"""What printing loads, and when."""

import subprocess
import sys

HEAVY = ("reportlab", "escpos", "PIL", "qrcode", "zxingcpp", "PySide6", "uharfbuzz", "sqlmodel")


def test_printing_is_imported_without_any_of_its_heavy_libraries():
    code = f"import sys, shoppos.printing; print([name for name in {HEAVY} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_text_bill_needs_none_of_them_either():
    code = (
        "import sys\nfrom tests.printing.bills import TAXABLE\nfrom shoppos.printing import compose\n"
        f"before = set(sys.modules)\ncompose(TAXABLE, 'text', '80')\n"
        f"print([name for name in {HEAVY[:6]} if name in sys.modules and name not in before])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
