"""Bulk enrolment (批量登记): thousands of people with their consents, in parallel, on a report to go on from.

``enroll_many`` works through a list of ``Applicant``. What became of each is an ``Outcome`` in a ``Report``, a file
that is only ever added to. Stopped at any moment, the next run goes on; nobody is enrolled twice, and nobody by halves.
"""

from zbsec.faces.bulk.applicant import Applicant
from zbsec.faces.bulk.outcome import Outcome, Refusal
from zbsec.faces.bulk.report import Report
from zbsec.faces.bulk.run import enroll_many
from zbsec.faces.bulk.tally import Tally

__all__ = ["Applicant", "Outcome", "Refusal", "Report", "Tally", "enroll_many"]
