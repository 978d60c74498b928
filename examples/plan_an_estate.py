"""What the cameras of an estate see and must not see, which to add, and which passages to close."""

import sys
from pathlib import Path

from zbsec.sites import plan
from zbsec.sites.plan.draw import save

estate = plan.load(Path(__file__).parent / "estate" / "plan.toml")

today = plan.coverage(estate)
for area in today.areas:
    print(f"{area.area.id}: {area.share:.0%} seen as {area.area.pixel_class}")
for breach in today.breaches:
    print(f"{breach.camera.id} shows {breach.area.id} with {breach.px_per_m:.0f} px/m, {breach.times:.1f} times")

proposal = plan.propose(estate, before=today)
print("to add:", *(camera.id for camera in proposal.added))

enclosure = plan.enclose(estate)
print(enclosure.standing.en, "- close:", *(passage.id for passage in enclosure.closed))
for kept in enclosure.kept:
    print(f"{kept.passage.id} {'stays open' if kept.may_close else 'may not be closed'}: {kept.reasons[0].en}")

for folder in map(Path, sys.argv[1:2]):  # python plan_an_estate.py FOLDER draws both, before and after
    save(proposal, folder / "coverage.png")
    save(enclosure, folder / "enclosure.png")
