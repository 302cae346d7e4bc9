"""`shotscript lsp`: the language server, spoken to by an editor over standard input and output."""

from __future__ import annotations

import click

from .lsp.server import serve


@click.command("lsp")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output; nothing else is spoken over.")
def command(stdio: bool) -> int:
    """Serve an editor: problems as you type, completion, hover, outline, rename, fixes. Ends when the editor does."""
    return serve()
