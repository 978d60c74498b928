"""How to build against the native core of this installation: what a C compiler, a linker or CMake has to be told."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

HELP = "flags to build C and C++ programs with the core"

LIBRARY = "lib/libzbsec.so.1"


def add(command: argparse.ArgumentParser) -> None:
    what = command.add_argument_group("what to print, in this order, on one line").add_argument
    what("--cflags", action="append_const", dest="what", const=_cflags, help="for the compiler")
    what("--libs", action="append_const", dest="what", const=_libs, help="for the linker")
    what("--cmakedir", action="append_const", dest="what", const=_cmakedir, help="for CMAKE_PREFIX_PATH or zbsec_DIR")
    what("--header", action="append_const", dest="what", const=_header, help="the path of zbsec.h")
    what("--library", action="append_const", dest="what", const=_library, help="the path of the shared library")


def run(options: argparse.Namespace) -> int:
    folder = _native_folder()
    asked: list[Callable[[Path], str]] = options.what or []
    if asked:
        print(" ".join(tell(folder) for tell in asked))
        return 0
    for name, tell in (("cflags", _cflags), ("libs", _libs), ("cmakedir", _cmakedir), ("header", _header)):
        print(f"{name:8}  {tell(folder)}")
    return 0


def _native_folder() -> Path:
    """Where the compiled parts of the package lie: not beside its sources in an editable installation."""
    from zbsec import _core  # noqa: PLC0415

    return Path(_core.__file__).parent


def _cflags(folder: Path) -> str:
    return shlex.quote(f"-I{folder / 'include'}")


def _libs(folder: Path) -> str:
    """The file itself instead of ``-lzbsec``: a wheel holds no links, so there is no libzbsec.so."""
    library = folder / LIBRARY
    return f"{shlex.quote(str(library))} {shlex.quote(f'-Wl,-rpath,{library.parent}')}"


def _cmakedir(folder: Path) -> str:
    return str(folder / "lib/cmake/zbsec")


def _header(folder: Path) -> str:
    return str(folder / "include/zbsec.h")


def _library(folder: Path) -> str:
    return str(folder / LIBRARY)
