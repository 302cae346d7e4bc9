"""A ComfyUI graph in the form its server takes: nodes by number, each input a value or a link to another's output."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Link = list[Any]
"""`[number of a node, number of its output]`"""


@dataclass(frozen=True, slots=True)
class Node:
    """A node that stands in a graph. `node[1]` links to its second output."""

    number: str

    def __getitem__(self, output: int) -> Link:
        return [self.number, output]


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes are numbered in the order they are put in, so that the same calls make the same bytes."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(self, kind: str, /, **inputs: Any) -> Node:
        """A node of a class; an input that is None is left out. `format__codec` is the input `format.codec`."""
        number = str(len(self.nodes) + 1)
        given = {name.replace("__", "."): value for name, value in inputs.items() if value is not None}
        self.nodes[number] = {"class_type": kind, "inputs": given}
        return Node(number)

    def video(self, ref: str) -> Link:
        """The pictures of a video file."""
        return self.put("GetVideoComponents", video=self.put("LoadVideo", file=ref)[0])[0]

    def image(self, ref: str) -> Link:
        return self.put("LoadImage", image=ref)[0]

    def saved(self, images: Link, fps: float, audio: Link | None = None) -> None:
        """The clip as a file. Older servers ask for `codec`, newer ones for `format.codec`; none minds one too many."""
        made = self.put("CreateVideo", images=images, fps=fps, audio=audio)
        self.put("SaveVideo", video=made[0], filename_prefix="shotscript", format="auto", codec="auto",
                 format__codec="auto")
