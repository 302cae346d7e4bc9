"""For every test: no network, and the outside test data where it is there."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine may be spoken to."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        assert host in ("", "localhost", "::1") or str(host).startswith("127."), f"a test reached for {host}"
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def phoenix() -> Path:
    """A real television screenplay of 135 KB without shots."""
    path = ROOT.parent / "shared" / "fountain" / "scripts" / "phoenix-child.fountain"
    if not path.is_file():
        pytest.skip("the outside Fountain scripts are not beside the project")
    return path


@pytest.fixture(scope="session")
def example() -> Path:
    return ROOT / "examples" / "the-last-light" / "the-last-light.fountain"
