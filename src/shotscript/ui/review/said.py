"""What a page sends: fields of text, and the judgement or the choice they make."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import cast
from urllib.parse import parse_qsl

from starlette.requests import Request

from ...core.errors import UsageError
from ...render.orders import Order
from ...studio.judgements import VERDICTS, Judgement, Verdict, now
from . import takes
from .choice import Films
from .values import Showing

LONGEST = 10_000
"""Letters of a comment."""
_TAKE = re.compile(r"[^\x00-\x1f\x7f]{0,200}")
_DIGEST = re.compile(r"[0-9a-f]{0,64}")


async def sent(request: Request) -> Mapping[str, str]:
    """The fields of a form or of a JSON object. UsageError for anything else."""
    body = await request.body()
    try:
        text = body.decode()
        if request.headers["content-type"].partition(";")[0].strip().lower() != "application/json":
            return dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
        value = json.loads(text)
    except (ValueError, RecursionError) as trouble:
        raise UsageError("what was sent cannot be read") from trouble
    if not isinstance(value, dict) or not all(isinstance(held, str) for held in value.values()):
        raise UsageError("send one object whose values are texts")
    return value


def judged(fields: Mapping[str, str], showing: Showing, who: str, script: str) -> Judgement:
    """A judgement of a shot that there is, made now. UsageError where it is none.

    What was judged is what the page showed: it sends its digest as `of`, as the text may have moved on meanwhile.
    """
    shot, take, words = fields.get("shot", ""), fields.get("take", ""), fields.get("words", "").strip()
    verdict = cast(Verdict, fields.get("verdict", ""))
    if verdict not in VERDICTS:
        raise UsageError(f"a verdict is one of {', '.join(VERDICTS)}")
    if not showing.film or all(one.label != shot for one in showing.film.story.shots):
        raise UsageError("there is no such shot in the script as it stands")
    if verdict == "comment" and not words:
        raise UsageError("a comment has words")
    if len(words) > LONGEST:
        raise UsageError(f"a comment has at most {LONGEST} letters")
    of = fields.get("of", "") or ("" if take else showing.told.get(shot, ""))
    if not _TAKE.fullmatch(take) or not _DIGEST.fullmatch(of):
        raise UsageError("that names no take")
    return Judgement(now(), who, shot, take, verdict, words, of, script)


def chosen(fields: Mapping[str, str], films: Films) -> Order:
    """The take that a page asks to cut the film with. UsageError where there is none."""
    number = fields.get("take", "")
    if not re.fullmatch(r"[0-9]{1,6}", number):
        raise UsageError("a take is named by its number")
    return takes.choose(films, segment=fields.get("segment", ""), provider=fields.get("provider", ""),
                        variant=fields.get("variant", ""), take=int(number))
