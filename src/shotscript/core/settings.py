"""`shotscript.toml`: what a project has decided once. Everything in it is optional."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import FileError, UsageError

FILE = "shotscript.toml"


class Settings(BaseModel):
    """`provider` to compile for · `jobs` renders at once · `allow` folders beside the project that scripts may reach
    · `levels` a level for each diagnostic code or prefix of one · `templates` a folder in the project that holds
    one's own words for prompts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: str = ""
    jobs: int = Field(default=0, ge=0)
    allow: tuple[str, ...] = ()
    templates: str = ""
    levels: dict[str, Literal["error", "warning", "info", "off"]] = Field(default_factory=dict)


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
    if first["type"] == "extra_forbidden":
        return f"there is no setting {where!r}; there are {', '.join(Settings.model_fields)}"
    return f"{where}: {first['msg'].lower()}"
