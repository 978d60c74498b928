"""Which liveness checks this computer can run; the activation gate asks (``sites.gate``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zbsec.errors import ModelError
from zbsec.faces.liveness.minifasnet import CROPS, open_passive
from zbsec.sites import LivenessCheck, Text

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable


def able(
    checks: Iterable[LivenessCheck] = tuple(LivenessCheck), *, models: str | os.PathLike[str] | None = None
) -> dict[LivenessCheck, Text | None]:
    """Of each check, why it cannot run here, and None where it can. The networks are opened for it.

    :param checks: those to try, such as ``Site.liveness_checks``.
    :param models: folder with weights; None: the places that ``zbsec models where`` lists.
    """
    found: dict[LivenessCheck, Text | None] = dict.fromkeys(checks)
    if LivenessCheck.PASSIVE in found:
        try:
            open_passive(models, threads=1)
        except ModelError as error:
            found[LivenessCheck.PASSIVE] = lacking(error)
    return found


def lacking(error: ModelError) -> Text:
    """Why the passive check cannot run, and what to do."""
    names = " ".join(name for name, _ in CROPS)
    return Text(en=str(error), zh=f"缺少或无法使用模型 {names}；请运行 zbsec models pull {names}（{error.of('zh')}）")
