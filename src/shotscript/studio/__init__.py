"""The door every face uses, and the documented Python API.

    film = shotscript.compile("film.fountain", provider="kling-3-omni")    pure: text in, values out
    made = shotscript.produce(film)                                        acts: writes clips and a reel

`read` is the first half of `compile`: everything that does not depend on a provider. The writer's mistakes are in
`problems`, never raised; what is raised is in `core.errors`.
"""

from .film import Film, Made, Read, build_folder, script_name
from .lower import compile, lower
from .produce import Watch, prepare, produce
from .read import read

__all__ = ["Film", "Made", "Read", "Watch", "build_folder", "compile", "lower", "prepare", "produce", "read",
           "script_name"]
