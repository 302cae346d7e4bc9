"""The TextMate grammars of the editors, written from the parser's own vocabulary.

`python editors/grammars` writes two files to `editors/vscode/syntaxes`: plain Fountain, for editors that have none,
and Shotscript, injected into any grammar of scope `text.source.fountain`. A test holds the files to what is written
here, and the words here to those of the parser.
"""

from __future__ import annotations

import json
from pathlib import Path

from fountain import fountain
from injected import shotscript

FOLDER = Path(__file__).parents[1] / "vscode" / "syntaxes"
GRAMMARS = {"fountain.tmLanguage.json": fountain, "shotscript.tmLanguage.json": shotscript}


def written(name: str) -> str:
    """A grammar as its file holds it."""
    return json.dumps(GRAMMARS[name](), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name in GRAMMARS:
        (FOLDER / name).write_text(written(name), encoding="utf-8")
