"""For every test: no network, and the outside test data where it is there."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

# What fails must fail for whoever runs it again; chance has its place in `make proof` and `make fuzz`.
settings.register_profile("test", derandomize=True, deadline=None)
settings.register_profile("proof", deadline=None, print_blob=True)
settings.load_profile("proof" if os.environ.get("SHOTSCRIPT_PROOF") else "test")

# Whoever is started in the background is often told to ignore Ctrl-C, and so is all that it starts: but here it is
# pressed, at programs that are to end by it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


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
