"""A minute of hostile scripts: bytes that atheris makes up, guided by the lines of ours they reach. Nothing may raise.

    make fuzz                                   60 seconds; the exit status is 0 where nothing was found
    python bench/fuzz_read.py -max_total_time=600

It begins from the case files of the tests and knows our words. Whatever the bytes are, reading them gives a script, a
story and problems whose places lie in the file; a file that is no text is one error.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["shotscript"]):
    from shotscript.core.span import Source
    from shotscript.core.world import TextWorld
    from shotscript.lang.ast import Script
    from shotscript.lang.parse import parse
    from shotscript.lang.words import WORDS
    from shotscript.narrative.check import check
    from shotscript.narrative.resolve import understand

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ("tests/lang/cases", "tests/narrative/cases", "examples")
MARKS = ("[[", "]]", "/*", "*/", "!!", "@cast", "@format", "@variants", "@fields", "@use f", "shot", "block", "light",
         "state MAYA", "super", "over", "INT. A - DAY", "MAYA", "(V.O.)", "CUT TO:", "FADE IN:", "：", "，", "“",
         "{city}")
LONGEST = 4096


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        corpus, words = Path(folder, "corpus"), Path(folder, "words")
        corpus.mkdir()
        for number, path in enumerate(path for seeds in SEEDS for path in sorted((ROOT / seeds).rglob("*.fountain"))):
            (corpus / str(number)).write_bytes(path.read_bytes()[:LONGEST])
        words.write_text("".join(f"{_quoted(word)}\n" for word in (*sorted(WORDS), *MARKS)), encoding="utf-8")
        asked = sys.argv[1:] or ["-max_total_time=60"]
        atheris.Setup([sys.argv[0], f"-dict={words}", f"-max_len={LONGEST}", "-timeout=10", *asked, str(corpus)], read)
        atheris.Fuzz()
    return 0


def read(data: bytes) -> None:
    """All that is done with a script before anybody looks for cameras."""
    script, problems, sources = parse(TextWorld({"f": data}), "f")
    story, more = understand(script)
    _hold(script, (*problems, *more, *check(story)), sources)


def _hold(script: Script, problems: tuple, sources: dict[str, Source]) -> None:
    ends = {name: len(source.text) for name, source in sources.items()}
    for problem in problems:
        assert problem.span.end <= ends[problem.span.source], problem
        assert problem.fix is None or problem.fix.span.end <= ends[problem.fix.span.source], problem
    for scene in script.scenes:
        assert all(scene.span.start <= item.span.start <= item.span.end <= scene.span.end for item in scene.items)


def _quoted(word: str) -> str:
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\x{b:02x}" for b in word.encode()) + '"'


if __name__ == "__main__":
    sys.exit(main())
