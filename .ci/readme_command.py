"""Print one of the README's two commands, so that what is documented is what is run.

Usage: python .ci/readme_command.py demo|test
"""

from __future__ import annotations

import re
import sys
from pathlib import Path


def command(name: str) -> str:
    """The shell block behind the marker ``<!-- command: name -->``."""
    readme = Path(__file__).resolve().parent.parent / "README.md"
    block = re.search(rf"<!-- command: {name} -->\s*```sh\n(.*?)```", readme.read_text(), re.DOTALL)
    if block is None:
        raise SystemExit(f"README.md has no command marked {name!r}")
    return block[1].strip()


if __name__ == "__main__":
    print(command(sys.argv[1]))
