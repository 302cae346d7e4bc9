"""Keys: from the environment or the system's keyring, shown to the service they are for and to nobody else.

A key is never written down by us. Each one read is told to `core.secret`, and whatever a service says goes through
there before it is kept or shown, for some repeat what they were sent.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..core import secret
from ..core.errors import UsageError
from ..providers import find
from ..providers.service import Auth
from . import ring

_LASTS, _EARLY, _AGAIN = 1800, 5, 900
"""Seconds a token is good for, how much earlier it begins for a clock that is slow, and until one is made anew."""


@dataclass
class Keys:
    """The keys of one run. `found` are all that were read, by variable."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    found: dict[str, str] = field(default_factory=dict, repr=False)
    _tokens: dict[tuple[str, ...], tuple[float, str]] = field(default_factory=dict, repr=False)

    def get(self, variable: str) -> str:
        """A key, or nothing. UsageError for what can be none."""
        if variable not in self.found:
            value = self.environment.get(variable, "").strip() or ring.find(variable)
            if not value:
                return ""
            self.found[variable] = sound(variable, value)
        return self.found[variable]

    def headers(self, auth: Auth) -> dict[str, str]:
        """What shows the key of a service. UsageError, naming the variables, where there is none."""
        for name in _secrets(auth):  # a service may know keys that it is not shown
            secret.keep(self.environment.get(name, "").strip())
        way = self.way(auth)
        if way is None:
            raise UsageError(f"there is no key for this service: {missing(auth)}")
        match way.kind:
            case "none":
                return {}
            case "jwt":
                key = self._token(way.variables[:2])
            case _:
                key = next(filter(None, map(self.get, _telling(way))), "")
        return {way.header: way.form.format(key=key)}

    def way(self, auth: Auth) -> Auth | None:
        """The way of showing a key that there is a key for."""
        if auth.kind == "none" or self._has(auth):
            return auth
        return self.way(auth.other) if auth.other else None

    def base(self, base: str, auth: Auth) -> str:
        """A service's address with its variables filled in."""
        for name in auth.variables:
            if f"{{{name}}}" in base:
                value = self.get(name)
                if not value:
                    raise UsageError(f"the address of this service holds {name}: set it in the environment")
                base = base.replace(f"{{{name}}}", value)
        return base

    def hidden(self, words: str) -> str:
        """Words in which no key stands any more."""
        return secret.hidden(words)

    def _token(self, variables: tuple[str, ...]) -> str:
        """A token of a pair of keys. One serves many calls: each is a secret too, to be remembered as such."""
        made, token = self._tokens.get(variables, (0.0, ""))
        if not 0 <= time.time() - made < _AGAIN:
            made, token = time.time(), _signed(*map(self.get, variables))
            secret.keep(token)
            self._tokens[variables] = made, token
        return token

    def _has(self, auth: Auth) -> bool:
        if auth.kind == "jwt":
            return all(self.get(name) for name in auth.variables[:2])
        return any(self.get(name) for name in _telling(auth))


def named(auth: Auth | None) -> Iterator[str]:
    """Every variable of a service, in all ways it takes."""
    while auth:
        yield from dict.fromkeys((*auth.variables, *_telling(auth)))
        auth = auth.other


def takers() -> dict[str, tuple[str, ...]]:
    """Every variable that holds a key or a part of an address, and the providers that read it."""
    known: dict[str, list[str]] = {}
    for provider in find().values():
        for name in named(provider.wire.auth if provider.wire else None):
            known.setdefault(name, []).append(provider.name)
    return {name: tuple(dict.fromkeys(known[name])) for name in sorted(known)}


def sound(variable: str, value: str) -> str:
    """A key that can be shown to a service. UsageError for what can be none, without telling it."""
    secret.keep(value)
    if not value or not (value.isascii() and value.isprintable()):
        what = "characters that no key has" if value else "nothing"
        raise UsageError(f"{variable} holds {what}: copy the key once more")
    return value


def missing(auth: Auth) -> str:
    """Which variables to set, in words."""
    ways: list[str] = []
    one: Auth | None = auth
    while one:
        names = one.variables[:2] if one.kind == "jwt" else _telling(one)
        ways.append((" and " if one.kind == "jwt" else " or ").join(names))
        one = one.other
    return f"set {', or '.join(ways)} in the environment or the system's keyring"


def _telling(auth: Auth) -> tuple[str, ...]:
    """The variables that hold the key itself. Google's first one names a file of credentials; a token of one's own
    stands in the environment as gcloud prints it."""
    return ("GOOGLE_ACCESS_TOKEN",) if auth.kind == "google" else auth.variables


def _secrets(auth: Auth | None) -> Iterator[str]:
    """The variables of a service that hold keys, in all ways it takes. Those that are a part of its address are none:
    they stand in the names it gives to jobs, which must stay as they are."""
    while auth:
        yield from (*_telling(auth), *auth.variables[:1])
        auth = auth.other


def _signed(access: str, secret: str) -> str:
    """A JSON web token, HS256, good for half an hour."""
    now = int(time.time())
    parts = ({"alg": "HS256", "typ": "JWT"}, {"iss": access, "exp": now + _LASTS, "nbf": now - _EARLY})
    body = b".".join(_coded(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    return (body + b"." + _coded(hmac.new(secret.encode(), body, hashlib.sha256).digest())).decode()


def _coded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
