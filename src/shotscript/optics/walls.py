"""The room about the camera: whether it stands inside, and how much room there is to each side."""

from __future__ import annotations

from math import inf

from .space import Room, Vector, facing
from .view import Point

AIR = 0.1
"""How near a wall a camera can get, metres."""


def inside(position: Point | Vector, room: Room) -> bool:
    return abs(position[0]) <= room.width / 2 + 1e-9 and abs(position[2]) <= room.depth / 2 + 1e-9


def reach(start: Point | Vector, yaw: float, room: Room) -> float:
    """Metres from a point of the floor plan to the wall in a direction; 0 from outside."""
    if not inside(start, room):
        return 0.0
    way = facing(yaw)
    ways = ((way[0], start[0], room.width / 2), (way[2], start[2], room.depth / 2))
    return min((half - at * (1 if step > 0 else -1)) / abs(step) if abs(step) > 1e-9 else inf
               for step, at, half in ways)


def room_behind(centre: Vector, azimuth: float, position: Point, room: Room) -> float:
    """The share of the camera's distance that fits between its subject and the wall behind it."""
    away = ((position[0] - centre[0]) ** 2 + (position[2] - centre[2]) ** 2) ** 0.5
    free = reach(centre, azimuth, room) - AIR
    return min(1.0, max(free, AIR) / max(away, AIR))
