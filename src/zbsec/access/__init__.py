"""Who may pass, where and when: holders, schedules, and the rule that decides."""

from zbsec.access.attempts import WrongAttempts
from zbsec.access.holders import Holder, Holders
from zbsec.access.rules import decide
from zbsec.access.schedules import Schedule

__all__ = ["Holder", "Holders", "Schedule", "WrongAttempts", "decide"]
