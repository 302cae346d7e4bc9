"""The language server: what an editor asks while a script is being written. Each file answers one kind of question."""
