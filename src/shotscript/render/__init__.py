"""Requests to clips: a content-addressed store, a ledger, and one loop that fills them."""
