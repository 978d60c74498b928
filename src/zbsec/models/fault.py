"""Why a model could not be fetched, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zbsec._labelled import Labelled
from zbsec._text import Lang, Text, two
from zbsec.errors import ModelError

if TYPE_CHECKING:
    from zbsec.models.model import Model


class Fault(Labelled):
    """What went wrong, and what to do. ``en`` and ``zh`` are sentences with the facts of a ``PullError`` in braces."""

    OFFLINE = (
        "offline",
        "no connection to {source} ({reason}); check the network and the proxy, or pull --from a mirror or a folder",
        "无法连接 {source}（{reason}）；请检查网络与代理，或用 --from 指定镜像或文件夹",
    )
    STALLED = (
        "stalled",
        "{source} sent less than {least} bytes in {timeout_s:g} s and was left at {have} of {size} bytes; "
        "pull again to go on from there",
        "{source} 在 {timeout_s:g} 秒内发送不足 {least} 字节，停在 {have}/{size} 字节；再次 pull 可从此处继续",
    )
    CUT = (
        "cut",
        "{source} broke off at {have} of {size} bytes ({reason}); pull again to go on from there",
        "{source} 在 {have}/{size} 字节处中断（{reason}）；再次 pull 可从此处继续",
    )
    LENGTH = (
        "length",
        "{source} says it has {stated} bytes, and {file} has {size}: that is another file; nothing was kept",
        "{source} 声明长度为 {stated} 字节，而 {file} 应为 {size} 字节：不是同一文件；未保留任何内容",
    )
    LONGER = (
        "longer",
        "{source} sends more than the {size} bytes of {file}: that is another file; nothing was kept",
        "{source} 发送的内容超过 {file} 的 {size} 字节：不是同一文件；未保留任何内容",
    )
    STATUS = (
        "status",
        "{source} answered {status}; check the address, or pull --from a mirror or a folder",
        "{source} 返回 {status}；请检查地址，或用 --from 指定镜像或文件夹",
    )
    REDIRECT = (
        "redirect",
        "{source} sends on to {target}, which is not followed: {reason}; give the final address with --from",
        "{source} 重定向到 {target}，未予跟随：{reason}；请用 --from 给出最终地址",
    )
    DIGEST = (
        "digest",
        "{source} is another file than {file} (SHA-256 {seen}, not {sha256}); what was fetched of it was deleted",
        "{source} 不是 {file}（SHA-256 为 {seen}，应为 {sha256}）；已取得的副本已删除",
    )
    DISK_FULL = (
        "disk_full",
        "{folder} has no room for {size} bytes ({free} free); nothing was kept; free space, or choose another --to",
        "{folder} 空间不足：需要 {size} 字节，剩余 {free} 字节；未保留任何内容；请清理空间或用 --to 另选文件夹",
    )
    DISK = (
        "disk",
        "{folder} cannot be written: {reason}; choose another folder with --to",
        "{folder} 无法写入：{reason}；请用 --to 另选文件夹",
    )
    BUSY = (
        "busy",
        "another process is fetching {file} into {folder} right now; wait for it",
        "另一进程正在将 {file} 下载到 {folder}；请等待其完成",
    )
    NO_ADDRESS = (
        "no_address",
        "nobody publishes {file} in this form ({about}); {remedy}",
        "{file} 没有可直接下载的地址（{about}）；{remedy_zh}",
    )
    MISSING = (
        "missing",
        "{source} does not hold {file}",
        "{source} 中没有 {file}",
    )
    UNREADABLE = (
        "unreadable",
        "{source} cannot be read: {reason}; nothing was kept",
        "{source} 无法读取：{reason}；未保留任何内容",
    )


class PullError(ModelError):
    """A model was not fetched, and no file of it was installed.

    ``model`` is its name, ``fault`` says why, ``facts`` holds what the sentence is built from.
    """

    def __init__(self, model: Model, fault: Fault, **facts: Any) -> None:
        self.model = model.name
        self.fault = fault
        self.facts: dict[str, Any] = {"file": model.file, "size": model.size, "sha256": model.sha256, **facts}
        super().__init__(two(self._said(fault.en, "en"), self._said(fault.zh, "zh")))

    def _said(self, sentence: str, lang: Lang) -> str:
        facts = {name: fact.of(lang) if isinstance(fact, Text) else fact for name, fact in self.facts.items()}
        return f"{self.model}: {sentence.format(**facts)}"
