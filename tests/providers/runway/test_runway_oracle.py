"""Every body we make is one that Runway's own package takes, and each rule the package does not know is ours to hold.

The package names fields as Python does and says in annotations what stands on the wire; its lists are lazy, its keys
unchecked, and a union of twenty shapes is told apart by `model` or `mode`. The oracle here minds all of that.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, NotRequired, Required, get_args, get_origin, get_type_hints

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from pydantic import TypeAdapter, ValidationError
from runway_films import NAMED, one, requests
from typing_extensions import is_typeddict

from shotscript.core.diagnostic import Level
from shotscript.providers.contract import Request
from shotscript.providers.runway.wire import submit

MODULES = {"/v1/text_to_video": "text_to_video_create_params", "/v1/image_to_video": "image_to_video_create_params",
           "/v1/video_to_video": "video_to_video_create_params",
           "/v1/character_performance": "character_performance_create_params",
           "/v1/recipes/multi_shot_video": "recipe_multi_shot_video_params"}
UNIONS = {"/v1/text_to_video": "TextToVideoCreateParams", "/v1/image_to_video": "ImageToVideoCreateParams",
          "/v1/video_to_video": "VideoToVideoCreateParams",
          "/v1/character_performance": "CharacterPerformanceCreateParams",
          "/v1/recipes/multi_shot_video": "RecipeMultiShotVideoParams"}
WHICH = ("model", "mode")
"""What tells the members of a union apart."""


class Oracle:
    """One shape of the package. The adapters stay alive while their lazy lists are walked."""

    def __init__(self, kind: Any) -> None:
        self.kind, self.adapter = kind, TypeAdapter(kind)

    def takes(self, body: dict[str, Any]) -> bool:
        try:
            walked(self.adapter.validate_python(snake(body, self.kind), strict=True))
        except (ValidationError, Unknown):
            return False
        return True


class Unknown(Exception):
    """A key that the package does not have."""


def walked(value: Any) -> None:
    """To the last item."""
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, Iterator | list) else ():
        walked(inner)


def hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def bare(kind: Any) -> tuple[Any, str]:
    """A type without its wrappers, and the name it has on the wire."""
    alias = ""
    while get_origin(kind) in (Required, NotRequired, Annotated):
        alias = next((m.alias for m in getattr(kind, "__metadata__", ()) if getattr(m, "alias", None)), alias)
        kind = get_args(kind)[0]
    return kind, alias


def snake(value: Any, kind: Any) -> Any:
    """A body of the wire under the names of the package: keys the shape lacks are unknown."""
    kind, _ = bare(kind)
    if isinstance(value, dict):
        shape = shaped(value, kind)
        names = {bare(inner)[1] or name: (name, inner) for name, inner in hints(shape).items()}
        if set(value) - set(names):
            raise Unknown(set(value) - set(names))
        return {names[key][0]: snake(inner, names[key][1]) for key, inner in value.items()}
    if isinstance(value, list):
        return [snake(inner, item(kind)) for inner in value]
    return value


def shaped(value: dict[str, Any], kind: Any) -> Any:
    """The member of a union that a value is of: it has all its keys, or is told by one of them."""
    members = [m for m in map(lambda k: bare(k)[0], get_args(kind) or (kind,)) if is_typeddict(m)]
    fitting = [m for m in members if set(value) <= {bare(v)[1] or k for k, v in hints(m).items()}]
    told = [m for m in fitting if all(value[key] in get_args(bare(hints(m)[key])[0]) for key in (*WHICH, "type")
                                      if key in value and key in hints(m))]
    if not told:
        raise Unknown(set(value))
    return told[0]


def item(kind: Any) -> Any:
    """What a list holds; of a union the list among its members."""
    return next((get_args(k)[0] for k in (kind, *get_args(kind))
                 if getattr(get_origin(k), "__name__", "") in ("Iterable", "List", "list")
                 or get_origin(k) in (Iterable, list)), Any)


@pytest.fixture(scope="module")
def oracle():
    """The shape for a request, chosen by its path and its model."""
    types = pytest.importorskip("runwayml.types", reason="runwayml is not installed")
    made: dict[Any, Oracle] = {}

    def of(path: str, body: dict[str, Any]) -> Oracle:
        module = __import__(f"{types.__name__}.{MODULES[path]}", fromlist=["x"])
        union = getattr(module, UNIONS[path])
        members = [union] if is_typeddict(union) else [m for m in map(lambda k: bare(k)[0], get_args(union))]
        kind = next(m for m in members if all(body[key] in get_args(bare(hints(m)[key])[0])
                                              for key in WHICH if key in body and key in hints(m)))
        return made.setdefault(kind, Oracle(kind))

    return of


def judged(request: Request, oracle: Any, **wrong: Any) -> bool:
    call = submit(request, "key")
    body = {**(call.body or {}), **wrong}
    return oracle(call.path, call.body).takes(body)


@pytest.mark.parametrize("name", NAMED)
def test_every_body_is_what_the_package_takes(name, oracle):
    made = list(requests(name))
    assert len(made) > 25
    for request in made:
        assert judged(request, oracle), request.body


@pytest.mark.parametrize(("name", "above", "wrong"), [
    ("runway-gen-4.5", "", {"ratio": "720:720"}), ("runway-gen-4.5", "", {"prompt_text": "x"}),
    ("runway-gen-4.5", "", {"duration": "4"}), ("runway-gen-4.5", "", {"audio": True}),
    ("runway-gen-4-turbo", "", {"promptImage": [{"uri": "x", "position": "last"}]}),
    ("runway-gen-4-turbo", "", {"promptImage": [{"url": "x", "position": "first"}]}),
    ("runway-gen-4-turbo", "", {"negativePrompt": "x"}),
    ("runway-aleph", "[[plate: media/room.mp4]]\n", {"targetAspectRatio": "5:4"}),
    ("runway-aleph", "[[plate: media/room.mp4]]\n", {"keyframes": [{"uri": "x", "at": "middle"}]}),
    ("runway-act-two", "[[perform MAYA: media/maya.mp4]]\n", {"ratio": "1920:1080"}),
    ("runway-act-two", "[[perform MAYA: media/maya.mp4]]\n", {"character": {"type": "photo", "uri": "x"}}),
])
def test_the_package_is_an_oracle(name, above, wrong, oracle):
    request = one(name, f"{above}!! 1A: CU on MAYA, 4s\n").request
    assert judged(request, oracle) and not judged(request, oracle, **wrong)


THREE = "!! 1A: WS on MAYA, 3s\n\n!! 1B: CU on MAYA, 3s\n\n!! 1C: CU on JON, 3s\n"


@pytest.mark.parametrize("wrong", [
    {"duration": 9}, {"version": "2026-07"}, {"shots": [{"prompt": "x", "duration": 1.5}]},
    {"shots": [{"text": "x", "duration": 3}]}, {"firstFrame": {"url": "x"}}, {"seed": 1},
])
def test_the_package_is_an_oracle_of_shot_lists(wrong, oracle):
    request = one("runway-multi-shot", THREE).request
    assert judged(request, oracle) and not judged(request, oracle, **wrong)


# ------------------------------------------------------------------ rules no package knows: we refuse, it would not


def refused(name: str, shots: str) -> tuple[Request, list[str]]:
    draft = one(name, shots)
    return draft.request, [problem.code for problem in draft.problems if problem.level is Level.ERROR]


def line(length: int) -> str:
    return "MAYA\n" + "word " * (length // 5) + "\n"


@pytest.mark.parametrize(("name", "above"), [
    ("runway-gen-4.5", ""), ("runway-gen-4-turbo", ""), ("runway-aleph-previz", ""),
    ("runway-aleph", "[[plate: media/room.mp4]]\n")])
def test_a_thousand_units_are_the_most(name, above, oracle):
    request, codes = refused(name, f"{above}!! 1A: CU on MAYA, 8s\n\n{line(1100)}")
    assert codes == ["BK956"] and judged(request, oracle)


def test_characters_outside_the_first_plane_count_twice():
    """What takes two UTF-16 units: 600 of them are too many, 600 letters are not."""
    _, wide = refused("runway-gen-4.5", f"!! 1A: CU on MAYA, 8s\n\nMAYA\n{'🌊' * 600}\n")
    _, plain = refused("runway-gen-4.5", f"!! 1A: CU on MAYA, 8s\n\nMAYA\n{'x' * 600}\n")
    assert (wide, plain) == (["BK956"], [])


def test_a_shot_of_a_list_takes_512(oracle):
    request, codes = refused("runway-multi-shot", f"{THREE.replace('JON, 3s', 'JON, 8s')}\n{line(600)}")
    assert codes == ["BK955"] and judged(request, oracle)


@pytest.mark.parametrize(("name", "shots", "wrong"), [
    ("runway-gen-4.5", "!! 1A: CU on MAYA, 4s\n", {"duration": 11}),
    ("runway-gen-4.5", "!! 1A: CU on MAYA, 4s\n", {"duration": 1}),
    ("runway-gen-4.5", "!! 1A: CU on MAYA, 4s\n", {"promptText": ""}),
    ("runway-gen-4-turbo", "!! 1A: CU on MAYA, 4s\n", {"duration": 99}),
    ("runway-gen-4.5", "!! 1A: CU on MAYA, 4s\n", {"seed": -1}),
    ("runway-aleph", "[[plate: media/room.mp4]]\n!! 1A: CU on MAYA, 4s\n", {"keyframes": [{"uri": "x", "at": 7.0}]}),
    ("runway-act-two", "[[perform MAYA: media/maya.mp4]]\n!! 1A: CU on MAYA, 4s\n", {"expressionIntensity": 9}),
    ("runway-multi-shot", THREE, {"shots": [{"prompt": "x", "duration": 3}]}),
    ("runway-multi-shot", THREE, {"shots": [{"prompt": "abc", "duration": 9}] * 3}),
])
def test_what_the_package_lets_pass(name, shots, wrong, oracle):
    """Bodies that break a documented rule and are taken all the same: that ours never do is tested above and below."""
    assert judged(one(name, shots).request, oracle, **wrong)


@pytest.mark.parametrize("name", NAMED)
def test_every_body_keeps_the_rules_no_package_knows(name):
    for request in requests(name):
        body = request.body
        if name in ("runway-gen-4.5", "runway-gen-4-turbo"):
            assert 2 <= body["duration"] <= 10
        if "promptText" in body:
            assert 0 < len(body["promptText"].encode("utf-16-le")) // 2 <= 1000
        if "shots" in body:
            assert 3 <= len(body["shots"]) <= 5
            assert sum(shot["duration"] for shot in body["shots"]) == body["duration"]
            assert all(3 <= len(shot["prompt"].encode("utf-16-le")) // 2 <= 512 for shot in body["shots"])
        assert 0 <= body.get("seed", 0) < 2**32
        assert "promptImage" in body or body.get("ratio", "1280:720") in ("1280:720", "720:1280") or (
            name in ("runway-act-two", "runway-multi-shot"))


@pytest.mark.parametrize(("name", "shots", "code"), [
    ("runway-aleph", "!! 1A: CU on MAYA, 4s\n", "BK965"),
    ("runway-act-two", "!! 1A: CU on MAYA, 4s\n", "BK966"),
    ("runway-act-two", "[[perform JON: media/jon.mp4]]\n!! 1A: CU on JON, 4s\n", "BK967"),
])
def test_what_must_be_handed_in(name, shots, code):
    request, codes = refused(name, shots)
    assert codes == [code]
    assert not {"videoUri", "character"} & set(request.body)
