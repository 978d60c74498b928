"""The ``zbsec`` command: one file per subcommand, each with ``add`` (its arguments) and ``run`` (its exit code)."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec import __version__
from zbsec._groups import leaves
from zbsec.cli.complaints import MISTAKE, tell
from zbsec.cli.language import speaking
from zbsec.cli.parser import Parser, UsageError
from zbsec.errors import ZbsecError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from zbsec._text import Lang

__all__ = ["main"]

COMMANDS = (
    "accept",
    "bench",
    "check",
    "config",
    "demo",
    "funding",
    "gallery",
    "info",
    "models",
    "plan",
    "plates",
    "report",
    "site",
)

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 done with findings, 2 a mistake that was named, 130 stopped."""
    typed = sys.argv[1:] if arguments is None else list(arguments)
    with speaking(typed) as lang:
        try:
            return _run(_parser().parse_args(typed), lang)
        except UsageError as error:
            raise SystemExit(_told(error, lang, as_json="--json" in typed)) from None


def _run(options: argparse.Namespace, lang: Lang) -> int:
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever reads, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except UsageError:
        raise
    except Exception as error:
        mistakes = list(leaves(error))
        if not all(isinstance(mistake, (ZbsecError, OSError)) for mistake in mistakes):
            raise
        return tell(mistakes, command=options.command, lang=lang, as_json=_prints_json(options))


def _prints_json(options: argparse.Namespace) -> bool:
    """Whether JSON goes to standard output: ``--json``, and not ``--json FILE`` of a benchmark."""
    return getattr(options, "json", False) in (True, Path("-"))


def _told(error: UsageError, lang: Lang, *, as_json: bool) -> int:
    """Say how the command is typed, and what was wrong with what was."""
    if as_json:
        return tell([error], command="", lang=lang, as_json=True)
    said = f"{error.prog}: error: {error.said.en}" if lang == "en" else f"{error.prog}：错误：{error.said.zh}"
    print(f"{error.usage}{said}", file=sys.stderr)
    return MISTAKE


def _parser() -> Parser:
    parser = Parser(prog="zbsec", description="Access control with consent: gates, faces, plates, sites and uplinks.")
    parser.add_argument("--version", action="version", version=f"zbsec {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = importlib.import_module(f"zbsec.cli.{name}")
        command = commands.add_parser(name, help=module.HELP, description=module.__doc__)
        module.add(command)
        command.set_defaults(run=module.run)
    return parser
