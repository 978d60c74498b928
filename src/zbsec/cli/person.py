"""Who runs the command."""

from __future__ import annotations

import getpass

from zbsec.errors import ZbsecError


def user_name() -> str:
    """The name of the user that the system knows.

    :raises ZbsecError: it knows none, as in a container that runs under a bare number.
    """
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise ZbsecError("this user has no name; say who it is with --by") from error
