"""The window, where there is a screen to open it on."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.cli.answer import WRONG_USE, note
from shoppos.cli.place import folder

if TYPE_CHECKING:
    from argparse import Namespace

APT = (
    "sudo apt-get install -y --no-install-recommends libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 "
    "libglib2.0-0 libbrotli1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
)


def has_screen() -> bool:
    """Whether a window could be seen: Linux says so in the environment, other systems always have a screen."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def lacks_libraries() -> bool:
    """Whether the system lacks what Qt is linked with; says what installs it."""
    try:
        import_module("shoppos.app")
    except ImportError as error:
        if not str(error).startswith("lib"):
            raise
        said = _("The system lacks a library that the window needs ({error}). Debian and Ubuntu: {command}")
        note(said.format(error=error, command=APT))
        return True
    return False


def window(options: Namespace) -> int:
    """Open the counter."""
    if not has_screen():
        said = _("No screen found, so there is no window to open. Everything also goes by commands: {command}")
        note(said.format(command="shoppos --help"))
        note(_("On a machine with a screen, Debian and Ubuntu need once: {command}").format(command=APT))
        return WRONG_USE
    gc.disable()  # until all is loaded: what is made now stays, so to look through it for waste only delays the start
    if lacks_libraries():
        return WRONG_USE
    from shoppos.app import run

    return run(folder(options), till=options.till, employee=options.employee)
