"""The house holds: parts import only what stands before them, files stay short, libraries have one room each."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "shotscript"
PARTS = ("core", "film", "lang", "narrative", "optics", "plan", "providers", "render", "stitch", "studio", "ui")
EVERYWHERE = {"pydantic", "numpy", "jinja2", "PIL"}
FILES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path: Path) -> list[tuple[str, ...]]:
    """Every import of a file as a dotted path from the top, wherever in the file it stands."""
    home = ("shotscript", *path.relative_to(PACKAGE).parts[:-1])
    found: list[tuple[str, ...]] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [tuple(name.name.split(".")) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = home[: len(home) - node.level + 1] if node.level else ()
            module = tuple(node.module.split(".")) if node.module else ()
            found += [(*base, *module, name.name) for name in node.names]
    return found


def test_parts_are_in_alphabetical_order_and_complete():
    on_disk = {part_of(path) for path in FILES if path.parent != PACKAGE}
    assert list(PARTS) == sorted(PARTS)
    assert on_disk == set(PARTS)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_up_the_alphabet(path: Path):
    part = part_of(path)
    if part in ("__init__", "__main__"):
        return
    for target in imports(path):
        if target[0] == "shotscript" and len(target) > 1 and target[1] in PARTS:
            assert PARTS.index(target[1]) <= PARTS.index(part), f"{part} imports {'.'.join(target)}"


def test_no_provider_folder_knows_another():
    folders = {p.name for p in (PACKAGE / "providers").iterdir() if p.is_dir()} - {"phrase", "__pycache__"}
    for path in FILES:
        inside = path.relative_to(PACKAGE).parts
        if inside[0] == "providers" and len(inside) > 2:
            for target in imports(path):
                if target[:2] == ("shotscript", "providers") and len(target) > 2 and target[2] in folders:
                    assert target[2] == inside[1], f"{path} imports {'.'.join(target)}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_stay_under_300_lines(path: Path):
    assert len(path.read_text().splitlines()) <= 300


def test_each_library_is_imported_by_one_part():
    own = {"shotscript", "__future__"}
    homes: dict[str, set[str]] = defaultdict(set)

    for path in FILES:
        for target in imports(path):
            if target[0] not in own | EVERYWHERE | set(sys.stdlib_module_names):
                homes[target[0]].add(part_of(path))
    assert homes["lark"] == {"lang"}
    assert homes["av"] == {"film"}
    assert {name: parts for name, parts in homes.items() if len(parts) > 1} == {}


def function_lengths(path: Path) -> dict[str, int]:
    """Lines of each function without its docstring."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = node.body[0] if ast.get_docstring(node) else None
            said = (doc.end_lineno - doc.lineno + 1) if doc else 0  # type: ignore[union-attr]
            found[f"{path.name}:{node.name}"] = node.end_lineno - node.lineno + 1 - said  # type: ignore[operator]
    return found


def test_functions_are_short():
    kernels = PACKAGE / "providers" / "previz"
    lengths = {p: function_lengths(p) for p in FILES}
    plain = {k: v for p, each in lengths.items() if not p.is_relative_to(kernels) for k, v in each.items()}
    drawn = {k: v for p, each in lengths.items() if p.is_relative_to(kernels) for k, v in each.items()}
    assert {k: v for k, v in plain.items() if v > 50} == {}
    assert {k: v for k, v in drawn.items() if v > 80} == {}
    ordered = sorted(plain.values())
    assert ordered[len(ordered) // 2] < 10
    assert ordered[len(ordered) * 9 // 10] < 25


def test_no_catch_all_below_ui():
    for path in FILES:
        if part_of(path) == "ui":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler):
                name = ast.unparse(node.type) if node.type else ""
                assert name not in ("", "Exception", "BaseException"), f"{path}:{node.lineno} catches everything"


def test_architecture_page_lists_every_part_and_file():
    page = (ROOT / "ARCHITECTURE.md").read_text()
    assert len(page.splitlines()) < 150
    rows = dict(re.findall(r"^\| `(\w+)(?:\.py)?` \|(.*)$", page, re.MULTILINE))
    assert set(rows) == set(PARTS)
    for path in FILES:
        part = part_of(path)
        if path.stem != "__init__" and path.parent == PACKAGE / part:
            assert f"`{path.stem}`" in rows[part], f"ARCHITECTURE.md does not mention {part}/{path.name}"


def test_every_file_opens_with_a_docstring():
    for path in FILES:
        assert ast.get_docstring(ast.parse(path.read_text())), f"{path} does not say what it is for"
