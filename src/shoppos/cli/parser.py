"""What can be typed: the commands, each with what it takes."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, RawDescriptionHelpFormatter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    Run = Callable[[Namespace], int]


class Parser(ArgumentParser):
    """A parser that takes words as they are meant: no option is guessed from its beginning."""

    def __init__(self, **more: Any) -> None:
        """Keep line breaks in descriptions."""
        own: dict[str, Any] = {"allow_abbrev": False, "formatter_class": RawDescriptionHelpFormatter}
        super().__init__(**own, **more)
        self._sorting = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # type: ignore[override]  # typeshed has overloads
        """Read words; lines of goods may stand before, between and behind the options."""
        many = any(action.nargs in {"*", "+"} and not action.option_strings for action in self._actions)
        if self._sorting or not many or args is None or "--" in args:
            return super().parse_known_args(args, namespace)
        self._sorting = True  # sorting the words comes back here, twice
        self.usage = self.format_usage().removeprefix("usage: ").replace("%", "%%")
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._sorting, self.usage = False, None


class Commands:
    """A group of commands; `shoppos GROUP COMMAND` or `shoppos COMMAND`."""

    def __init__(self, group: Any) -> None:
        """Add to `group`, what `add_subparsers` gave."""
        self._group = group

    def add(self, name: str, run: Run, about: str) -> Parser:
        """One command that `run` does; it takes --json and the options of the program."""
        parser: Parser = self._group.add_parser(name, help=about, description=about, parents=[everywhere()])
        parser.set_defaults(run=run)
        return parser

    def group(self, name: str, about: str, alone: Run | None = None) -> Commands:
        """Commands under one word; `alone` is what the word does by itself."""
        parents = [everywhere()] if alone is not None else []
        parser: Parser = self._group.add_parser(name, help=about, description=about, parents=parents)
        parser.set_defaults(run=alone)
        return Commands(parser.add_subparsers(dest=f"{name}_command", metavar="COMMAND", required=alone is None))


def everywhere() -> ArgumentParser:
    """The program's options once more, for those who type them behind the command."""
    parser = ArgumentParser(add_help=False, argument_default=SUPPRESS)
    _whose_shop(parser)
    parser.add_argument("--json", action="store_true", help="answer with one JSON document")
    return parser


def _whose_shop(parser: ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="the shop's folder (else SHOPPOS_DATA, else the platform's)")
    parser.add_argument("--till", metavar="CODE", help="work as this till; without it as the first")
    parser.add_argument("--as", dest="employee", metavar="NAME", help="work as this employee; without it as the first")
    parser.add_argument("--pin-file", metavar="FILE", help="a file with the employee's PIN")


def root(version: str, groups: tuple[Callable[[Commands], None], ...]) -> Parser:
    """The whole command line."""
    parser = Parser(
        prog="shoppos",
        description="A shop's counter: sells, bills with GST, takes UPI, prints. No command: the window.",
    )
    _whose_shop(parser)
    parser.add_argument("--json", action="store_true", help=SUPPRESS)
    parser.add_argument("--version", action="version", version=f"ShopPOS {version}")
    parser.add_argument("--selftest", action="store_true", help="try every part of the program on nothing, and exit")
    commands = Commands(parser.add_subparsers(dest="command", metavar="COMMAND"))
    for add in groups:
        add(commands)
    return parser
