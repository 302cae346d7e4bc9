"""The world failing: every exception Shotscript raises on purpose, and the exit status each one ends in.

    ShotscriptError
    ├── UsageError      2   the call itself is wrong: no such file, an option that cannot be
    ├── FileError       3   the disk: cannot read, cannot write, full
    ├── MediaError      3   a picture or sound file that ffmpeg cannot read or write
    ├── ProviderError   3   a service refused or answered nonsense
    └── MoneyError      4   a cap is reached, or a paid job's fate is unknown

The writer's mistakes are no exceptions: they are `core.diagnostic.Diagnostic` values.
"""

from __future__ import annotations


class ShotscriptError(Exception):
    exit_status = 3


class UsageError(ShotscriptError):
    exit_status = 2


class FileError(ShotscriptError):
    exit_status = 3


class MediaError(ShotscriptError):
    exit_status = 3


class ProviderError(ShotscriptError):
    exit_status = 3


class MoneyError(ShotscriptError):
    exit_status = 4
