"""Every file of the renderer counts: an edit anywhere in it makes another edition."""

from __future__ import annotations

from pathlib import Path

from shotscript.providers.previz import PROVIDER, edition


def test_an_edit_in_any_file_is_another_edition(tmp_path: Path):
    files = [tmp_path / "a.py", tmp_path / "b.py"]
    for file in files:
        file.write_text("x = 1\n")
    before = edition.edition(files)
    assert edition.edition(files) == before
    files[1].write_text("x = 2\n")
    assert edition.edition(files) != before


def test_the_providers_edition_is_of_its_own_folder():
    folder = Path(edition.__file__).parent
    assert edition.edition(sorted(folder.rglob("*.py"))) == PROVIDER.edition
    assert (folder / "kernels" / "shade.py").is_file()
