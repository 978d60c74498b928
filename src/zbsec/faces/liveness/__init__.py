"""Presentation attack detection (呈现攻击检测, 活体检测; ISO/IEC 30107): a face before the camera, or a picture of one?

``open_passive`` looks at one picture, ``Challenge`` asks for movements and ``EyeContrast`` sees a blink among them,
``same_person`` compares frames; ``error_rates`` says how often such a judge is wrong. None of them says whose face it
is.
"""

from zbsec.faces.liveness.able import able, lacking
from zbsec.faces.liveness.blink import Blink
from zbsec.faces.liveness.challenge import ASKED, Ask, Cause, Challenge, Verdict
from zbsec.faces.liveness.error_rates import ErrorRates, Share, error_rates
from zbsec.faces.liveness.eyes import EyeContrast, EyesSeen, EyeWatch, Unseen
from zbsec.faces.liveness.minifasnet import MiniFASNet, open_passive
from zbsec.faces.liveness.movements import asked
from zbsec.faces.liveness.passive import Liveness
from zbsec.faces.liveness.registry import LIVENESS, load
from zbsec.faces.liveness.steady import same_person

__all__ = [
    "ASKED",
    "LIVENESS",
    "Ask",
    "Blink",
    "Cause",
    "Challenge",
    "ErrorRates",
    "EyeContrast",
    "EyeWatch",
    "EyesSeen",
    "Liveness",
    "MiniFASNet",
    "Share",
    "Unseen",
    "Verdict",
    "able",
    "asked",
    "error_rates",
    "lacking",
    "load",
    "open_passive",
    "same_person",
]
