"""Open models at fal, driven by our own depth pass: what a graph says in nodes stands in one flat body.

Parentheses weigh words in a graph, not here: the backslashes before them are taken off again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...plan.timeline import Segment
from ..contract import Context, Draft, Loss, Need, Request, Verdict
from ..phrase.manner import Mark
from ..phrase.wrap import altered, lost, rewritten, sent
from .facts import FPS

_PLAIN = (Mark(r"\\\(", "(", ""), Mark(r"\\\)", ")", ""))
_WEIGHED = "with a backslash"
_GREY = "BK963"
"""Our own grey picture opens a shot: of models that take one. fal's are driven by depth alone."""
_IN_GREY = "in our own first frame"
_UNSEEN = "no picture of ours opens the shot at fal"


def wrap_vace(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    """As many frames as the pass has, in its own shape and size."""
    draft = _plain(draft)
    request, graph = draft.request, _graph(draft.request)
    pass_, first, last, person = (_need(request, role) for role in ("depth pass", "first frame", "last frame", "image"))
    body: dict[str, Any] = {
        "prompt": request.prompt, "negative_prompt": _never(graph), "video_url": _ref(pass_), "preprocess": False,
        "num_frames": pass_.recipe["frames"] if pass_ else 0, "frames_per_second": FPS, "resolution": "auto",
        "aspect_ratio": "auto", "match_input_num_frames": False, "match_input_frames_per_second": False,
        "enable_prompt_expansion": False, "seed": _seed(graph),
    }
    body |= {"ref_image_urls": [person.ref]} if person else {}
    body |= {"last_frame_url": last.ref} if last else {}
    if first and not _own(first):
        return sent(draft, id, {**body, "first_frame_url": first.ref})
    return _ungreyed(sent(draft, id, body))


def wrap_ltx(draft: Draft, id: str, segment: Segment, context: Context) -> Draft:
    draft = _plain(draft)
    request, graph = draft.request, _graph(draft.request)
    pass_, first, last = (_need(request, role) for role in ("depth pass", "first frame", "last frame"))
    latent = _node(graph, "EmptyLTXVLatentVideo")
    body: dict[str, Any] = {
        "prompt": request.prompt, "negative_prompt": _never(graph), "video_url": _ref(pass_), "ic_lora": "depth",
        "preprocessor": "none", "match_video_length": False, "num_frames": latent["length"], "match_input_fps": False,
        "fps": int(_node(graph, "LTXVConditioning")["frame_rate"]), "generate_audio": True,
        "video_size": {"width": latent["width"], "height": latent["height"]}, "enable_prompt_expansion": False,
        "seed": _seed(graph),
    }
    if first:
        body |= {"image_url": first.ref, "image_strength": _node(graph, "LTXVImgToVideoInplace")["strength"]}
    body |= {"end_image_url": last.ref} if last else {}
    return sent(draft, id, body)


def _ungreyed(draft: Draft) -> Draft:
    """Without our own grey picture: nothing is said of it, and what it alone showed is lost."""
    draft = altered(draft, lambda loss: lost(loss, _UNSEEN) if loss.how.endswith(_IN_GREY) else loss)
    return replace(draft, problems=tuple(problem for problem in draft.problems if problem.code != _GREY))


def _plain(draft: Draft) -> Draft:
    return altered(rewritten(draft, _PLAIN), _unweighed)


def _unweighed(loss: Loss) -> Loss:
    notes = loss.how.split("; ")
    kept = "; ".join(note for note in notes if _WEIGHED not in note)
    if kept == loss.how:
        return loss
    verdict = Verdict.USED if not kept and loss.verdict is Verdict.APPROXIMATED else loss.verdict
    return loss.model_copy(update={"verdict": verdict, "how": kept})


def _graph(request: Request) -> dict[str, dict[str, Any]]:
    return request.body["prompt"]


def _node(graph: dict[str, dict[str, Any]], kind: str, at: int = 0) -> dict[str, Any]:
    """The inputs of the first node of a kind, or of the one `at` a place among them."""
    return [node["inputs"] for node in graph.values() if node["class_type"] == kind][at]


def _never(graph: dict[str, dict[str, Any]]) -> str:
    """Said even where nothing is excluded: fal has a long list of its own."""
    return _node(graph, "CLIPTextEncode", 1)["text"]


def _seed(graph: dict[str, dict[str, Any]]) -> int:
    seeds = (node["inputs"].get(name) for node in graph.values() for name in ("seed", "noise_seed"))
    return next(seed for seed in seeds if isinstance(seed, int))


def _need(request: Request, role: str) -> Need | None:
    return next((need for need in request.needs if need.role == role), None)


def _own(need: Need) -> bool:
    return "pass" in need.recipe


def _ref(need: Need | None) -> str:
    return need.ref if need else ""
