"""``python -m zbsec``: the command, where its script is not on the path."""

from zbsec.cli import main

raise SystemExit(main())
