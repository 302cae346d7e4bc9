"""Faces: they know the studio and never each other's insides."""
