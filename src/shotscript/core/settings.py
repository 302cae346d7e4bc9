"""`shotscript.toml`: what a project has decided once. Everything in it is optional."""

from __future__ import annotations

import os
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import FileError, UsageError

FILE = "shotscript.toml"


class Service(BaseModel):
    """`base`: where a service of one's own answers that copies a provider's API, and how: `"http://localhost:8000/v1"`;
    `also`: its other addresses, by those they stand for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str = Field(pattern=r"^https?://[^\s/?#]+[^\s?#]*$")
    also: dict[str, str] = Field(default_factory=dict)


class Settings(BaseModel):
    """`provider` to compile for · `jobs` renders at once · `allow` folders beside the project that scripts may reach
    · `levels` a level for each diagnostic code or prefix of one · `templates` a folder in the project that holds
    one's own words for prompts · `fonts` files and folders that letters are taken from first · `services` by a
    provider's name, where to ask instead of its own address · `cap` US dollars the whole project may spend, `cap_film`
    each script of it · `assets` by a file's path, what a service calls it by the service's name:
    `[assets."maya.png"] kling = "element 123"`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: str = ""
    jobs: int = Field(default=0, ge=0)
    allow: tuple[str, ...] = ()
    templates: str = ""
    fonts: tuple[str, ...] = ()
    levels: dict[str, Literal["error", "warning", "info", "off"]] = Field(default_factory=dict)
    services: dict[str, Service] = Field(default_factory=dict)
    cap: Decimal | None = Field(default=None, ge=0)
    cap_film: Decimal | None = Field(default=None, ge=0)
    assets: dict[str, dict[str, str]] = Field(default_factory=dict)

    def base(self, provider: str) -> str:
        """Where a provider is asked for, without a `/` at its end; nothing for its own address."""
        service = self.services.get(provider)
        return service.base.rstrip("/") if service else ""


def settings(project: Path) -> Settings:
    """The settings of a project folder. UsageError for a file that says something else than it may."""
    path = project / FILE
    if not os.path.isfile(path):
        return Settings()
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise UsageError(f"{path} is no TOML file: {trouble}") from trouble
    except ValidationError as trouble:
        raise UsageError(f"{path}: {_words(trouble)}") from trouble
    except OSError as trouble:
        raise FileError(f"cannot read {path}: {trouble.strerror}") from trouble


def _words(trouble: ValidationError) -> str:
    first = trouble.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "string_pattern_mismatch":
        return f"{where}: {first['input']!r} is no address; it begins with http:// or https://"
    if first["type"] == "extra_forbidden" and len(first["loc"]) > 1:
        return f"there is no setting {where!r}; a service has {', '.join(Service.model_fields)}"
    if first["type"] == "extra_forbidden":
        return f"there is no setting {where!r}; there are {', '.join(Settings.model_fields)}"
    return f"{where}: {first['msg'].lower()}"
