"""Tree to meaning: names become people and places, scenes become shots, text becomes time."""
