"""Hold a site file against the rules of its kind."""

from datetime import UTC, datetime
from pathlib import Path

from zbsec import sites

site = sites.load(Path(__file__).parent / "estate" / "site.toml")
report = sites.check(site, at=datetime.now(UTC))
print(site.name, report.verdict)
for finding in report.findings[:5]:
    print(f"{finding.status:13} {finding.rule:5} {finding.clause}: {finding.message.en}")
