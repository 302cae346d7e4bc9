"""Meaning to geometry: where everyone stands and what the camera sees at every frame."""
