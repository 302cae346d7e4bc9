"""`python -m shotscript`."""

from .ui.cli import main

main()
