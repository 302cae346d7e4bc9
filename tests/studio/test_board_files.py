"""A board as PDF and as a page, read back by readers that are not ours: every word to the letter, none upon another."""

from __future__ import annotations

import json
import shutil
import subprocess
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from boardfiles import Words, lines, pictures, ready, squeezed, texts
from click.testing import CliRunner
from PIL import Image

import shotscript
from shotscript.core.errors import UsageError
from shotscript.film import fonts
from shotscript.studio.board import board, write
from shotscript.studio.board.layout import PAPERS, layout
from shotscript.studio.board.paper import pdf
from shotscript.studio.board.stills import stills
from shotscript.studio.board.typefaces import typefaces
from shotscript.studio.board.web import page
from shotscript.studio.board.words import clean, every
from shotscript.ui.board_command import command

EXAMPLE = Path(__file__).parents[2] / "examples" / "the-last-light" / "the-last-light.fountain"
HOSTILE = """Title: A <script>alert(1)</script> #set page(fill: red) $x^2$ @ref

/*@format
picture: 16:9 720p 24fps
*/

/*@cast
MAYA & "CO" <b>: woman, 34
*/

INT. ROOM </title><b> #panic() - DAY #1#

[[block: @MAYA & "CO" <b> stands at 0 0]]
[[light: #eval("1") ]]> <!-- -->]]

!! 1A: CU on @MAYA, "#{sys.inputs} & <i onclick=x>", 4s

#import "x" <script>alert("two")</script> $ a_b $ @label `raw` ~ -- --- ... \\u{1F600} [x](y) // no /* comment

MAYA
#text(fill: white)[hidden] "quoted" 'single' </svg><script>3</script> &amp; {{ 7 * 7 }} {% raw %} \x07 \x1b[31m

LETTERS

!! 1B: MS on MAYA, 2s

AnotherwordwithoutanyplacewherealinecouldbreakLONG.
"""
HAN = "玛雅坐在桌边等着。「過ぎた時間」，그녀는 웃었다！"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory):
    return ready(EXAMPLE, tmp_path_factory.mktemp("example"))


def has_han() -> bool:
    return not fonts.shelf().lacking(HAN)


def hostile() -> str:
    return HOSTILE.replace("LETTERS", HAN if has_han() else "No font for more.").replace("LONG", "onandon" * 30)


