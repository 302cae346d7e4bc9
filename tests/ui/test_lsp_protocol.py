"""The server spoken to by hand: questions that are none are answered, and leaving without a word is status 1."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

HELLO = {"processId": None, "rootUri": None, "capabilities": {}}
WHERE = {"textDocument": {"uri": "file:///film.fountain"}, "position": {"line": -1, "character": 0}}


def spoken(*messages: dict[str, Any]) -> tuple[dict[Any, Any], int]:
    """The answers by the id of their question, and the exit status."""
    bodies = [json.dumps({"jsonrpc": "2.0", **message}).encode() for message in messages]
    said = b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(body), body) for body in bodies)
    done = subprocess.run([sys.executable, "-m", "shotscript", "lsp"], input=said, capture_output=True, timeout=60)
    heard, rest = [], done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        heard.append(json.loads(rest[:length]))
        rest = rest[length:]
    return {one["id"]: one for one in heard if "method" not in one}, done.returncode


def test_whoever_asks_is_answered():
    answers, status = spoken(
        {"id": 1, "method": "initialize", "params": HELLO}, {"method": "initialized", "params": {}},
        {"id": 2, "method": "textDocument/hover", "params": WHERE},
        {"id": "three", "method": "textDocument/hover", "params": {"position": 3}},
        {"id": 4, "method": "shutdown"}, {"id": 5, "method": "textDocument/foldingRange", "params": WHERE},
        {"method": "exit"},
    )
    assert "capabilities" in answers[1]["result"]
    assert [answers[id]["error"]["code"] for id in (2, "three", 5)] == [-32602, -32602, -32600]
    assert answers[4]["result"] is None and status == 0


def test_to_leave_without_shutting_down_is_status_1():
    hello = {"id": 1, "method": "initialize", "params": HELLO}
    assert spoken(hello, {"method": "exit"})[1] == 1
