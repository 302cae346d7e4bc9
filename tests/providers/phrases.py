"""The rows `scripts` picks from: every form of the language, and words that make trouble."""

from __future__ import annotations

FORMATS = (
    ("picture: 16:9 720p 24fps", "style: 35mm film, muted teal and amber", "never: subtitles, watermark", "seed: 7"),
    ("picture: 9:16 1080p 25fps", "camera: super 35", "never: text; logos, \"quoted\" <b>", "language: es"),
    ("picture: 2.39:1 4k 23.976fps", "style: 水墨画; soft \"halation\" @night", "language: zh"),
    ("picture: 1:1 480p 30fps",),
    ("picture: 16:9 1080p 24fps", "style: plain", "seed: 12345"),
)

_MAYA = ("MAYA", "woman, 34, cropped silver hair, a scar through the left eyebrow", "  wears: red wool coat",
         "  speaks: British English, low and dry", "  height: 168cm")
_MAYA_BOUND = (*_MAYA, "  images: media/a1.png, media/a2.png, media/a3.png", "  voice: media/voice.wav")
_JON = ("JON", "man, 41, tired eyes", "  wears: grey suit", "  height: 182cm", "  images: media/b1.png")
_ONEIL = ("DR. O'NEIL", "a tall man; \"the doctor\", 60, white beard", "  wears: a lab coat <stained>",
          "  clip: media/clip.mp4", "  images: media/c1.png, media/c2.png")
_UNIT = ("R2 UNIT", "a dented robot, one blue eye")
_MEI = ("玛雅", "女，三十四岁，银色短发，左眉有一道疤", "  wears: 红色羊毛大衣", "  speaks: 普通话，低沉")
_SATO = ("佐藤", "四十代の男、疲れた目", "  wears: 灰色のスーツ", "  speaks: 日本語")
_MARIA = ("MARÍA JOSÉ", "mujer de 50 años, trenza gris", "  wears: un abrigo azul", "  speaks: español de México")
_MINSU = ("민수", "스무 살 남자, 검은 머리", "  wears: 노란 비옷", "  speaks: 한국어")

CAST = ((_MAYA, _JON), (_MAYA_BOUND, _ONEIL), (_MEI, _SATO), (_MARIA, _MINSU), (_UNIT, _MAYA), (_ONEIL, _MEI))

PLACES = (
    ("KITCHEN", "narrow 1950s kitchen, yellow formica table; one window", "  size: 4m x 3m"),
    ("OLD MILL", "a mill by a river, its wheel stopped", "  images: media/place.png", "  size: 9m x 9m"),
    ("街道", "雨后的小街，霓虹灯"),
)
PROPS = (
    ("CUP", "a chipped blue cup", "  size: 8cm x 10cm x 8cm"),
    ("BRASS KEY", "a key as long as a hand, \"K7\" scratched into it", "  images: media/prop.png"),
    ("LETTER", "a folded letter, worn soft at the creases"),
)
THINGS = ("TABLE", "DOOR 2", "SOFA")
HEADINGS = ("INT. {place} - NIGHT #{number}#", "EXT. {place} - DAY #{number}#", "INT. {place} - CONTINUOUS #{number}#",
            "INT./EXT. {place} - DAWN #{number}#")
OPENINGS = (
    "[[block: {thing} table at 0 -1.2; {a} stands at -0.6 0 facing {b}; {b} stands at 0.9 0.3 facing {a}]]",
    "[[block: {thing} sofa 1.2 x 0.75 x 0.8 at 0 -1.2; {a} sits at -0.9 0 facing camera; {b} stands at 0.9 0.3]]"
    "\n"
    "[[light: one tungsten bulb over the table]]\n[[weather: rain on the window]]\n[[music: low strings, slow]]",
    "[[block: {a} stands behind {thing}; {thing} box at 0 -1.2]]\n"
    "[[state {a}: wears black raincoat, hood up; a cut lip]]\n[[sound: a clock ticking; far traffic]]",
)

FRAMINGS = (
    "MS on {a}", "WS on {a} and {b}", "OTS {a} on {b}", "CU on {a}'s hands", "POV {a} on {b}", "insert {prop}",
    "EWS", "MCU OTS {a} on {b} left shoulder", "FS on {b}", "two shot {a} and {b}", "ECU on {a}'s eyes",
    "MWS on {a}", "POV {a}", "COWBOY on {a}", "insert on \"a cracked phone\"", "CU on {b}", "", "OTS {a}",
    "MCU on {a}", "close on {b}", "WS on {thing}",
)
LENSES = ("35mm f/2.8", "", "24mm", "f/11", "85mm f/1.8, anamorphic", "")
ANGLES = ("", "eye level", "low angle", "high angle 35deg", "overhead", "worm's eye", "dutch left 12deg", "height 0.3m",
          "ground level", "dutch right")
