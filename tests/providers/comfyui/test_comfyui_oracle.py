"""Every graph against ComfyUI's node pages: classes, inputs, links, outputs, ranges; and the frame and size grids."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from films import segments, toured, understood

from shotscript.plan.timeline import Segment
from shotscript.providers.comfyui import PROVIDERS
from shotscript.providers.comfyui.graph import Graph

pytest.importorskip("comfyui_embedded_docs", reason="the node pages are not installed (the `oracles` group)")
PAGES = Path(str(find_spec("comfyui_embedded_docs").origin)).parent / "docs"  # type: ignore[union-attr]
NAMED = {provider.name: provider for provider in PROVIDERS}
GRIDS = {"wan-2.2-fun": (16, 4, 16), "wan-2.1-vace": (16, 4, 16), "ltx-2-depth": (24, 8, 32),
         "wan-2.2-animate": (30, 4, 16)}
"""By model: frames a second, the step of its frames, the step of its sides."""
OLDER = {"SaveVideo": {"codec", "format.codec"}}
"""Inputs that stand on the page under another name: `codec` is nested under `format` in newer servers."""
TYPES = {"CHECKPOINT": "MODEL"}
UNTYPED = {"KSampler": ["LATENT"]}
"""Outputs of a page whose table has no types (its source, further down, has)."""
SAMPLERS = {"sampler_name": {"euler", "uni_pc"}, "scheduler": {"simple"}}


@dataclass(frozen=True)
class Page:
    """A node as its page has it: inputs by name with their type, whether required and their range; outputs' types."""

    inputs: dict[str, tuple[str, bool, str]]
    outputs: list[str]


@cache
def page(kind: str) -> Page:
    path = PAGES / kind / "en.md"
    assert path.is_file(), f"there is no node {kind}"
    tables = {"Inputs": {}, "Output": []}
    section, head = "", []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("#"):
            section, head = line.lstrip("# ") if line.startswith("## ") else section, []
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]] if line.startswith("|") else []
        if not cells or not head:
            head = [cell.lower() for cell in cells] or head
        elif not set("".join(cells)) <= set("-: "):
            row = dict(zip(head, cells, strict=False))
            kind_of = next((row[name] for name in ("data type", "comfy dtype") if name in row), "").strip("`").upper()
            if not kind_of:
                continue
            if section.startswith("Input"):
                required = row.get("required", "yes").lower().startswith("yes")
                tables["Inputs"][cells[0].strip("`").lower()] = (kind_of, required, row.get("range", ""))
            elif section.startswith("Output"):
                tables["Output"].append(kind_of)
    return Page(tables["Inputs"], tables["Output"] or UNTYPED.get(kind, []))


def faults(graph: dict[str, dict[str, Any]]) -> list[str]:
    """What the pages say is wrong with a graph."""
    return [f"{number} {node['class_type']}: {words}" for number, node in graph.items()
            for words in (*_inputs(node, graph), *_missing(node))]


def _inputs(node: dict[str, Any], graph: dict[str, dict[str, Any]]):
    known = page(node["class_type"]).inputs
    for name, value in node["inputs"].items():
        if name.lower() not in known and name not in OLDER.get(node["class_type"], ()):
            yield f"there is no input {name}"
            continue
        kind, _, span = known.get(name.lower(), ("", False, ""))
        yield from _link(name, value, kind, graph) if isinstance(value, list) else _value(name, value, kind, span)


def _link(name: str, link: list[Any], kind: str, graph: dict[str, dict[str, Any]]):
    source, output = link
    if source not in graph:
        yield f"{name} comes from {source}, which is not there"
        return
    outputs = page(graph[source]["class_type"]).outputs
    if not 0 <= output < len(outputs):
        yield f"{name} is output {output} of {graph[source]['class_type']}, which has {len(outputs)}"
    elif kind and outputs[output] != TYPES.get(kind, kind):
        yield f"{name} wants {kind}, output {output} of {graph[source]['class_type']} is {outputs[output]}"


def _value(name: str, value: Any, kind: str, span: str):
    wanted = {"INT": int, "FLOAT": (int, float), "STRING": str, "BOOLEAN": bool}.get(kind)
    if wanted and (not isinstance(value, wanted) or (isinstance(value, bool) and kind != "BOOLEAN")):
        yield f"{name} is {value!r}, wanted {kind}"
        return
    ends = re.fullmatch(r"(-?[\d.]+)\s*(?:to|-|~)\s*(-?[\d.]+|MAX_RESOLUTION)(?: \(.*\))?", span.strip())
    if ends and isinstance(value, int | float) and not isinstance(value, bool):
        low, high = float(ends[1]), 16384.0 if ends[2] == "MAX_RESOLUTION" else float(ends[2])
        if not low <= value <= high:
            yield f"{name} is {value}, wanted {span}"
    options = re.findall(r"`\"([^\"`]+)\"`", span)
    if options and kind in ("COMBO", "DYNAMIC_COMBO") and value not in options:
        yield f"{name} is {value!r}, there are {options}"
    if name in SAMPLERS and value not in SAMPLERS[name]:
        yield f"{name} {value!r} is none of the official graphs'"


def _missing(node: dict[str, Any]):
    for name, (_, required, _) in page(node["class_type"]).inputs.items():
        widget = name in ("control_after_generate", "denoise")
        if required and not widget and name not in {one.lower() for one in node["inputs"]}:
            yield f"{name} is missing"


def dangling(graph: dict[str, dict[str, Any]]) -> set[str]:
    """Nodes nothing is made of, but those that save."""
    used = {value[0] for node in graph.values() for value in node["inputs"].values() if isinstance(value, list)}
    return {number for number, node in graph.items() if number not in used and node["class_type"] != "SaveVideo"}


