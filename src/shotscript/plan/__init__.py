"""Meaning to time: the film in exact frames, packed into segments a provider accepts."""
