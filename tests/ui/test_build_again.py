"""A build folder written a second time: what is still the same is left alone."""

from __future__ import annotations

from pathlib import Path

from shotscript.ui import build


def test_only_what_changed_is_written_again(tmp_path: Path):
    build.put({"plan.json": "{}\n", "prompts/001-1A.md": "Maya waits.\n"}, tmp_path)
    before = {name: (tmp_path / name).stat() for name in ("plan.json", "prompts/001-1A.md")}
    build.put({"plan.json": "{}\n", "prompts/001-1A.md": "Maya sleeps.\n"}, tmp_path)
    assert (tmp_path / "plan.json").stat().st_ino == before["plan.json"].st_ino
    assert (tmp_path / "plan.json").stat().st_mtime_ns == before["plan.json"].st_mtime_ns
    assert (tmp_path / "prompts/001-1A.md").read_text() == "Maya sleeps.\n"
    assert (tmp_path / "prompts/001-1A.md").stat().st_ino != before["prompts/001-1A.md"].st_ino


def test_a_folder_nothing_is_left_in_goes(tmp_path: Path):
    build.put({"plan.json": "{}\n", "prompts/001-1A.md": "Maya.\n", "requests/001-1A.json": "{}\n"}, tmp_path)
    (tmp_path / "requests/mine.txt").write_text("a note\n")
    build.put({"compare.json": "{}\n"}, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["compare.json", "requests"]
    assert [path.name for path in (tmp_path / "requests").iterdir()] == ["mine.txt"]
