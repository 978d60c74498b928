"""Where the files of a gallery lie: what may be backed up in one folder, the keys in another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zbsec._text import Text, two
from zbsec.errors import StorageError

if TYPE_CHECKING:
    import os
    from typing import Self

NAMES = {"main": "consents.db", "templates": "templates.db", "keys": "keys.db"}
CACHE_TAG = "CACHEDIR.TAG"
_CACHE_TAG_TEXT = """Signature: 8a477f597d28d172789f06886806bc55
# The keys of a gallery of faces. Leave this folder out of every backup: a key that comes back from one
# would make a withdrawn template readable again. Backup programs that honour CACHEDIR.TAG skip it
# (tar --exclude-caches, borg create --exclude-caches, restic backup --exclude-caches).
"""


def _beside(folder: Path) -> Path:
    """``gallery.keys`` for ``gallery``; a folder given as ``.`` or ``..`` has its name looked up."""
    named = folder if folder.name not in ("", "..") else folder.resolve()
    if not named.name:
        raise StorageError(
            two(
                f"{folder}: is the top of the file system; name the folder of the gallery",
                f"{folder}：是文件系统根目录；请写明人脸库的文件夹",
            )
        )
    return named.with_name(f"{named.name}.keys")


@dataclass(frozen=True, slots=True)
class Folders:
    """``data`` holds consents and templates and may be backed up; ``keys`` holds the holders' keys and must not."""

    data: Path
    keys: Path

    @classmethod
    def of(cls, data: str | os.PathLike[str], keys: str | os.PathLike[str] | None = None) -> Self:
        """``keys`` beside ``data`` where nothing else is said.

        :raises StorageError: ``data`` is the top of the file system, beside which there is nothing.
        """
        folder = Path(data)
        return cls(folder, _beside(folder) if keys is None else Path(keys))

    def file(self, name: str) -> Path:
        """One of the files, by the name under which it is attached."""
        return (self.keys if name == "keys" else self.data) / NAMES[name]

    def beside(self, name: str) -> Path:
        """Another of them."""
        return self.file("main" if name != "main" else "keys")

    def make(self) -> None:
        """Both folders, readable by their owner only."""
        for folder in (self.data, self.keys):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tag = self.keys / CACHE_TAG
        if not tag.exists():
            tag.write_text(_CACHE_TAG_TEXT)

    def remedy(self, name: str) -> Text:
        """What to do where a file is lost or damaged."""
        if name == "keys":
            return two(
                f"keys are in no backup on purpose: without {self.file(name)} the templates stay unreadable; "
                "move the folder away and enrol anew",
                f"密钥有意不入备份：没有 {self.file(name)}，模板无法读取；请移走该文件夹并重新登记",
            )
        main, templates = NAMES["main"], NAMES["templates"]
        return two(
            f"put back {main} and {templates} from one backup, then run: zbsec gallery restore",
            f"请从同一备份恢复 {main} 和 {templates}，再运行：zbsec gallery restore",
        )

    def __str__(self) -> str:
        return str(self.data)


def no_gallery(folders: Folders) -> StorageError:
    return StorageError(
        two(f"there is no gallery in {folders}; is the folder right?", f"{folders} 中没有人脸库；文件夹是否正确？")
    )
