"""The printers as the settings keep them, and each change of them together with its way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.ui.widgets.printer_routes import KEY as ROUTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.shop import Shop

KEY = "printers"

Told = dict[str, Any]
Change = tuple["Callable[[], None]", "Callable[[], None]"]
"""What to do, and how to take it back."""


class PrinterStore:
    """The list of printers and where papers go, which is told by a printer's name."""

    def __init__(self, shop: Shop, changed: Callable[[], None]) -> None:
        """`changed` is called after each change: papers may wait for just this printer."""
        self._settings = shop.settings
        self._changed = changed

    def printers(self) -> list[Told]:
        """All, in the shop's order."""
        return self._settings.get(KEY, list[Told]())

    def names(self) -> list[str]:
        """Their names, in that order."""
        return [str(told.get("name", "")) for told in self.printers()]

    def told(self, name: str) -> Told:
        """The printer of that name, {} for none."""
        return next((told for told in self.printers() if told.get("name") == name), Told())

    def kept(self, value: Told, old: str) -> Change | None:
        """Keep a printer in the place of the one called `old`, or behind all others; None if nothing is new."""
        known = self.printers()
        fresh = [value if told.get("name") == old else told for told in known]
        if not self.told(old):
            return self._change([*known, value], {})
        return self._change(fresh, {old: str(value["name"])})

    def removed(self, name: str) -> Change | None:
        """Keep all but one; its papers go to the first that fits."""
        return self._change([told for told in self.printers() if told.get("name") != name], {name: ""})

    def moved(self, at: int, to: int) -> Change | None:
        """The one at place `at` in the place `to`, and that one in its; None where there is no such place."""
        known = self.printers()
        if not (0 <= at < len(known) and 0 <= to < len(known)):
            return None
        known[at], known[to] = known[to], known[at]
        return self._change(known, {})

    def routes(self) -> dict[str, str]:
        """Where papers of each kind go, where the shop has said so."""
        return self._settings.get(ROUTES, dict[str, str]())

    def routed(self, kind: str, name: str) -> dict[str, str]:
        """The routes with another printer for one kind, "" for the first that fits."""
        others = {key: one for key, one in self.routes().items() if key != kind}
        return others | ({kind: name} if name else {})

    def _change(self, fresh: list[Told], renamed: dict[str, str]) -> Change | None:
        before, went = self.printers(), self.routes()
        goes = {kind: renamed.get(name, name) for kind, name in went.items()}
        goes = {kind: name for kind, name in goes.items() if name}
        if fresh == before:
            return None
        return lambda: self._put(fresh, goes), lambda: self._put(before, went)

    def _put(self, printers: list[Told], routes: dict[str, str]) -> None:
        self._settings.set(KEY, printers)
        if routes != self.routes():
            self._settings.set(ROUTES, routes)
        self._changed()
