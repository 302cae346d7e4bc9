"""`shotscript.toml`: what a project has decided once. Everything in it is optional."""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from . import codes
from .diagnostic import nearest
from .errors import FileError, UsageError

Told = Literal["error", "warning", "info", "off"]
FILE = "shotscript.toml"


class Service(BaseModel):
    """`base`: where a service of one's own answers that copies a provider's API, and how: `"http://localhost:8000/v1"`;
    `also`: its other addresses, by those they stand for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str = Field(pattern=r"^https?://[^\s/?#]+[^\s?#]*$")
    also: dict[str, str] = Field(default_factory=dict)


class Check(BaseModel):
    """`select`: codes or prefixes of them, the only ones that are told; `ignore`: those that are not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Model(BaseModel):
    """A language model that proposes shots, at a chat endpoint as OpenAI's. `base`: its address, up to what stands
    before `/chat/completions` · `name`: what the endpoint calls it · `key`: the variable that holds its key, if it
    wants one · `price_in`, `price_out`: US dollars for a million tokens read and written · `seconds` an answer may take
    · `most_usd` of one run · `tokens` of one answer · `seed` · `limit`: what the endpoint calls that bound · `without`:
    what it does not take."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str = Field(pattern=r"^https?://[^\s/?#@\\]+[^\s?#@\\]*$")
    name: str = Field(min_length=1, max_length=200)
    key: str = ""
    price_in: Decimal | None = Field(default=None, ge=0, allow_inf_nan=False)
    price_out: Decimal | None = Field(default=None, ge=0, allow_inf_nan=False)
    seconds: float = Field(default=60, gt=0, le=600)
    most_usd: Decimal = Field(default=Decimal("0.05"), ge=0, allow_inf_nan=False)
    tokens: int = Field(default=2000, ge=50, le=100_000)
    seed: int = Field(default=1, ge=0, lt=1 << 31)
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    without: tuple[Literal["temperature", "seed"], ...] = ()

    @property
    def near(self) -> bool:
        """Whether it runs on this machine."""
        return _loopback(urlsplit(self.base).hostname or "")

    @field_validator("key")
    @classmethod
    def _variable(cls, name: str) -> str:
        if name and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,100}", name):
            raise ValueError("this is no name of a variable; the key itself stands in the environment or the keyring")
        return name

    @model_validator(mode="after")
    def _sound(self) -> Model:
        if self.base.startswith("http:") and not self.near:
            raise ValueError("the script would go over the network in the clear: base begins with https://, or with "
                             "http:// where the model runs on this machine")
        if not self.near and (self.price_in is None or self.price_out is None):
            raise ValueError("say what it costs, so that nothing is spent unseen: price_in and price_out, in US "
                             "dollars for a million tokens; 0 where it is free")
        return self


class Direct(BaseModel):
    """The director's weights by their names, and the language models that may propose shots: `[direct.models.NAME]`."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, float] = Field(init=False)  # type: ignore[reportIncompatibleVariableOverride]

    models: dict[str, Model] = Field(default_factory=dict)

    @property
    def weights(self) -> dict[str, float]:
        return dict(self.__pydantic_extra__ or {})


class Settings(BaseModel):
    """`provider` to compile for · `jobs` renders at once · `allow` folders beside the project that scripts may reach
    · `check` which diagnostics are told · `levels` a level for each diagnostic code or prefix of one · `grammar` limits
    of film grammar by their names · `direct` the director's weights by theirs, and his `models` ·
    `templates` a folder in the project that holds one's own words for prompts ·
    `fonts` files and folders that letters are taken from first · `services` by a provider's name, where to ask instead
    of its own address · `cap` US dollars the whole project may spend, `cap_film` each script of it · `assets` by a
    file's path, what a service calls it by that service's name: `[assets."maya.png"] kling = "element 123"`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: str = ""
    jobs: int = Field(default=0, ge=0)
    allow: tuple[str, ...] = ()
    templates: str = ""
    fonts: tuple[str, ...] = ()
    check: Check = Check()
    levels: dict[str, Told] = Field(default_factory=dict)
    grammar: dict[str, float] = Field(default_factory=dict)
    direct: Direct = Direct()
    services: dict[str, Service] = Field(default_factory=dict)
    cap: Decimal | None = Field(default=None, ge=0)
    cap_film: Decimal | None = Field(default=None, ge=0)
    assets: dict[str, dict[str, str]] = Field(default_factory=dict)

    def base(self, provider: str) -> str:
        """Where a provider is asked for, without a `/` at its end; nothing for its own address."""
        service = self.services.get(provider)
        return service.base.rstrip("/") if service else ""


def settings(project: Path) -> Settings:
    """The settings of a project folder. UsageError, with the line, for a file that says something else than it may."""
    path = project / FILE
    if not os.path.isfile(path):
        return Settings()
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        found = Settings.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise UsageError(f"{path} is no TOML file: {trouble}") from trouble
    except ValidationError as trouble:
        first = trouble.errors()[0]
        raise UsageError(f"{path}{_line(text, first['loc'])}: {_words(first)}") from trouble
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble
    for where, code in _codes(found):
        if fault := no_code(code):
            raise UsageError(f"{path}{_line(text, where)}: {fault}")
    return found


def no_code(code: str) -> str:
    """Why `code` is neither a diagnostic's code nor what some begin with; nothing if it is."""
    if code and (codes.pages(code) or any(group.startswith(code.upper()) for group in codes.GROUPS)):
        return ""
    near = codes.near(code) or nearest(code.upper(), codes.GROUPS, 1)
    return f"no diagnostic has a code like {code!r}; " + (
        f"did you mean {' or '.join(near[:3])}?" if near else "codes are two letters and three figures, as TM401")


def _codes(found: Settings) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every code and prefix in the settings, and where it stands."""
    yield from ((("check", "select"), code) for code in found.check.select)
    yield from ((("check", "ignore"), code) for code in found.check.ignore)
    yield from ((("levels", code), code) for code in found.levels)


def _line(text: str, where: tuple[Any, ...]) -> str:
    """`:4`, the line that writes a setting; nothing where it stands on none of its own."""
    table, names = "", [str(part) for part in where]
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+([^\]]*)\]", line):
            table = header[1].replace('"', "").strip()
        elif match := re.match(r"""\s*["']?([^"'=]+?)["']?\s*=""", line):
            key = ".".join(part for part in (table, match[1]) if part).split(".")
            if key == names[: len(key)]:
                return f":{number}"
        if table and table.split(".") == names:
            return f":{number}"
    return ""


def _words(fault: Any) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "string_pattern_mismatch":
        shown = re.sub(r"//.*@", "//***@", str(fault["input"]))
        return f"{where}: {shown!r} is no address; it begins with http:// or https://, and holds no key"
    if fault["type"] == "literal_error":
        known = re.findall(r"'([^']+)'", fault["ctx"]["expected"])
        what = "level" if fault["loc"][0] == "levels" else "word for it"
        return f"{where}: {fault['input']!r} is no {what}; {_meant(str(fault['input']), known)}"
    if fault["type"] == "extra_forbidden":
        table = {"services": Service, "check": Check, "direct": Model}.get(str(fault["loc"][0]), Settings)
        return f"there is no setting {where!r}; {_meant(str(fault['loc'][-1]), table.model_fields)}"
    if fault["type"] == "value_error":
        return f"{where}: {fault['ctx']['error']}"
    return f"{where}: {fault['msg'].lower()}"


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


def _meant(word: str, known: Iterable[str]) -> str:
    near = nearest(word, known) or [one for one in known if word and one.startswith(word)]
    return f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"
