"""Segments to requests: one folder a provider, found by looking."""
