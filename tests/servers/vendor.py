"""What every service's protocol server is: jobs that go through their states, small real videos, and a fault switch.

A vendor's own file says how it speaks (`Vendor`): paths, bodies, header of its key, states, results, refusals; and at
its end `SERVES`, which of our providers it stands for. What goes wrong on the way is the same for all and
stands here, so that every fault can be tried on every vendor.

    with Service(Kling(), faults=("lost reply",)) as service:
        service.address, service.accepted, service.charged
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from loopback import HANG_UP, Asked, Loopback, Reply

from shotscript.film.encode import encode

Kind = Literal["submit", "poll", "find", "file", "upload", "create", "other"]

FAULTS = {
    "lost reply": "submit",  # the job is taken in and charged, the answer never arrives
    "refused line": "submit",  # hung up before anything is taken in
    "busy": "submit",  # 429, says when to come back
    "busy, no word when": "submit",  # 429, says nothing
    "broken": "submit",  # 500 before anything is taken in
    "garbage": "submit",  # taken in, and the answer is no JSON
    "slow": "submit",  # a long pause, then the right answer
    "hang": "submit",  # taken in, and never an answer
    "moderated at once": "submit",  # refused for its content
    "poll broken": "poll",
    "poll reset": "poll",
    "poll busy": "poll",
    "poll garbage": "poll",
    "failed": "poll",  # the job ends in failure
    "moderated": "poll",  # the job ends in a refusal for its content
    "done with an error": "poll",  # the word for success, and an error beside it
    "done without a video": "poll",
    "truncated": "file",  # the line breaks in the middle of the file
    "wrong length": "file",  # says less than there is, and stops there
    "expired": "file",  # the link is dead; a fresh one comes with the next look
    "no video": "file",  # a page of HTML in place of the film
    "poll hang": "poll",  # never an answer to a look
}
"""What can go wrong, and with which kind of call. Each happens once (or as often as it is named) and then no more, but
`failed`, `moderated`, `done with ...` stay with their job."""

LASTING = ("failed", "moderated", "done with an error", "done without a video")


@dataclass
class Job:
    """A job as a service knows it. `key` is ours where the service keeps it, `looks` how often it was asked about."""

    id: str
    key: str
    body: Any
    path: str
    looks: int = 0
    fault: str = ""
    link: int = 0


class Vendor(ABC):
    """How one service speaks. `looks` is how many looks a job needs until it is done, `keys` the environment that shows
    our key to it, `base` what stands behind the server's address in ours, `also` the same for the wire's other ones."""

    looks = 2
    keys: Mapping[str, str] = MappingProxyType({})
    base = ""
    also: Mapping[str, str] = MappingProxyType({})

    @abstractmethod
    def kind(self, asked: Asked) -> Kind:
        """What a call is for; "file" is always `/files/...`."""

    @abstractmethod
    def denied(self, asked: Asked) -> Reply | None:
        """The refusal of a call whose key is not shown as the service wants it, or that does not fit its protocol."""

    @abstractmethod
    def accept(self, service: Service, asked: Asked) -> Reply:
        """Take a job in (`service.add`) and answer with its ticket."""

    @abstractmethod
    def look(self, service: Service, asked: Asked) -> Reply:
        """Answer a look at a job, or a search by our key; `service.seen(job)` says how far it is."""

    @abstractmethod
    def busy(self, after: int | None) -> Reply:
        """Too many requests. `after` seconds, in the vendor's header, if it is said."""

    @abstractmethod
    def moderated(self) -> Reply:
        """The refusal of a request for its content, at once."""

    def broken(self) -> Reply:
        """The vendor's answer when it is itself in trouble."""
        return Reply(500, {"error": {"message": "internal error"}})

    def other(self, service: Service, asked: Asked) -> Reply:
        """Uploads, creations and whatever else the service has."""
        return Reply(404, {"error": {"message": f"no such path: {asked.method} {asked.path}"}})