@pytest.mark.parametrize("panels", [1, 2, 3, 4, 6, 9])
@pytest.mark.parametrize("paper", list(PAPERS))
def test_no_words_lie_upon_others_or_out_of_their_panel(example, paper, panels: int):
    _, made, blanks, faces = example
    made_pdf = pdf(made, blanks, faces, paper, panels)
    grid = layout(paper, panels, made.shape)
    shots, count = -(-len(made.panels) // panels), len(made.panels)
    for number, (size, found) in enumerate(lines(made_pdf)):
        assert size == pytest.approx((grid.width, grid.height), abs=0.1)
        for (one, a), (other, b) in combinations(found, 2):
            assert not overlapping(a, b), (paper, panels, number + 1, one, other)
        for text, (left, top, right, bottom) in found:
            assert left >= 10 and right <= size[0] - 10 and top >= 10 and bottom <= size[1] - 8, text
            if number < shots:
                assert at_home(grid, left, top, right, bottom), (number + 1, text)
    assert pictures(made_pdf)[:shots] == [2 * min(panels, count - i * panels) for i in range(shots)]


def overlapping(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    """Whether two boxes share more than a hair."""
    return (min(a[2], b[2]) - max(a[0], b[0]) > 0.3) and (min(a[3], b[3]) - max(a[1], b[1]) > 0.3)


def at_home(grid, left: float, top: float, right: float, bottom: float) -> bool:
    """In the words of a panel, in its title, or in the page's head and foot."""
    inner = grid.inner
    if bottom <= inner.y or top >= inner.y + inner.height:
        return True
    for panel in grid.panels:
        words = grid.words.moved(panel.x, panel.y)
        title = panel.y <= top and bottom <= panel.y + 7 and panel.x <= left and right <= panel.x + panel.width
        if title or (words.x - 0.3 <= left and right <= words.x + words.width + 0.3
                     and words.y - 0.3 <= top and bottom <= words.y + words.height + 0.5):
            return True
    return False


def test_every_word_of_the_example_stands_in_both(example):
    _, made, blanks, faces = example
    printed = squeezed("".join(texts(pdf(made, blanks, faces, "a4", 3))))
    shown = squeezed(Words(page(made, blanks)).text)
    for panel in made.panels:
        for line in panel.lines:
            assert squeezed(line.text) in printed, line
            assert squeezed(line.text) in shown, line


def test_hostile_words_are_plain_text_in_both(tmp_path: Path):
    _, made, blanks, faces = ready(hostile(), tmp_path)
    printed = squeezed("".join(texts(pdf(made, blanks, faces))))
    told = Words(page(made, blanks))
    shown = squeezed(told.text)
    for line in (line for panel in made.panels for line in panel.lines):
        assert squeezed(clean(line.text)) in printed, line.text
        assert squeezed(clean(line.text)) in shown, line.text
    for text in (made.title, *(panel.heading for panel in made.panels)):
        assert squeezed(clean(text)) in printed and squeezed(clean(text)) in shown
    assert told.tags.isdisjoint({"script", "iframe", "i", "img", "object"})
    assert not [name for name in told.attributes if name.startswith("on") or name in ("style", "srcdoc")]
    assert "alert(" in shown and "#panic()" in shown and (not has_han() or squeezed(HAN) in printed)


def test_words_that_have_no_room_stand_whole_at_the_end(tmp_path: Path):
    told = " ".join(f"Line {n} of a very long piece of action." for n in range(400))
    script = f"INT. ROOM - DAY #1#\n\n!! 1A: WS, 4s\n\n{told}\n\n!! 1B: WS, 4s\n\nShort.\n"
    _, made, blanks, faces = ready(script, tmp_path)
    made_pdf = pdf(made, blanks, faces, "a4", 9)
    pages = texts(made_pdf)
    assert squeezed("goes on at the end, under 1A") in squeezed(pages[0])
    assert squeezed("Line 399 of") not in squeezed(pages[0])
    rest = squeezed("".join(text for text in pages[2:]))
    found = [squeezed(f"Line {n} of a very long piece of action.") in rest for n in range(400)]
    assert len(pages) > 3 and sum(found) > 390  # a page's head may stand between two lines
    for size, boxes in lines(made_pdf):
        assert not any(overlapping(a, b) for (_, a), (_, b) in combinations(boxes, 2))
        assert all(right <= size[0] - 10 and bottom <= size[1] - 8 for _, (_, _, right, bottom) in boxes)


def test_the_same_board_is_the_same_bytes(example):
    _, made, blanks, faces = example
    assert pdf(made, blanks, faces, "letter", 4) == pdf(made, blanks, faces, "letter", 4)
    assert page(made, blanks) == page(made, blanks)


def test_a_page_reaches_nothing(example):
    _, made, blanks, _ = example
    text = page(made, blanks)
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "") and "https://" not in text
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert "<script" not in text and "@media print" in text and "prefers-color-scheme: dark" in text


def test_letters_no_font_has_are_told(tmp_path: Path):
    film, made, blanks, _ = ready(hostile(), tmp_path)
    text = "".join(map(clean, every(made))) + "漢"
    bare = typefaces(film.read, text, system=False)
    assert "漢" in bare.lacking and "a" not in bare.lacking
    assert squeezed("Anotherword") in squeezed("".join(texts(pdf(made, blanks, bare))))


def test_a_font_that_is_none_is_told(tmp_path: Path):
    (tmp_path / "no.ttf").write_bytes(b"no font")
    film, *_ = ready(hostile(), tmp_path)
    with pytest.raises(UsageError, match=r"no\.ttf"):
        typefaces(film.read, "a", [tmp_path / "no.ttf"])


def test_what_is_drawn_is_kept_and_the_files_are_written(tmp_path: Path):
    (tmp_path / "shotscript.toml").touch()
    script = "INT. ROOM - DAY #1#\n\n!! 1A: MS on MAYA, 35mm, pan left 9deg, 1s\n\nMAYA waits.\n"
    (tmp_path / "film.fountain").write_text(script)
    film = shotscript.compile(tmp_path / "film.fountain", provider="previz")
    told = list[int]()
    made = write(film, watch=lambda what, done, total: told.append(total))
    assert told == [2, 2] and made.html == tmp_path / "build" / "film" / "board.html"
    first, last = stills(film, board(film).panels, 640)["1A"]
    with Image.open(first) as picture:
        assert picture.size == (640, 360) and first.read_bytes() != last.read_bytes()
    before = made.pdf.read_bytes(), made.html.read_bytes()
    again = write(film, watch=lambda what, done, total: told.append(total))
    assert told == [2, 2]
    assert (again.pdf.read_bytes(), again.html.read_bytes()) == before


def test_the_command_says_where_and_ends_in_the_scripts_status(tmp_path: Path):
    (tmp_path / "shotscript.toml").touch()
    script = tmp_path / "film.fountain"
    script.write_text("INT. ROOM - DAY #1#\n\n!! 1A: MS on MAYA, orbit rigth 9deg, 1s\n\nMAYA waits.\n")
    found = CliRunner().invoke(command, [str(script), "--format", "json", "--panels", "2", "--paper", "letter"],
                               standalone_mode=False)
    assert found.return_value == 1, found.output
    told = json.loads(found.stdout.strip().splitlines()[-1])
    assert told["panels"] == told["plans"] == 1
    assert "Fault: SY105" in "".join(texts(Path(told["pdf"]).read_bytes()))
    assert "SY105" in Words(Path(told["html"]).read_text()).text


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no chromium here to show the page")
def test_a_narrow_browser_shows_all_of_the_page(tmp_path: Path):
    _, made, blanks, _ = ready(hostile(), tmp_path)
    (tmp_path / "board.html").write_text(page(made, blanks))
    shot = tmp_path / "shot.png"
    subprocess.run(["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                    f"--user-data-dir={tmp_path / 'profile'}", "--window-size=390,1600", f"--screenshot={shot}",
                    (tmp_path / "board.html").as_uri()], check=True, capture_output=True, timeout=60)
    with Image.open(shot) as picture:
        seen = np.asarray(picture.convert("RGB")).astype(int)
    assert seen.shape[1] == 390 and np.ptp(seen) > 100
    assert np.abs(seen[:, -4:] - seen[0, -1]).max() < 8, "something goes beyond the right edge"
