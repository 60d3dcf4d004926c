"""A mail server and gateways that are real, on this machine: what arrived, and how they misbehave when told to."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from aiosmtpd.controller import Controller


@dataclass
class MailServer:
    """Keeps what it accepted; `refusal` is what it says to recipients instead of taking their mail."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    refusal: str = ""
    accepted: Callable[[], None] = lambda: None
    named: Callable[[], None] = lambda: None
    answer: str = "250 OK"
    delay: float = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.named()
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.accepted()
        await asyncio.sleep(self.delay)
        return self.answer

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        kept = MailServer(free.getsockname()[1])
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()


@dataclass
class GatewayServer:
    """Keeps what it was asked; answers `status` and `text` after `delay` seconds."""

    port: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    text: str = '{"CodeResult": "100"}'
    delay: float = 0

    @property
    def url(self) -> str:
        return f"http://kg:bi%20mat@127.0.0.1:{self.port}/send"

    @property
    def texts(self) -> list[str]:
        return [each["content"].get("text", "") for each in self.asked]


@contextmanager
def gateway_server() -> Iterator[GatewayServer]:
    """A gateway until the end of the block."""
    kept = GatewayServer()

    class Asked(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"])).decode()
            kind = self.headers["Content-Type"]
            parsed = json.loads(content) if "json" in kind else {k: v[0] for k, v in parse_qs(content).items()}
            self._take({"path": self.path, "headers": self._lower(), "content": parsed})

        def do_GET(self) -> None:
            query = {k: v[0] for k, v in parse_qs(self.path.partition("?")[2]).items()}
            self._take({"path": self.path, "headers": self._lower(), "content": query})

        def _lower(self) -> dict[str, str]:
            return {name.lower(): value for name, value in self.headers.items()}

        def _take(self, asked: dict[str, Any]) -> None:
            kept.asked.append(asked)
            time.sleep(kept.delay)
            self.send_response(kept.status)
            if 300 <= kept.status < 400:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(kept.text.encode())

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
