"""Makes `fal_inputs.json`, what fal takes of the models we send it, out of the types of its own client.

    npm pack @fal-ai/client@1.10.1 && tar xzf fal-ai-client-1.10.1.tgz
    python fal_types.py package/src/types/endpoints.d.ts 1.10.1 > fal_inputs.json

Names, kinds and values are kept, no sentence of the original: types say nothing of lengths, ranges and sums.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

CARRIED = (
    *(f"fal-ai/veo3.1{kind}{way}" for kind in ("", "/fast", "/lite")
      for way in ("", "/image-to-video", "/first-last-frame-to-video")),
    "fal-ai/veo3.1/reference-to-video",
    *(f"fal-ai/kling-video/v3/{size}/{way}" for size in ("pro", "standard")
      for way in ("text-to-video", "image-to-video")),
    *(f"fal-ai/kling-video/o3/{size}/{way}" for size in ("pro", "standard")
      for way in ("text-to-video", "reference-to-video", "video-to-video/edit")),
    *(f"fal-ai/kling-video/{model}/{size}/motion-control" for model in ("v3", "v2.6") for size in ("pro", "standard")),
    *(f"fal-ai/minimax/hailuo-{version}/{size}/{way}" for version in ("02", "2.3") for size in ("pro", "standard")
      for way in ("text-to-video", "image-to-video")),
    *(f"fal-ai/vidu/q3/{way}{kind}" for way in ("text-to-video", "image-to-video") for kind in ("", "/turbo")),
    "wan/v2.6/text-to-video", "wan/v2.6/image-to-video",
    *(f"fal-ai/wan/v2.7/{way}" for way in ("text-to-video", "image-to-video", "reference-to-video", "edit-video")),
    "fal-ai/wan-vace-14b/depth", "fal-ai/wan-22-vace-fun-a14b/depth", "fal-ai/ltx-2-19b/video-to-video",
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TYPE = re.compile(r"^export (?:declare )?type (\w+) = (.*?);\n(?=export|//|\Z|declare)", re.DOTALL | re.MULTILINE)
_ENTRY = re.compile(r'"([^"\n]+)": \{\s*input: (\w+);')
_TOKEN = re.compile(r'"[^"]*"|\w+|[{}<>\[\]()|&:;?,.-]')
_PLAIN = {"string": {"type": "string"}, "number": {"type": "number"}, "boolean": {"type": "boolean"}, "any": {},
          "unknown": {}, "Blob": {"type": "string"}, "File": {"type": "string"}, "null": {"type": "null"}}


class Reader:
    """Turns the words of one type into a schema; other types are read where they are named."""

    def __init__(self, types: dict[str, str], words: str):
        self.types, self.tokens, self.at = types, _TOKEN.findall(words), 0

    def take(self, *wanted: str) -> str:
        found = self.tokens[self.at]
        assert not wanted or found in wanted, (found, wanted)
        self.at += 1
        return found

    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def type(self) -> dict[str, Any]:
        found = [self.one()]
        while self.next() == "|":
            self.take("|")
            found.append(self.one())
        enum = [value for one in found for value in one.get("enum", [])]
        rest = [one for one in found if "enum" not in one]
        joined = [*rest, *([{"enum": enum}] if enum else [])]
        unique = [one for n, one in enumerate(joined) if one not in joined[:n]]
        return unique[0] if len(unique) == 1 else {"anyOf": unique}

    def one(self) -> dict[str, Any]:
        token = self.take()
        if token == "{":
            return self.object()
        if token[0] == '"':
            return {"enum": [token[1:-1]]}
        if token.isdigit():
            return {"enum": [int(token)]}
        if token in ("true", "false"):
            return {"enum": [token == "true"]}
        if token == "Array":
            self.take("<")
            held = self.type()
            self.take(">")
            return {"type": "array", "items": held}
        return _PLAIN[token] if token in _PLAIN else Reader(self.types, self.types[token]).type()

    def object(self) -> dict[str, Any]:
        told: dict[str, Any] = {"type": "object", "additionalProperties": False, "required": [], "properties": {}}
        while self.next() != "}":
            name = self.take().strip('"')
            if self.next() == "?":
                self.take("?")
            else:
                told["required"].append(name)
            self.take(":")
            told["properties"][name] = self.type()
            self.take(";")
        self.take("}")
        return told


def schemas(text: str) -> dict[str, Any]:
    """By endpoint, the schema of its input."""
    bare = _COMMENT.sub("", text)
    types = dict(_TYPE.findall(bare))
    named = dict(_ENTRY.findall(bare))
    return {id: Reader(types, types[named[id]]).type() for id in CARRIED if id in named}


if __name__ == "__main__":
    told = {"source": "npm @fal-ai/client, src/types/endpoints.d.ts (MIT)", "version": sys.argv[2],
            "inputs": schemas(Path(sys.argv[1]).read_text(encoding="utf-8"))}
    print(json.dumps(told, indent=1, sort_keys=True))