STILLS = """/*@format
picture: {picture}
never: subtitles
seed: 41
*/
/*@cast
MAYA: woman, 34
  images: m.png
*/
INT. KITCHEN - NIGHT

[[frame first: a.png]]
[[frame last: b.png]]
!! 1A: CU on MAYA, 85mm f/2, dolly in 0.5m, {seconds}s

Maya waits.
"""
SIZES = ("16:9 720p 24fps", "9:16 1080p 25fps", "1:1 480p 30fps", "2.39:1 1080p 24fps", "4:3 720p 23.976fps")


def drafts(name: str):
    """Every film of the tour, and one with stills and a person's picture in many shapes and lengths."""
    provider = NAMED[name]
    texts = [STILLS.format(picture=one, seconds=seconds) for one in SIZES for seconds in ("1", "2.5", "5", "12")]
    texts += [text.replace("[[frame last: b.png]]\n", "") for text in texts[:4]]
    texts += [text.replace("[[frame first: a.png]]\n", "") for text in texts[:4]]
    for film in (*toured(), *map(understood, texts)):
        context = film.context()
        for segment in segments(film, provider.limits):
            yield segment, provider.write(segment, context)


@pytest.mark.parametrize("name", NAMED)
def test_every_graph_is_what_the_nodes_take(name):
    count, kinds = 0, set()
    for _, draft in drafts(name):
        graph = draft.request.body["prompt"]
        assert not (found := faults(graph)), found
        assert not dangling(graph)
        kinds |= {node["class_type"] for node in graph.values()}
        count += 1
    assert count > 60
    assert {"LoadVideo", "GetVideoComponents", "CLIPTextEncode", "CreateVideo", "SaveVideo"} <= kinds


@pytest.mark.parametrize("name", NAMED)
def test_frames_and_sizes_lie_on_the_models_grids(name):
    fps, frames, side = GRIDS[name]
    for segment, draft in drafts(name):
        graph = draft.request.body["prompt"]
        sized = [node["inputs"] for node in graph.values() if "length" in node["inputs"] and "width" in node["inputs"]]
        one = {**sized[0], "length": sum(part["length"] for part in sized) - 5 * (len(sized) - 1)}
        assert all(part["length"] % frames == 1 for part in sized) and one["length"] == segment.seconds * fps
        assert one["length"] % frames == 1 and (len(sized) == 1 or max(part["length"] for part in sized) == 77)
        assert one["width"] % side == 0 and one["height"] % side == 0
        assert max(one["width"], one["height"]) <= 1280 and min(one["width"], one["height"]) <= 736
        passes = [need.recipe for need in draft.request.needs if need.role in ("depth pass", "pose pass")]
        assert [(p["frames"], p["width"], p["height"], p["fps"]) for p in passes] == [
            (one["length"], one["width"], one["height"], str(fps))]
        shape = segment.format.width / segment.format.height
        assert abs(one["width"] / one["height"] / shape - 1) < side / min(one["width"], one["height"])


def test_the_pages_are_an_oracle():
    """They know names, types, links, outputs and ranges."""
    _, draft = next(drafts("wan-2.2-fun"))
    good = draft.request.body["prompt"]
    at = {node["class_type"]: number for number, node in good.items()}
    wrong = {
        "Wan22FunControlToVideo": ({"lenght": 81}, {"width": "1280"}, {"batch_size": 0}, {"positive": ["99", 0]},
                                   {"negative": [at["VAELoader"], 0]}, {"vae": [at["VAELoader"], 3]}),
        "CLIPLoader": ({"type": "flux"},), "CreateVideo": ({"fps": 500.0},), "SaveVideo": ({"format": "avi"},),
    }
    for kind, changes in wrong.items():
        for change in changes:
            node = {**good[at[kind]], "inputs": {**good[at[kind]]["inputs"], **change}}
            assert faults({**good, at[kind]: node}), (kind, change)
    short = {**good[at["VAEDecode"]], "inputs": {"samples": good[at["VAEDecode"]]["inputs"]["samples"]}}
    assert faults({**good, at["VAEDecode"]: short}) == [f"{at['VAEDecode']} VAEDecode: vae is missing"]
    with pytest.raises(AssertionError, match="no node"):
        faults({"1": {"class_type": "NoSuchNode", "inputs": {}}})


@pytest.mark.parametrize(("length", "width"), [(80, 1280), (81, 1284)])
def test_grids_that_no_page_knows(length, width):
    """The pages take 80 frames and 1284 pixels; the models do not, so none of ours is such (see above)."""
    graph = Graph()
    link = graph.put("CLIPTextEncode", text="", clip=graph.put("CLIPLoader", clip_name="a", type="wan")[0])[0]
    graph.put("Wan22FunControlToVideo", positive=link, negative=link, vae=graph.put("VAELoader", vae_name="b")[0],
              width=width, height=720, length=length, batch_size=1)
    assert not faults(graph.nodes)


def lengths(segment: Segment) -> int:
    return len(segment.cuts)


@pytest.mark.parametrize("name", NAMED)
def test_one_shot_and_five_seconds_though_the_nodes_take_more(name):
    provider = NAMED[name]
    film = understood(STILLS.format(picture=SIZES[0], seconds="12"))
    made = segments(film, provider.limits)
    assert len(made) > 1 and all(lengths(segment) == 1 for segment in made)
    assert max(segment.seconds * provider.limits.fps for segment in made) <= provider.limits.frames_most
