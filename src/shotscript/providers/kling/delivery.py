"""How files reach Kling: pictures stand in the body as bare base64, elements are made there of them first.

Of a video or a recording the service takes an address alone, and nothing to send one by is documented: a clip, a plate
or a performance gets there where the project says its address, a voice where it says the service's id of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ..contract import Need
from ..service import Call, Creation, Delivery, Inline, Placed, Refused, Working
from .answers import refusal
from .facts import Model, inputs

ELEMENTS = "/v1/general/advanced-custom-elements"
_NAME, _DESCRIPTION = 20, 100
"""Characters of what a thing is called there, and of what is said about it."""
_MEGABYTE = 1_000_000


def delivery(model: Model) -> dict[str, Delivery]:
    """Every role a model is sent. The figure frame stands for a person's picture."""
    found: dict[str, Delivery] = {role: Inline("{data}", int(rule.megabytes * _MEGABYTE))
                                  for role, rule in inputs(model).items() if role in _STILLS and rule.megabytes}
    if model.family == "motion":
        return found | {"figure frame": found["image"]}
    return found | ({"element": ELEMENT} if model.elements else {})


def element(need: Need, files: Mapping[str, str]) -> Call:
    """An element of pictures, the front one first, or of a clip by its address; with its voice by its id."""
    recipe = need.recipe
    told = ", ".join(filter(None, (recipe.get("look"), recipe.get("wears")))) or need.name
    body: dict[str, Any] = {"element_name": need.name[:_NAME], "element_description": _short(told)}
    if clip := recipe.get("clip"):
        body |= {"reference_type": "video_refer",
                 "element_video_list": {"refer_videos": [{"video_url": files[clip]}]}}
    else:
        front, *others = (files[key] for key in recipe["images"])
        refers = [{"image_url": one} for one in others]
        body |= {"reference_type": "image_refer",
                 "element_image_list": {"frontal_image": front, "refer_images": refers}}
    voice = recipe.get("voice")
    return Call("POST", ELEMENTS, body | ({"element_voice_id": files[voice]} if voice else {}))


def made(number: int, status: int, answer: dict[str, Any]) -> Working | Placed | Refused:
    """How far the making is: looked up by its task until it is there."""
    if status >= 400 or answer.get("code", 0) != 0:
        return refusal(status, answer)
    data = answer.get("data")
    task = data if isinstance(data, dict) else {}
    match task.get("task_status"):
        case "submitted" | "processing" as word:
            id = task.get("task_id")
            if not isinstance(id, str) or not id:
                return Refused(_NAMELESS)
            return Working(word, Call("GET", f"{ELEMENTS}/{quote(id, safe='')}"))
        case "succeed":
            return _placed(task.get("task_result"))
        case "failed":
            return Refused(str(task.get("task_status_msg") or "the element could not be made"))
        case word:
            return Refused(f"unknown task status {word!r}")


def _placed(result: Any) -> Placed | Refused:
    made = result.get("elements") if isinstance(result, dict) else None
    first = made[0] if isinstance(made, list) and made else None
    id = first.get("element_id") if isinstance(first, dict) else None
    return Placed(str(id)) if isinstance(id, str | int) and id else Refused(_NAMELESS)


def _short(words: str) -> str:
    """What is said about an element where it is kept; in full it stands in the prompt or in the pictures."""
    folded = " ".join(words.split())
    return folded if len(folded) <= _DESCRIPTION else folded[:_DESCRIPTION].rpartition(" ")[0] or folded[:_DESCRIPTION]


_STILLS = ("image", "first frame", "last frame")
_NAMELESS = "the answer does not say what it made"
ELEMENT = Creation(element, made)
