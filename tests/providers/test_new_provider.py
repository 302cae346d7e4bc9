"""The folder that `docs/new-provider.md` walks through, put in and asked everything every provider is asked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FILES = dict(re.findall(r"^## `acme/([^`]+)`.*?^```\w+\n(.*?)^```$", (ROOT / "docs" / "new-provider.md").read_text(),
                        re.MULTILINE | re.DOTALL))


def test_the_walk_through_is_short_and_whole():
    assert set(FILES) == {"facts.py", "dialect.py", "wire.py", "__init__.py", "templates/prompt.jinja2", "README.md"}
    assert sum(text.count("\n") for text in FILES.values()) < 150


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A copy of the project with one folder more, and no other edit."""
    home = tmp_path_factory.mktemp("project")
    skipped = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", home / "src", ignore=skipped)
    shutil.copytree(ROOT / "tests" / "providers", home / "tests" / "providers", ignore=skipped)
    shutil.copy(ROOT / "pyproject.toml", home)
    for name, text in FILES.items():
        path = home / "src" / "shotscript" / "providers" / "acme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return home


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    around = {**os.environ, "PYTHONPATH": str(project / "src")}
    return subprocess.run([sys.executable, *arguments], cwd=project, env=around, capture_output=True, text=True)


def test_it_passes_the_conformance_suite_with_no_other_edit(project):
    suite = sorted(path.name for path in (project / "tests" / "providers").glob("test_conformance*.py"))
    done = run(project, "-m", "pytest", "-p", "no:cacheprovider", "-k", "acme",
               *(f"tests/providers/{name}" for name in suite))
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed and int(passed[1]) >= 20, done.stdout[-400:]


def test_it_compiles_the_example(project, tmp_path):
    example = ROOT / "examples" / "the-last-light" / "the-last-light.fountain"
    done = run(project, "-m", "shotscript", "compile", str(example), "--provider", "acme-1", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "requests").glob("*.json"))
