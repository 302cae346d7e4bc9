"""An editor's cut brought back into the script: order and lengths, and in words whatever a script cannot hold.

    found = conform(read("film.fountain"), edit)    the script's text before and after, and what could not be done
"""

from .bring import Conformed, conform

__all__ = ["Conformed", "conform"]
