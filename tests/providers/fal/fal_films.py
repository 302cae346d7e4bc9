"""Scripts that hold all that a gateway can be handed: frames, footage, recorded lines, people bound in every way."""

from __future__ import annotations

from itertools import product

FORMS = ("picture: 16:9 720p 24fps", "picture: 9:16 1080p 25fps\nseed: 7", "picture: 2.39:1 4k 24fps",
         "picture: 1:1 480p 30fps\nseed: 99999999999")
CAST = {
    "plain": "MAYA: woman, 34, silver hair (cropped)\nJON: man, 41\n",
    "pictures": "MAYA: woman, 34, silver hair\n  images: media/a1.png, media/a2.png, media/a3.png\n"
                "  voice: media/voice.wav\nJON: man, 41\n  images: media/b1.png\n",
    "clips": "MAYA: woman, 34, silver hair\n  clip: media/clip.mp4\nJON: man, 41\n  clip: media/clip.mp4\n",
    "both": "MAYA: woman, 34, silver hair\n  clip: media/clip.mp4\n  voice: media/voice.wav\n"
            "JON: man, 41\n  images: media/c1.png, media/c2.png\n",
}
HANDED = {
    "nothing": "", "first": "[[frame first: media/first.png]]\n",
    "both": "[[frame first: media/first.png]]\n[[frame last: media/last.png]]\n",
    "plate": "[[plate: media/footage.mp4, from 3s]]\n",
    "dance": "[[perform MAYA: media/dance.mp4]]\n",
    "line": "[[perform MAYA: media/said.wav]]\n",
    "frame and line": "[[frame first: media/first.png]]\n[[perform MAYA: media/said.wav]]\n",
}
TEXTS = {
    "silent": "!! 1A: WS on MAYA and JON, slow dolly in 0.5m, 4s\n\nThey wait.\n\n"
              "!! 1B: CU on MAYA, 5s\n\nShe turns.\n",
    "spoken": "!! 1A: WS on MAYA and JON, 35mm f/2.8\n\nMAYA\n(softly)\nYou kept the coat, @Element1 (or @Image1)!\n\n"
              "!! 1B: CU on JON\n\nJON\nAfter all this time.\n",
    "long": "!! 1A: MS on MAYA, 40s\n\nShe waits. Nobody moves.\n\nMAYA\n你还留着那件大衣。\n",
}


def scripts() -> tuple[str, ...]:
    """Every cast with everything handed in and every kind of text, the picture's shape and the tongue going round."""
    return tuple(
        script(FORMS[n % len(FORMS)], cast, handed, text, ("en", "es", "zh")[n % 3])
        for n, (cast, handed, text) in enumerate(product(CAST.values(), HANDED.values(), TEXTS.values())))


def script(form: str, cast: str = CAST["plain"], handed: str = "", text: str = TEXTS["spoken"], language: str = "en",
           never: str = "subtitles, logos") -> str:
    return (f"/*@format\n{form}\nstyle: 35mm film\n{f'never: {never}' if never else ''}\nlanguage: {language}\n*/\n"
            f"/*@cast\n{cast}*/\n\nINT. ROOM - DAY #1#\n\n{handed}{text}")
