"""A ComfyUI server as its own example clients use it: urllib, `/history` in place of jobs, `/view` for the film.

There is no kit for the local server: the one that is published (comfy-sdk) speaks Comfy's API v2 (`/api/v2/jobs`),
which is another service in front of it. So the outside client is what the server's own examples do, and no line of
ours: the standard library alone.
"""

from __future__ import annotations

import json
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from comfyui import ComfyUI
from vendor import Service, film_of
from written import picture

GRAPH = {
    "1": {"class_type": "LoadImage", "inputs": {"image": "still.png"}},
    "2": {"class_type": "CreateVideo", "inputs": {"images": ["1", 0], "fps": 16.0}},
    "3": {"class_type": "SaveVideo", "inputs": {"video": ["2", 0], "filename_prefix": "video/shot", "format": "auto",
                                                "codec": "auto"}},
}


def said(address: str, value: object = None) -> dict:
    data = None if value is None else json.dumps(value).encode()
    with urlopen(Request(address, data=data)) as reply:
        return json.loads(reply.read())


def sent(address: str, name: str, data: bytes) -> dict:
    """A multipart form by hand."""
    head = f'--edge\r\nContent-Disposition: form-data; name="image"; filename="{name}"\r\n\r\n'.encode()
    form = head + data + b"\r\n--edge--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    with urlopen(Request(f"{address}/upload/image", data=form, headers=headers)) as reply:
        return json.loads(reply.read())


def test_a_graph_is_queued_watched_and_its_film_viewed():
    with Service(ComfyUI()) as service:
        at = f"{service.address}/api"
        assert sent(at, "still.png", picture(9)) == {"name": "still.png", "subfolder": "", "type": "input"}
        id = said(f"{at}/prompt", {"prompt": GRAPH, "client_id": "example"})["prompt_id"]
        history = next(told for _ in range(9) if (told := said(f"{at}/history/{id}")))
        ((film,),) = (node["images"] for node in history[id]["outputs"].values())
        with urlopen(f"{at}/view?{urlencode(film)}") as reply:
            assert reply.read() == film_of(service.seconds)
        assert history[id]["status"]["completed"] and said(f"{at}/queue") == {"queue_running": [], "queue_pending": []}