@dataclass
class Service:
    """A vendor's server, running. `accepted` are the jobs it took in: what a real one would charge for.

    faults    names of `FAULTS`, each happening once, in the order in which calls of its kind come
    chance    how likely a fault is at a call of each kind, beside those; `dice` which one it then is
    """

    vendor: Vendor
    faults: Iterable[str] = ()
    seconds: Fraction = Fraction(5)
    accepted: list[Job] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    uploads: dict[str, bytes] = field(default_factory=dict)
    patience: float = 3600.0
    chance: Mapping[str, float] = field(default_factory=dict)
    dice: Random = field(default_factory=lambda: Random(7))

    def __post_init__(self) -> None:
        self._waiting = list(self.faults)
        assert all(name in FAULTS for name in self._waiting), self._waiting
        self._server = Loopback(self._answer)
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._keys: dict[str, Job] = {}
        self._link = 0

    def __enter__(self) -> Service:
        self._server.__enter__()
        return self

    def __exit__(self, *told: object) -> None:
        self._server.__exit__(*told)

    @property
    def address(self) -> str:
        return self._server.address

    # ------------------------------------------------------------------------------------------ for vendors

    def add(self, asked: Asked, key: str = "", id: str = "") -> Job:
        """A new job. Its id is the service's own."""
        job = Job(id or f"job-{len(self.accepted) + 1}", key, asked.json if asked.body[:1] == b"{" else {}, asked.path)
        self.accepted.append(job)
        self._jobs[job.id] = job
        self._keys[key] = job
        return job

    def forget(self) -> None:
        """As if nobody had ever asked for anything."""
        with self._lock:
            for held in (self.accepted, self.asked, self.uploads, self._jobs, self._keys):
                held.clear()

    def job(self, id: str) -> Job | None:
        return self._jobs.get(id)

    def by_key(self, key: str) -> Job | None:
        return self._keys.get(key) if key else None

    def seen(self, job: Job) -> Literal["waiting", "working", "done", "failed", "moderated", "done with an error",
                                        "done without a video"]:
        """How far a job is: one look more each time."""
        job.looks += 1
        job.fault = job.fault or self._due("poll", LASTING)
        if job.looks <= self.vendor.looks:
            return "waiting" if job.looks == 1 else "working"
        return job.fault or "done"  # type: ignore[return-value]

    def url(self, job: Job) -> str:
        """A link to the job's clip, a fresh one each time."""
        self._link += 1
        job.link = self._link
        return f"{self.address}/files/{job.id}/{self._link}.mp4"

    def film(self, job: Job) -> Reply:
        """The job's clip itself, for those who give it out at an address of their own."""
        film = film_of(self.seconds)
        match self._due("file"):
            case "truncated":
                return Reply(data=film, cut=len(film) // 2)
            case "wrong length":
                return Reply(data=film[: len(film) // 2])
            case "expired":
                job.link = -1
                return Reply(403, data=b"<Error>expired</Error>")
            case "no video":
                return Reply(data=b"<html>sorry</html>", headers={"content-type": "video/mp4"})
        return Reply(data=film, headers={"content-type": "video/mp4"})

    # ------------------------------------------------------------------------------------------- helpers

    def _answer(self, asked: Asked) -> Reply:
        with self._lock:
            self.asked.append(asked)
            if asked.path.startswith("/files/"):
                return self._file(asked)
            if denied := self.vendor.denied(asked):
                return denied
            match self.vendor.kind(asked):
                case "submit":
                    return self._submitted(asked)
                case "poll":
                    return self._polled(asked)
                case "find":
                    return self.vendor.look(self, asked)
                case _:
                    return self.vendor.other(self, asked)

    def _submitted(self, asked: Asked) -> Reply:
        match self._due("submit"):
            case "refused line":
                return HANG_UP
            case "busy":
                return self.vendor.busy(1)
            case "busy, no word when":
                return self.vendor.busy(None)
            case "broken":
                return self.vendor.broken()
            case "moderated at once":
                return self.vendor.moderated()
            case fault:
                reply = self.vendor.accept(self, asked)
        match fault:
            case "lost reply":
                return HANG_UP
            case "garbage":
                return Reply(data=b"<html>bad gateway</html>")
            case "hang":
                return Reply(wait=self.patience, cut=-1)
            case "slow":
                return Reply(reply.status, reply.value, reply.headers, reply.data, wait=0.3)
        return reply

    def _polled(self, asked: Asked) -> Reply:
        match self._due("poll", tuple(name for name in FAULTS if name not in LASTING)):
            case "poll broken":
                return self.vendor.broken()
            case "poll reset":
                return HANG_UP
            case "poll busy":
                return self.vendor.busy(None)
            case "poll hang":
                return Reply(wait=self.patience, cut=-1)
            case "poll garbage":
                return Reply(data=b"\x00 not JSON")
        return self.vendor.look(self, asked)

    def _file(self, asked: Asked) -> Reply:
        _, _, id, link = asked.path.split("/")
        job = self.job(id)
        if job is None or link != f"{job.link}.mp4":
            return Reply(403, data=b"<Error>expired</Error>")
        return self.film(job)

    def _due(self, kind: str, among: Iterable[str] = FAULTS) -> str:
        """The next fault of a kind of call, which then has happened."""
        name = next((one for one in self._waiting if FAULTS[one] == kind and one in among), "")
        if name:
            self._waiting.remove(name)
        elif self.dice.random() < self.chance.get(kind, 0.0):
            name = self.dice.choice([one for one in FAULTS if FAULTS[one] == kind])
            name = name if name in among else ""
        return name


@cache
def film_of(seconds: Fraction, width: int = 320, height: int = 180, fps: int = 24) -> bytes:
    """A small real film with a moving bar, of some length."""
    def frame(number: int) -> Any:
        planes = np.full((height * 3 // 2, width), 128, np.uint8)
        planes[:height] = 60
        planes[:height, number * 4 % width : number * 4 % width + 8] = 200
        return planes

    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        count = int(seconds * fps)
        encode(path, (frame(number) for number in range(count)), width, height, Fraction(fps), (0,))
        return path.read_bytes()
