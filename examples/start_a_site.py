"""Start a site file, hold it against its kind, and see what became of the demands of the notice."""

from datetime import UTC, datetime

from zbsec import sites

text = sites.starter("estate_gated", filled=True)  # an invented site that passes; without ``filled``, your own to fill
site = sites.loads(text, path="site.toml")
report = sites.check(site, at=datetime.now(UTC))
print(site.name, report.verdict, {status.value: count for status, count in report.counts.items() if count})

for rule in sites.KINDS.load(site.kind).rules:
    print(f"{rule.id} {rule.capability.zh}: {rule.today.en}; {rule.offer.en}")
