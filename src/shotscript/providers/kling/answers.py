"""What both of Kling's standards answer alike: the codes of refusals, and where the videos are.

Of the refusals only rate, concurrency and the service's own trouble pass by themselves; see README.md.
"""

from __future__ import annotations

from typing import Any

from ..service import Ready, Refused

_PASSING = (1302, 1303, 5000, 5001, 5002)
_TOKEN = (1003, 1004)
"""A token that is not yet, or no longer, good: a fresh one may do."""


def refusal(status: int, answer: dict[str, Any]) -> Refused:
    """Why the service said no, and whether asking again may help. Both standards share the codes."""
    code = answer.get("code")
    words = str(answer.get("message") or f"HTTP {status}")
    passing = code in (*_PASSING, *_TOKEN) or (code in (None, 0) and status in (429, 500, 502, 503, 504))
    return Refused(f"{words} (code {code})" if code else words, final=not passing)


def ready(videos: Any) -> Ready | Refused:
    """The addresses of the videos a task made."""
    told = [video.get("url") for video in videos if isinstance(video, dict)] if isinstance(videos, list) else []
    urls = tuple(url for url in told if isinstance(url, str) and url)
    return Ready(urls) if urls else Refused("the task succeeded without a video")
