"""How files reach Vidu: pictures in the body itself. A voice is one of the service's own, called by its id."""

from __future__ import annotations

from collections.abc import Mapping

from ..service import Delivery, Inline

MOST = 7_000_000
"""Bytes of a picture. A body holds 20 MB, a third more than its files: two frames fit."""

DELIVERY: Mapping[str, Delivery] = dict.fromkeys(("first frame", "last frame", "image"), Inline(most=MOST))
