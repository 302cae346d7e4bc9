"""Kling's element and voice libraries, the same in both standards: made on request, looked up by task.

Source: kling-omni-3.0-element-mgt, -voice-mgt, kling-get-started-error-codes (vendor's pages, mirrored 2026-09-20).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kling_rules import address, picture
from loopback import Asked, Reply

ELEMENTS, VOICES = "/v1/general/advanced-custom-elements", "/v1/general/custom-voices"
PRESETS = ("149", "163")
"""Elements of the vendor's own."""
_TAKES = {
    ELEMENTS: {"element_name", "element_description", "reference_type", "element_image_list", "element_video_list",
               "element_voice_id", "tag_list", "callback_url", "external_task_id"},
    VOICES: {"voice_name", "voice_url", "video_id", "callback_url", "external_task_id"},
}


@dataclass
class Library:
    """What an account has made. `fails` makes the next thing fail."""

    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    looks: dict[str, int] = field(default_factory=dict)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    fails: bool = False

    def knows(self, element: str) -> bool:
        ready = {task["id"] for id, task in self.tasks.items() if self.looks[id] > 1 and not task["failed"]}
        return element in PRESETS or element in ready

    def answer(self, asked: Asked) -> Reply:
        path = next((one for one in (ELEMENTS, VOICES) if asked.path.startswith(one)), "")
        if not path:
            return error(404, 1203, f"no such resource: {asked.path}")
        if asked.method == "POST" and asked.path.rstrip("/") == path:
            return self._make(path, asked.json)
        id = asked.path.removeprefix(path + "/")
        if asked.method == "GET" and id in self.tasks:
            return self._look(path, id)
        return error(404, 1202 if asked.method not in ("GET", "POST") else 1203, "no such task")

    def _make(self, path: str, body: dict[str, Any]) -> Reply:
        if fault := (_element(body) if path == ELEMENTS else _voice(body)):
            return error(400, 1201, fault)
        number = len(self.tasks) + 1
        id = f"{'86' if path == ELEMENTS else '87'}{number:04}"
        self.tasks[id] = {"id": f"30{number:04}", "body": body, "failed": self.fails}
        self.looks[id], self.fails = 0, False
        self.bodies.append(body)
        return told({**_task(id, body), "task_status": "submitted"})

    def _look(self, path: str, id: str) -> Reply:
        self.looks[id] += 1
        task = self.tasks[id]
        if self.looks[id] < 2:
            return told({**_task(id, task["body"]), "task_status": "processing"})
        if task["failed"]:
            return told({**_task(id, task["body"]), "task_status": "failed", "task_status_msg": "no face was found"})
        made = ({"elements": [{"element_id": int(task["id"]), "element_name": task["body"]["element_name"],
                               "owned_by": "1", "status": "succeed"}]} if path == ELEMENTS else
                {"voices": [{"voice_id": task["id"], "voice_name": task["body"]["voice_name"], "owned_by": "1"}]})
        return told({**_task(id, task["body"]), "task_status": "succeed", "task_result": made})


def told(data: Any) -> Reply:
    return Reply(200, {"code": 0, "message": "SUCCEED", "request_id": "r", "data": data})


def error(status: int, code: int, message: str) -> Reply:
    return Reply(status, {"code": code, "message": message, "request_id": "r"})


def _task(id: str, body: dict[str, Any]) -> dict[str, Any]:
    own = body.get("external_task_id", "")
    return {"task_id": id, "task_info": {"external_task_id": own}, "created_at": 1, "updated_at": 2}


def _element(body: dict[str, Any]) -> str:
    if extra := set(body) - _TAKES[ELEMENTS]:
        return f"unknown parameter {sorted(extra)[0]}"
    for name, most in (("element_name", 20), ("element_description", 100)):
        if not body.get(name) or len(body[name]) > most:
            return f"{name} is required, {most} characters at most"
    if body.get("reference_type") == "video_refer":
        videos = (body.get("element_video_list") or {}).get("refer_videos") or []
        return "" if len(videos) == 1 and address(videos[0].get("video_url")) else "video_url must not be empty"
    if body.get("reference_type") != "image_refer":
        return f"reference_type: {body.get('reference_type')!r}"
    listed = body.get("element_image_list") or {}
    others = [one.get("image_url") for one in listed.get("refer_images") or ()]
    if not 1 <= len(others) <= 3:
        return "refer_images: 1 to 3 images"
    return next(filter(None, (picture(one, 10_000_000) for one in (listed.get("frontal_image"), *others))), "")


def _voice(body: dict[str, Any]) -> str:
    if extra := set(body) - _TAKES[VOICES]:
        return f"unknown parameter {sorted(extra)[0]}"
    if not body.get("voice_name") or len(body["voice_name"]) > 20:
        return "voice_name is required, 20 characters at most"
    return "" if address(body.get("voice_url")) or body.get("video_id") else "voice_url or video_id is required"
