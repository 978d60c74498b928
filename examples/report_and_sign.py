"""Check a site, write the report for the client, sign it, and find out that somebody changed it."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from zbsec import sites
from zbsec.sites import signing

site = sites.load(Path(__file__).parent / "estate" / "site.toml")
report = sites.check(site, at=datetime.now(UTC))

with TemporaryDirectory() as folder:
    page, private, public = (Path(folder) / name for name in ("report.html", "key.pem", "key.pub.pem"))
    page.write_text(report.to_html(lang="zh"), encoding="utf-8")
    signing.generate_key(private, public)
    envelope = signing.sign_file(page, signing.load_signer(private), signed_by="李工", at=datetime.now(UTC))
    signing.signature_beside(page).write_text(envelope)

    print(report.verdict, signing.verify_file(page, signing.load_verifier(public)).holds)
    page.write_text(page.read_text(encoding="utf-8").replace("基本通过", "通过"), encoding="utf-8")
    for problem in signing.verify_file(page, signing.load_verifier(public)).problems:
        print(problem.en)
