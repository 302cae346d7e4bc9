"""The film for other programs: edit decisions, words and a shot list, written and read back.

`cutlist` is what all of them say; each writer is a pure function from it to bytes: the same film gives the same file.
"""
