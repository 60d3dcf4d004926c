"""An HTTP client that costs little: prepared requests over connections kept open, one process each; two loops."""

import multiprocessing
import socket
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier
from typing import Any

CONNECTIONS = 8
LONGEST_SECONDS = 120
_fork = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Load:
    """What a round of requests came to."""

    request_count: int
    seconds: float
    statuses: Counter[int]

    @property
    def per_second(self) -> float:
        return self.request_count / self.seconds


class BadAnswer(Exception):
    """An answer of another status than the benchmark is about: its figure would mean nothing."""


def send_all(port: int, requests: Sequence[bytes], *, status: int, connections: int = CONNECTIONS) -> Load:
    """Send every request once: each connection the next one that nobody sent, as soon as it has its answer.

    With a share each, those of the worker that was given more connections would go on while the other has nothing left
    to do. Raises BadAnswer when an answer has another status.
    """
    ready, sent = _fork.Barrier(connections + 1), _fork.Value("i", 0)
    readers = [_start(_send, port, requests, sent, ready) for _ in range(connections)]
    ready.wait(LONGEST_SECONDS)
    started = time.monotonic()
    statuses = sum((_result(reader) for reader in readers), Counter[int]())
    seconds = time.monotonic() - started
    if set(statuses) != {status}:
        raise BadAnswer(f"expected {len(requests)} answers of {status}, got {dict(statuses)}")
    return Load(len(requests), seconds, statuses)


@dataclass(frozen=True)
class Waits:
    """How long each answer took, in seconds from the moment at which its request was due, and what it was."""

    seconds: Sequence[float]
    statuses: Counter[int]

    def percentile(self, share: float) -> float:
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)]


def send_steadily(port: int, requests: Sequence[bytes], *, per_second: float, connections: int) -> Waits:
    """An open loop: every request has its moment and is not put off because earlier ones wait for their answers.

    Where all connections wait, the delay counts: as people would feel it.
    """
    ready = _fork.Barrier(connections + 1)
    readers = [
        _start(_send_on_time, port, requests[n::connections], ready, n / per_second, connections / per_second)
        for n in range(connections)
    ]
    ready.wait(LONGEST_SECONDS)
    seconds, statuses = [], Counter[int]()
    for reader in readers:
        waited, answered = _result(reader)
        seconds += waited
        statuses += answered
    return Waits(seconds, statuses)


def _start(work: Callable[..., None], *arguments: object) -> Connection:
    reader, writer = _fork.Pipe(duplex=False)
    _fork.Process(target=work, args=(*arguments, writer), daemon=True).start()
    writer.close()
    return reader


def _result(reader: Connection) -> Any:
    if not reader.poll(LONGEST_SECONDS):
        raise TimeoutError("a connection had no answer")
    return reader.recv()


def _send(port: int, requests: Sequence[bytes], sent: "Synchronized[int]", ready: Barrier, results: Connection) -> None:
    statuses = Counter[int]()
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_SECONDS) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ready.wait(LONGEST_SECONDS)
        while (number := _next(sent)) < len(requests):
            sock.sendall(requests[number])
            statuses[_read_answer(sock)] += 1
    results.send(statuses)


def _next(sent: "Synchronized[int]") -> int:
    with sent:
        number = sent.value
        sent.value = number + 1
    return number


def _send_on_time(
    port: int, requests: Sequence[bytes], ready: Barrier, after: float, apart: float, results: Connection
) -> None:
    statuses, waited = Counter[int](), []
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_SECONDS) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ready.wait(LONGEST_SECONDS)
        first = time.monotonic() + after
        for number, request in enumerate(requests):
            due = first + number * apart
            time.sleep(max(0.0, due - time.monotonic()))
            sock.sendall(request)
            statuses[_read_answer(sock)] += 1
            waited.append(time.monotonic() - due)
    results.send((waited, statuses))


def _read_answer(sock: socket.socket) -> int:
    received = _more(sock)
    while b"\r\n\r\n" not in received:
        received += _more(sock)
    head, _, body = received.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        if line[:15].lower() == b"content-length:":
            length = int(line[15:])
    missing = length - len(body)
    while missing > 0:
        missing -= len(_more(sock))
    return int(head[9:12])


def _more(sock: socket.socket) -> bytes:
    received = sock.recv(65536)
    if not received:
        raise ConnectionError("the server closed the connection")
    return received
