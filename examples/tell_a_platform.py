"""Encode a vehicle's passage for GA/T 1400 and deliver it to a loopback platform."""

from datetime import UTC, datetime

import anyio

from zbsec.records import Event, EventCode
from zbsec.testing.platforms import Gat1400Platform
from zbsec.uplink import Context, encoder
from zbsec.uplink.senders.gat1400 import Gat1400Sender

SENDER, CAMERA = "37030300011208000001", "37030300011218000001"
passage = Event(
    id="1",
    code=EventCode.ACCESS_TAKEN,
    source="west-barrier",
    occurred_at=datetime.now(UTC),
    data={"camera": "west-camera", "plate": "鲁C12345", "plate_class": "02", "plate_colour": "blue", "lane": 1},
)
message = encoder("gat1400").encode(passage, Context(sender_id=SENDER, sequence=1, codes={"west-camera": CAMERA}))


async def main() -> None:
    async with (
        Gat1400Platform(user="estate", password="secret", clock=lambda: datetime.now(UTC)) as platform,
        Gat1400Sender(platform.address, SENDER, user="estate", password="secret") as sender,
    ):
        await sender.send(message)
        print(*platform.objects.values(), sep="\n")


anyio.run(main)
