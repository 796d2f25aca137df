"""What every test stands on: no window on anybody's screen, and a trace when the interpreter itself falls."""

import faulthandler
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
faulthandler.enable()
