"""Presentation attack detection (呈现攻击检测, 活体检测; ISO/IEC 30107): is it a face before the camera, or a picture of one?

``open_passive`` looks at one picture; ``ErrorRates`` says how often such a judge is wrong. None of it says whose face it is.
"""

from zbsec.faces.liveness.error_rates import ErrorRates, Share, error_rates
from zbsec.faces.liveness.minifasnet import MiniFASNet, open_passive
from zbsec.faces.liveness.passive import Liveness

__all__ = ["ErrorRates", "Liveness", "MiniFASNet", "Share", "error_rates", "open_passive"]
