"""Run a site: a vehicle drives up and is let in, a card is shown, and the journal tells what happened."""

from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
import numpy as np

import zbsec
from zbsec import sites
from zbsec.access import Holder
from zbsec.records import Credential, CredentialKind
from zbsec.testing import estate
from zbsec.testing.estate import traffic
from zbsec.testing.video import SimulatedVideo


async def main(folder: Path) -> None:
    described = sites.loads(sites.starter("single_building", filled=True), path=folder / "site.toml")
    async with zbsec.open_site(described) as site:  # gates are in their safe state again on leaving
        site.register_vehicle("鲁C·12345", Holder(id="holder-17"))
        lane = traffic.pictures(traffic.approaching("鲁C12345"), estate.background(), np.random.default_rng(1))
        video = SimulatedVideo(lane, camera="drive-camera")
        async for passage in site.lanes["drive-in"].play(video):
            print(passage.decision.outcome, passage.decision.credential.value, passage.confirmation is not None)
        card = Credential(kind=CredentialKind.CARD, holder="holder-99", value="04A1")  # as your reader knows it
        refused = await site.lanes["lobby-in"].present(card)
        print(refused.decision.reason.zh, refused.decision.other_way.zh)
        last = site.journal.head.sequence
        async for entry in site.entries():  # those to come too: it ends when you stop reading
            print(entry.sequence, entry.event.code, entry.event.source)
            if entry.sequence >= last:
                break


with TemporaryDirectory() as home:
    anyio.run(main, Path(home))
