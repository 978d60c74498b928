"""GA/T 1400.4 over HTTP: Register with Digest, Keepalive, and messages that count as sent when the platform says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Self

import httpx

from zbsec.errors import UplinkRefusedError, UplinkUnavailableError
from zbsec.uplink.gat1400.ids import check_code
from zbsec.uplink.gat1400.replies import Reply, Verdict, read_reply
from zbsec.uplink.senders.digest import answer

if TYPE_CHECKING:
    from types import TracebackType

    from zbsec.uplink.message import Message

SYSTEM = "/VIID/System"


class Gat1400Sender:
    """One registration at one platform.

    ``send`` registers by itself where the platform does not know the sender (any more), once a message; it never loops.

    :param address: ``http://host:port`` of the platform.
    :param sender_id: 20-digit code, also ``User-Identify``.
    :param user: account for Digest (RFC 2617, MD5, ``qop=auth``); often the code itself.
    :param timeout_s: for each request; above 5 s, since some platforms answer at the end of such a wait.
    """

    def __init__(
        self,
        address: str,
        sender_id: str,
        *,
        user: str,
        password: str,
        timeout_s: float = 8.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.address = address.rstrip("/")
        self._sender_id = check_code(sender_id)
        self._user = user
        self._password = password
        self._client = httpx.AsyncClient(base_url=self.address, timeout=timeout_s, transport=transport, trust_env=False)
        self.registered = False

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def register(self) -> None:
        """Register, answering one Digest challenge.

        :raises UplinkRefusedError: the platform rejects the account or the code.
        :raises UplinkUnavailableError: it does not answer, or not in a way that means anything.
        """
        self.registered = False
        reply = await self._system("Register", "RegisterObject")
        if reply.verdict in (Verdict.REGISTER, Verdict.REFUSED):
            raise UplinkRefusedError(self.address, reply.status, reply.reason)
        self._demand_done(reply)
        self.registered = True

    async def keepalive(self) -> None:
        """Show that we live; due after 90 s without other traffic. Registers anew where the platform asks for it.

        :raises UplinkError: as for ``register``.
        """
        reply = await self._system("Keepalive", "KeepaliveObject")
        if reply.verdict is Verdict.REGISTER:
            await self.register()
        else:
            self._demand_done(reply)

    async def unregister(self) -> None:
        """Say good-bye, best effort.

        :raises UplinkError: the platform did not hear it; nothing needs to be done about that.
        """
        self._demand_done(await self._system("UnRegister", "UnRegisterObject"))
        self.registered = False

    async def send(self, message: Message) -> None:
        """Send one message; returns when the platform has said that it stored every object in it.

        :raises UplinkRefusedError: it refuses this very message; trying again would change nothing.
        :raises UplinkUnavailableError: it did not take it for now; send the same message again.
        """
        if not self.registered:
            await self.register()
        reply = await self._post(message.target, message.body, dict(message.headers))
        if reply.verdict is Verdict.REGISTER:
            await self.register()
            reply = await self._post(message.target, message.body, dict(message.headers))
        if reply.verdict is Verdict.REFUSED:
            raise UplinkRefusedError(self.address, reply.status, reply.reason)
        self._demand_done(reply)

    async def _system(self, verb: str, envelope: str) -> Reply:
        body = json.dumps({envelope: {"DeviceID": self._sender_id}}).encode()
        headers = {"Content-Type": "application/VIID+JSON;charset=UTF-8", "User-Identify": self._sender_id}
        return await self._post(f"{SYSTEM}/{verb}", body, headers)

    async def _post(self, target: str, body: bytes, headers: dict[str, str]) -> Reply:
        response = await self._exchange(target, body, headers)
        challenge = response.headers.get("WWW-Authenticate")
        if response.status_code == httpx.codes.UNAUTHORIZED and challenge:
            authorization = answer(challenge, "POST", target, user=self._user, password=self._password)
            if authorization:
                response = await self._exchange(target, body, {**headers, "Authorization": authorization})
        return read_reply(response.status_code, response.content)

    async def _exchange(self, target: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        try:
            return await self._client.post(target, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UplinkUnavailableError(self.address, str(error) or type(error).__name__) from error

    def _demand_done(self, reply: Reply) -> None:
        if reply.verdict is not Verdict.DONE:
            self.registered = self.registered and reply.verdict is not Verdict.REGISTER
            raise UplinkUnavailableError(self.address, f"{reply.status}, {reply.reason}")
