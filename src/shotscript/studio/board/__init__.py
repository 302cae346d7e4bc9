"""Storyboards and floor plans: a panel a shot, with what camera and people do drawn over its pictures, and every scene
from above. What is drawn is computed from the stage, never from words.

    made = board(film)                                        values, drawn nowhere yet
    write(film, paper="letter", panels=4)                     board.html and board.pdf in the film's build folder
"""

from .make import Boards, board, write
from .values import Board

__all__ = ["Board", "Boards", "board", "write"]
