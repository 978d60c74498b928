"""What the operating system answered, in words: English and Chinese, what is wrong and what would be right."""

from __future__ import annotations

import errno
from typing import NamedTuple

from zbsec._text import Text, two


class Failure(NamedTuple):
    """What is wrong with a file, and what to do, as two parts of a sentence that begins with the file's name."""

    problem: str
    remedy: str
    problem_zh: str
    remedy_zh: str


_PATH = ("check the path", "请检查路径")
_RIGHTS = ("check its permissions", "请检查权限")
_OTHER = ("check the path and its permissions", "请检查路径和权限")
_KNOWN = {
    errno.ENOENT: ("没有此文件或文件夹", _PATH),
    errno.ENOTDIR: ("路径中有一段不是文件夹", _PATH),
    errno.EISDIR: ("是文件夹", ("name a file", "请写明文件")),
    errno.EEXIST: ("已存在", ("choose another name", "请换一个名称")),
    errno.EACCES: ("没有访问权限", _RIGHTS),
    errno.EPERM: ("系统不允许该操作", _RIGHTS),
    errno.EROFS: ("位于只读介质上", ("choose another place", "请换一个位置")),
    errno.ENOSPC: ("磁盘空间不足", ("make room there", "请腾出空间")),
    errno.ENAMETOOLONG: ("名称过长", ("shorten it", "请缩短")),
}


def words(error: OSError | ValueError) -> Text:
    """What is wrong, in both languages, for a sentence that says by itself what would be right."""
    said = explain(error)
    return two(said.problem, said.problem_zh)


def explain(error: OSError | ValueError) -> Failure:
    """The failure in both languages; the system's own words where there are no Chinese ones here.

    :param error: a ``ValueError`` is what Python says of a path with a zero byte in it.
    """
    said = getattr(error, "strerror", None) or str(error)
    problem_zh, remedy = _KNOWN.get(getattr(error, "errno", None) or 0, (said, _OTHER))
    return Failure(said, remedy[0], problem_zh, remedy[1])
