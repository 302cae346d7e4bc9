"""Scripts that hold all that Kling can be handed: frames, plates, performances, clips, voices, crowds of references."""

from __future__ import annotations

from itertools import product

FORMS = ("picture: 16:9 720p 24fps", "picture: 9:16 1080p 25fps", "picture: 2.39:1 4k 24fps", "picture: 1:1 480p 30fps")
_CROWD = ("MAYA", "JON", "ADA", "BEN", "CLEO", "DAN", "EVA", "FINN", "GUS")
CAST = {
    "plain": "MAYA: woman, 34, silver hair\nJON: man, 41\n",
    "elements": "MAYA: woman, 34, silver hair\n  images: media/a1.png, media/a2.png, media/a3.png\n"
                "  voice: media/voice.wav\nJON: man, 41\n  images: media/b1.png\n",
    "clips": "MAYA: woman, 34, silver hair\n  clip: media/clip.mp4\n  images: media/a1.png, media/a2.png\n"
             "JON: man, 41\n  images: media/c1.png, media/c2.png\n",
    "voices": "MAYA: woman, 34, silver hair\n  voice: media/voice.wav\nJON: man, 41\n  voice: media/said.wav\n",
    "crowd": "".join(f"{name}: person {n}\n  images: media/a1.png{', media/a2.png' if n % 2 else ''}\n"
                     for n, name in enumerate(_CROWD)),
    "clipped crowd": "".join(f"{name}: person {n}\n  {'clip: media/clip.mp4' if n % 2 else 'images: media/a1.png'}\n"
                             for n, name in enumerate(_CROWD)),
}
HANDED = {
    "nothing": "", "first": "[[frame first: media/first.png]]\n", "last": "[[frame last: media/last.png]]\n",
    "both": "[[frame first: media/first.png]]\n[[frame last: media/last.png]]\n",
    "plate": "[[plate: media/footage.mp4, from 3s]]\n", "dance": "[[perform MAYA: media/dance.mp4]]\n",
    "line": "[[perform MAYA: media/said.wav]]\n",
    "plate and frame": "[[plate: media/footage.mp4]]\n[[frame first: media/first.png]]\n",
}
TEXTS = {
    "silent": "!! 1A: {who}, slow dolly in 0.5m, 4s\n\nThey wait.\n\n!! 1B: CU on MAYA, 5s\n\nShe turns.\n",
    "spoken": "!! 1A: {who}, 35mm f/2.8\n\nMAYA\n(softly)\nYou kept the coat; <<<mine>>> @home.\n\n"
              "!! 1B: CU on JON\n\nJON\nAfter all this time.\n",
    "long": "!! 1A: {who}, 40s\n\nThey wait. Nobody moves.\n\nMAYA\nYou came.\n",
}


def scripts() -> tuple[str, ...]:
    """Every cast with everything handed in and every kind of text, the picture's shape going round."""
    return tuple(
        _script(FORMS[n % len(FORMS)], cast, handed, text)
        for n, (cast, handed, text) in enumerate(product(CAST.values(), HANDED.values(), TEXTS.values())))


def _script(form: str, cast: str, handed: str, text: str) -> str:
    names = [line.partition(":")[0] for line in cast.splitlines() if not line.startswith(" ")]
    lines = text.format(who=f"WS on {' and '.join(names)}").split("\n")
    return (f"/*@format\n{form}\nstyle: 35mm film\nnever: subtitles, logos\n*/\n/*@cast\n{cast}*/\n\n"
            f"INT. ROOM - DAY #1#\n\n{handed}" + "\n".join(lines))
