"""Who runs the command."""

from __future__ import annotations

import getpass

from zbsec._text import two
from zbsec.errors import ZbsecError


def user_name() -> str:
    """The name of the user that the system knows.

    :raises ZbsecError: it knows none, as in a container that runs under a bare number.
    """
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise ZbsecError(
            two("this user has no name; say who it is with --by", "当前用户没有名称；请用 --by 写明何人")
        ) from error