CLAUSES = (
    "", "{a} profile left", "three-quarter right", "{a} back", "from {b}", "{a} screen left", "{b} right third",
    "{prop} foreground", "looks left", "{a} looks at {b}", "looks to camera", "{a} looks up", "focus on {b}",
    "speed 50%", "slow motion", "hold 1s", "\"steam curls past the lens, {{slowly}}; \\\"hush\\\"\"", "allow AX101",
    "camera at 1.2 2.5 height 1.5m facing {a}", "as {id}", "over 2s ease in", "camera at -1 2", "fast motion",
)
TIMES = ("", "4s", "3s", "", "5s", "60f", "2.5s")

MOVES = (
    "dolly in 0.5m", "dolly out", "push in to CU", "pull out 1m", "truck left 1.2m", "truck right to {b}",
    "pedestal up 0.4m", "pedestal down", "crane up to EWS", "crane down 0.6m", "pan left 30deg",
    "pan right to {b}", "tilt up 15deg", "tilt down", "roll left 8deg", "roll right", "whip pan right",
    "orbit left 20deg", "orbit right 30deg around {b}", "orbit left to OTS {a} on {b}", "zoom in to 85mm",
    "zoom out", "crash zoom in", "dolly zoom in to 24mm", "dolly zoom out", "track {a}",
    "rack focus from {a} to {b}", "rack focus to {a}", "static", "handheld", "gimbal", "hold 1s",
    "push in to {a}'s eyes", "whip pan left 60deg", "crash zoom out to 24mm",
)
ADVERBS = ("", "slow", "very slow", "", "fast", "gently", "quickly")
MODIFIERS = ("", "over 2s", "at 0.5s", "at \"{anchor}\"", "at 0.5s over 1.5s")
EASES = ("", "ease in", "ease out", "ease in out", "linear")

STEPS = (
    "", "{a} walks to 0 1.5", "{a} walks to {b} over 3s", "{b} turns to camera", "",
    "{a} runs to 1 -1 then turns to {b}", "{a} exits left", "{b} enters right then walks to 0.4 0.4",
    "{a} holds {prop}", "{a} sits at -1 0.5 facing 90deg", "{a} puts {prop} on {thing}",
    "{a} holds {prop} then gives {prop} to {b}", "{thing} box 1 x 0.5 x 1 at 1 1", "{b} lies at 1 1",
    "{a} moves to left of {b}", "{b} stands behind {a}; {a} turns to 45deg",
)
DIRECTIVES = (
    (), ("[[light: one neon tube; harsh]]",), ("[[weather: snow on the \"window\"]]",), ("[[sound: a glass breaks]]",),
    (), ("[[state {a}: wears yellow raincoat]]",), ("[[super: \"HALO\" center at 1s over 2s]]",),
    ("[[music: low cello]]",), ("[[state {prop}: broken in two]]",), ("[[frame first: media/first.png]]",),
    ("[[frame last: media/last.png]]",), ("[[sound: media/rain.wav]]",), ("[[perform {a}: media/dance.mp4]]",),
    ("[[plate: media/footage.mp4, from 3s]]",), ("[[state {a}: off]]", "[[music: off]]"), ("[[take: media/done.mp4]]",),
    ("[[music: media/score.mp3]]", "[[light: 冷蓝色月光]]"), ("[[super: media/logo.svg lower right]]",),
    ("[[perform {a}: media/said.wav]]", "[[weather: thin fog; @dawn]]"), ("[[state {b}: soaked; a torn sleeve]]",),
)

CUES = ("", "", " (V.O.)", "", " (O.S.)", " (ON PHONE)", "", " (CONT'D)")
PAUSES = ("", "(quietly)", "", "(beat)", "(long pause)", "")
LINES = (
    "You kept the coat.", "After all this time, I thought you had left it there.", "¿Dónde estabas anoche, Jon?",
    "你还留着那件大衣。我以为你早就走了。", "どうして今まで黙っていたんですか。", "왜 이제야 돌아왔어요? 기다렸는데.",
    "Twenty years I kept it burning.", "Nunca lo apagó; fue otra persona.", "It costs $5.50, or 3 for 10%.",
)
NASTY = (
    "", "", "", "Wait; what?", "", "She said \"no\" — twice.", "", "Mail me @home: it's <b>urgent</b>.", "",
    "[sic] {city} | ~ 100% \\n done", "", "“Curly” ‘quotes’ … 「鉤」；", "", "👻 café naïve Ⅷ", "",
    "{{ x }} {% if %} $y$ #3", "", "need:image/none //c --x",
)
WORDS = (
    "{a} waits at the table. The lamp flickers.", "{b} looks away, slowly.", "Rain. {a} lifts the {prop} and turns.",
    "Nobody moves.", "{a} crosses to {b}. {b} steps back; the door slams. Silence.", "玛雅看着窗外，一动不动。",
    "Él abre la puerta despacio.", "彼は窓の外を見ている。", "그녀는 천천히 문을 연다.",
    "{a} and {b} stare at the {prop}.",
)
TRANSITIONS = ("> DISSOLVE TO: [[over: 12f]]", "CUT TO:", "FADE OUT.\n\nFADE IN:", "> WIPE TO:", "> SMASH CUT TO:",
               "> DISSOLVE TO:")
