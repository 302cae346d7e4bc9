"""What stands in for files Kling takes by address or id alone: the project's own names for them."""

from __future__ import annotations

from spoken import File
from written import files

from shotscript.providers.contract import Request
from shotscript.providers.service import Wire

NAMES = {"voice": "850087542757535834", "element": "149"}
FILM = "https://example.org/film.mp4"


def given(wire: Wire, request: Request) -> dict[str, File | str]:
    """Real bytes where the wire can send them, else a name: a voice's id, a film's address."""
    roles = {need.ref: need.role for need in request.needs}
    return {ref: file if roles[ref] in wire.delivery else NAMES.get(roles[ref], FILM)
            for ref, file in files(request).items()}
