"""What Kling takes in a body, as its pages say it: fields, values, pictures, and what may stand together.

Source: vendor documentation as mirrored 2026-09-20 (kling-omni-3.0-{t2v,i2v,ovg,motion-control}, kling-2.6-*,
kling-3.0-turbo-*), and the legacy specification of the 3.0 series. A function answers what is wrong, if anything is.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from typing import Any

SIZES, FINE = ("720p", "1080p", "4k"), ("720p", "1080p")
SHAPES = ("16:9", "9:16", "1:1")
LONG = tuple(range(3, 16))
TRUE = (True, False)
_CUT = {"multi_shot": TRUE, "audio": ("native", "off"), "resolution": SIZES, "duration": LONG}
_TURBO = {"resolution": FINE, "duration": LONG}
_OLD = {"audio": ("native", "off"), "resolution": FINE, "duration": (5, 10)}
_MOTION = {"character_orientation": ("image", "video"), "audio": ("original", "off"), "resolution": FINE}
SETTINGS: dict[str, dict[str, tuple[Any, ...]]] = {
    "text-to-video/kling-3.0": {**_CUT, "aspect_ratio": SHAPES}, "image-to-video/kling-3.0": _CUT,
    "text-to-video/kling-3.0-turbo": {**_TURBO, "aspect_ratio": SHAPES}, "image-to-video/kling-3.0-turbo": _TURBO,
    "text-to-video/kling-2.6": {**_OLD, "aspect_ratio": SHAPES}, "image-to-video/kling-2.6": _OLD,
    "omni-video/kling-3.0-omni": {**_CUT, "audio": ("native", "original", "off"), "aspect_ratio": SHAPES},
    "motion-control/kling-3.0": _MOTION, "motion-control/kling-2.6": _MOTION,
}
"""By path: the settings and their values."""
CONTENTS: dict[str, tuple[str, ...]] = {
    "image-to-video/kling-3.0": ("prompt", "first_frame", "last_frame", "element"),
    "image-to-video/kling-3.0-turbo": ("prompt", "first_frame"),
    "image-to-video/kling-2.6": ("prompt", "first_frame", "last_frame", "voice"),
    "omni-video/kling-3.0-omni": (
        "prompt", "first_frame", "last_frame", "refer_image", "feature_video", "base_video", "element"),
    "motion-control/kling-3.0": ("prompt", "image", "video", "element"),
    "motion-control/kling-2.6": ("prompt", "image", "video", "element"),
}
FIELDS = {"prompt": {"text"}, "element": {"element_id", "id"}, "voice": {"voice_id", "id"}}
STILLS = ("first_frame", "last_frame", "refer_image", "image")
Known = Callable[[str], bool]
"""Whether an element is known to the service."""


def wrong(path: str, body: dict[str, Any], known: Known) -> str:
    """The new standard."""
    allowed = {"settings", "options", "prompt" if path.startswith("text-") else "contents"}
    return next(filter(None, (
        _more(body, allowed), _settings(path, body.get("settings") or {}),
        _more(body.get("options") or {}, {"callback_url", "external_task_id", "watermark_info"}),
        _words(path, body, body.get("prompt")) if path.startswith("text-") else _contents(path, body, known),
    )), "")


def picture(value: Any, most: int) -> str:
    """An address, or bare base64 of a JPEG or PNG: `data:` before it is refused."""
    if not isinstance(value, str) or not value:
        return "image is empty"
    if address(value):
        return ""
    try:
        data = base64.b64decode(value, validate=True)
    except ValueError:
        return "image is not valid base64"
    if len(data) > most:
        return f"image is larger than {most} bytes"
    return "" if data.startswith((b"\x89PNG", b"\xff\xd8")) else "image format is not supported"


def address(value: Any) -> bool:
    return isinstance(value, str) and re.match(r"https?://[^\s]+$", value) is not None


def _settings(path: str, given: dict[str, Any]) -> str:
    rules = SETTINGS[path]
    if "character_orientation" in rules and "character_orientation" not in given:
        return "settings.character_orientation is required"
    bad = next((name for name, value in given.items() if value not in rules.get(name, ())), "")
    return f"settings.{bad}: {given[bad]!r}" if bad else ""


def _contents(path: str, body: dict[str, Any], known: Known) -> str:
    listed = body.get("contents")
    if not isinstance(listed, list) or not listed:
        return "contents is required"
    kinds = [one.get("type") for one in listed]
    ids = [one["id"] for one in listed if "id" in one]
    prompt = next((one.get("text") for one in listed if one.get("type") == "prompt"), None)
    return next(filter(None, (
        *(_item(path, one, known) for one in listed),
        "contents[].id must not be duplicated" if len(ids) != len(set(ids)) else "",
        _together(path, kinds, body.get("settings") or {}),
        _words(path, body, prompt) if "motion" not in path or prompt is not None else "",
    )), "")


def _item(path: str, one: dict[str, Any], known: Known) -> str:
    kind = one.get("type")
    if kind not in CONTENTS[path]:
        return f"contents[].type: {kind!r}"
    fields = FIELDS.get(kind, {"url", "id"} if path.startswith("omni") else {"url"})
    if extra := _more(one, {"type", *fields}):
        return extra
    if kind in STILLS:
        return picture(one.get("url"), 50_000_000)
    if kind in ("video", "feature_video", "base_video"):
        return "" if address(one.get("url")) else f"{kind}: a video is given by its url"
    if missing := next((name for name in fields if not one.get(name) or not isinstance(one[name], str)), ""):
        return f"{kind}.{missing} is required"
    return "" if kind != "element" or known(one["element_id"]) else f"element {one['element_id']} does not exist"


def _together(path: str, kinds: list[Any], settings: dict[str, Any]) -> str:
    """What may stand beside what."""
    elements, stills = kinds.count("element"), kinds.count("refer_image")
    if "last_frame" in kinds and "first_frame" not in kinds:
        return "last frame only is not supported"
    if path.startswith("image-") and "first_frame" not in kinds:
        return "first_frame is required"
    if path.startswith("motion") and not {"image", "video"} <= set(kinds):
        return "image and video are required"
    if path.startswith("omni") and "aspect_ratio" not in settings and not {"first_frame", "base_video"} & set(kinds):
        return "aspect_ratio is required"
    if "base_video" in kinds and (settings.get("multi_shot") is not False or settings.get("audio") == "native"):
        return "base_video takes neither multi_shot nor native audio"
    most = 3 if "first_frame" in kinds else 4 if "base_video" in kinds else 7
    return "too many elements and images" if elements + stills > most else ""


def _words(path: str, body: dict[str, Any], prompt: Any) -> str:
    """A prompt of its length; a list of shots adds up to the length of the film."""
    most = 2500 if "kling-2.6" in path or "motion" in path else 3072
    if not isinstance(prompt, str) or not prompt or len(prompt) > most:
        return f"prompt is required, {most} characters at most"
    if not re.match(r"shot \d+, \d+, ", prompt):
        return ""
    shots = re.findall(r"shot (\d+), (\d+), ([^;]*);?\s*", prompt)
    if [int(number) for number, _, _ in shots] != list(range(1, len(shots) + 1)) or len(shots) > 6:
        return "shots are numbered 1 to 6"
    if any(len(words) > 512 for _, _, words in shots):
        return "a shot takes 512 characters"
    total = (body.get("settings") or {}).get("duration", 5)
    return "" if sum(int(long) for _, long, _ in shots) == total else "the shots must add up to the duration"


# ---------------------------------------------------------------------------------------------------- legacy

KINDS = {"text2video": ("kling-v3",), "image2video": ("kling-v3",), "omni-video": ("kling-v3-omni", "kling-video-o1")}
_SAME = {"model_name", "multi_shot", "shot_type", "multi_prompt", "prompt", "sound", "mode", "duration", "callback_url",
         "external_task_id", "watermark_info"}
_TAKES = {"text2video": {*_SAME, "negative_prompt", "aspect_ratio", "voice_list"},
          "image2video": {*_SAME, "negative_prompt", "image", "image_tail", "element_list", "voice_list"},
          "omni-video": {*_SAME, "aspect_ratio", "image_list", "element_list", "video_list"}}
_VALUES = {"multi_shot": TRUE, "shot_type": ("customize", "intelligence"), "sound": ("on", "off"),
           "mode": ("std", "pro", "4k"), "duration": tuple(map(str, LONG)), "aspect_ratio": SHAPES}


def wrong_legacy(kind: str, body: dict[str, Any], known: Known) -> str:
    return next(filter(None, (
        _more(body, _TAKES[kind]),
        "" if body.get("model_name") in KINDS[kind] else f"model_name: {body.get('model_name')!r}",
        *(f"{name}: {body[name]!r}" for name, values in _VALUES.items() if name in body and body[name] not in values),
        _shots(body), _files(kind, body), *(_element(one, known) for one in body.get("element_list") or ()),
    )), "")


def _shots(body: dict[str, Any]) -> str:
    if not body.get("multi_shot"):
        return "" if body.get("prompt") and len(body["prompt"]) <= 2500 else "prompt is required"
    shots = body.get("multi_prompt") or []
    if body.get("shot_type") != "customize":
        return "shot_type is required"
    if [shot.get("index") for shot in shots] != list(range(1, len(shots) + 1)) or not 1 <= len(shots) <= 6:
        return "multi_prompt: 1 to 6 shots in order"
    if any(not shot.get("prompt") or len(shot["prompt"]) > 512 for shot in shots):
        return "multi_prompt[].prompt: 512 characters at most"
    if any(not isinstance(shot.get("duration"), str) for shot in shots):
        return "multi_prompt[].duration is a string"
    whole = sum(int(shot["duration"]) for shot in shots)
    return "" if str(whole) == body.get("duration") else "the shots must add up to the duration"


def _files(kind: str, body: dict[str, Any]) -> str:
    if kind == "image2video" and "image" not in body:
        return "image is required"
    listed = [body[name] for name in ("image", "image_tail") if name in body]
    listed += [one.get("image_url") for one in body.get("image_list") or ()]
    kinds = [one.get("type") for one in body.get("image_list") or () if "type" in one]
    if "end_frame" in kinds and "first_frame" not in kinds:
        return "end_frame needs first_frame"
    if any(not address(one.get("video_url")) for one in body.get("video_list") or ()):
        return "video_list[].video_url is an address"
    return next(filter(None, (picture(one, 10_000_000) for one in listed)), "")


def _element(one: dict[str, Any], known: Known) -> str:
    id = one.get("element_id")
    if not isinstance(id, int):
        return "element_list[].element_id is a long"
    return "" if known(str(id)) else f"element {id} does not exist"


def _more(given: dict[str, Any], allowed: Iterable[str]) -> str:
    extra = sorted(set(given) - set(allowed))
    return f"unknown parameter {extra[0]}" if extra else ""
