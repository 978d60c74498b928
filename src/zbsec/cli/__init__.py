"""The ``zbsec`` command: one file per subcommand, each with ``add`` (its arguments) and ``run`` (its exit code)."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from typing import TYPE_CHECKING

from zbsec import __version__
from zbsec._failures import explain
from zbsec._groups import leaves
from zbsec.cli.complaints import MISTAKE
from zbsec.errors import ApplicantsError, ZbsecError

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    options = _parser().parse_args(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever reads, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        mistakes = list(leaves(error))
        if not all(isinstance(mistake, (ZbsecError, OSError)) for mistake in mistakes):
            raise
        for mistake in mistakes:
            print(f"zbsec {options.command}: {_sentence(mistake, getattr(options, 'lang', 'en'))}", file=sys.stderr)
        return MISTAKE


def _sentence(mistake: BaseException, lang: str) -> str:
    """What was wrong, where, what would be right; what the system says is put into the reader's language."""
    if isinstance(mistake, ApplicantsError):
        return mistake.of("zh" if lang == "zh" else "en")
    if isinstance(mistake, ZbsecError) or not isinstance(mistake, OSError) or mistake.filename is None:
        return str(mistake)
    said = explain(mistake)
    if lang == "zh":
        return f"{mistake.filename}：{said.problem_zh}；{said.remedy_zh}"
    return f"{mistake.filename}: {said.problem}; {said.remedy}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zbsec", description="Access control with consent: gates, faces, plates, sites and uplinks."
    )
    parser.add_argument("--version", action="version", version=f"zbsec {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = importlib.import_module(f"zbsec.cli.{name}")
        command = commands.add_parser(name, help=module.HELP, description=module.__doc__)
        module.add(command)
        command.set_defaults(run=module.run)
    return parser
