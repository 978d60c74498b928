"""Measuring a running site: what GB 50396-2007 gives as times, clocks and counts, read off the site itself.

``measure`` opens a site by its file, drives its lanes through the library's own runtime, and returns one ``Result`` for
every figure and part; ``written`` puts them into a file of measurements that ``zbsec check`` reads. What cannot be
measured is a result too, with the reason.
"""

from zbsec.devices.clock import ClockSample
from zbsec.devices.drivers.sntp import ask
from zbsec.testing.acceptance.measure import measure
from zbsec.testing.acceptance.options import Options
from zbsec.testing.acceptance.result import Result
from zbsec.testing.acceptance.written import written

__all__ = ["ClockSample", "Options", "Result", "ask", "measure", "written"]
