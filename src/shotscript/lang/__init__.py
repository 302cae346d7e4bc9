"""Text to tree: Fountain by a line classifier, our own clauses and blocks by lark grammars."""
