"""The words of a clause in their listed spelling, on masked text: small letters, one space between, names laid aside.

Each rule is a pattern and what it becomes, in the order they apply; they add and drop words of ours and never touch
what is laid aside.
"""

from __future__ import annotations

import re

_NAME = "[\ue000\"]"
_SEEN = "(?:\ue000\ue001*(?:\ue005+ ?\ue002\ue003*)?|\"\ue004*\")"
_SHORT = "ews|ws|fs|mws|cowboy|ms|mcu|cu|ecu"
_LONG = ("establishing|(?:extreme|very) (?:wide|long)|medium (?:wide|long|full|close-up|close)|wide|long|full|american"
         "|medium|mid|waist|bust|(?:extreme|big) close(?:-up)?|macro|close-up|close")
_UNIT = r"mm|cm|m|ft|in|deg|s|f|%|°"

_RULES = tuple((re.compile(pattern), new) for pattern, new in (
    # what is measured
    (r"(\d(?:mm|cm|m|ft|in)?) ?x ?(?=\.?\d)", r"\1 x "),
    (rf"(?<![\w.,/])([+-]?)(\.?\d[\d.]*) (?!in(?!\w))({_UNIT})(?![\w/])", r"\1\2\3"),
    (r"(?<![\w.,/])([+-]?)(\.\d)", r"\g<1>0\2"),
    (r"(?<=\d)°", "deg"),
    (r"(?<![\w/])f/?(?=\d)", "f/"),
    (r"(?<![\w/])t/?(?=\d)", "T"),
    (rf"(?<!\w)the (?={_NAME}|camera)", ""),
    # sizes
    (r"(?<!\w)(?:els|xws|xls)(?!\w)", "ews"),
    (r"(?<!\w)ls(?!\w)", "ws"),
    (r"(?<!\w)(?:mls|mfs)(?!\w)", "mws"),
    (r"(?<!\w)(?:bcu|xcu)(?!\w)", "ecu"),
    (r"(?<!\w)close ?up(?!\w)", "close-up"),
    (rf"(?<!\w)({_SHORT}) shot(?!\w)", r"\1"),
    (r"(?<!\w)everybody(?!\w)", "everyone"),
    (rf"(?<!\w)((?:{_SHORT}|{_LONG})(?: shot)?) (?:(?:on|of) )?(?={_NAME}|everyone(?!\w))", r"\1 on "),
    (r"(?<!\w)(two|three) shot (?:on|of) ", r"\1 shot "),
    (r"(?<!\w)over (?:the )?shoulder(?!\w)", "ots"),
    (rf"(?<!\w)(ots {_SEEN}) (left|right) shoulder on ({_SEEN}(?: and {_SEEN})*)", r"\1 on \3 \2 shoulder"),
    (r"(?<!\w)point of view(?!\w)", "pov"),
    (rf"(?<!\w)pov of (?={_NAME})", "pov "),
    (r"(?<!\w)insert shot(?!\w)", "insert"),
    (r"(?<!\w)insert of ", "insert on "),
    # angles and sides
    (r"(?<!\w)(bird|worm)(?:s)? eye", r"\1's eye"),
    (r"(?<!\w)(bird's eye|worm's eye|eye level|low angle|high angle|overhead) (?:shot|view)(?!\w)", r"\1"),
    (r"(?<!\w)dutch (?:angle|tilt)(?!\w)", "dutch"),
    (r"(?<!\w)(?:three quarter|3/4)(?: front)?(?!\w)", "three-quarter"),
    # place in frame and gaze
    (r"(?<!\w)centre(?!\w)", "center"),
    (r"(?<!\w)frame (?=left|right|center)", "screen "),
    (r"(?<!\w)in (?:the )?(?=screen|left third|right third|center|background|foreground)", ""),
    (r"(?<!\w)screen center(?!\w)", "center"),
    (r"(?<!\w)looking(?!\w)", "looks"),
    (r"(?<!\w)looks (?:off )?(?:screen )?(?=left|right|up|down)", "looks "),
    (r"(?<!\w)looks (?:at|into) camera(?!\w)", "looks to camera"),
    (rf"(?<!\w)focus (?={_NAME})", "focus on "),
    (r"(?<!\w)(?:slow|fast) motion (?=[\d.]+%)", "speed "),
    # moves
    (r"(?<!\w)push(?! in(?!\w))(?!\w)", "push in"),
    (rf"(?<!\w)(?:pull focus|rack(?! focus))(?= (?:to|from) {_NAME})", "rack focus"),
    (r"(?<!\w)pull(?! (?:out|back)(?!\w))(?!\w)", "pull out"),
    (r"(?<!\w)hand held(?!\w)", "handheld"),
    (r"(?<!\w)locked(?: off)?(?!\w)", "static"),
    (r"(?<!\w)following(?!\w)", "follow"),
    (r"(?<!\w)(track|tracking|follow) shot(?!\w)", r"\1"),
    (rf"(?<!\w)(track|tracking|follow) (?:with|of) (?={_NAME})", r"\1 "),
    (r"(?<!\w)hold for(?!\w)", "hold"),
    (r"(?<!\w)ease in and out(?!\w)", "ease in out"),
    # steps of a block
    (r"(?<!\w)enters from(?!\w)", "enters"),
    (r"(?<!\w)turns (?!to )", "turns to "),
    # signs in capitals
    (rf"(?<!\w)(?:{_SHORT}|ots|pov)(?!\w)", lambda match: match[0].upper()),
))


def respelt(words: str, lens: bool) -> str:
    """Masked words in the spelling that LANGUAGE.md lists. `lens`: they say a lens, which need not be called one."""
    for pattern, new in _RULES:
        words = pattern.sub(new, words)
    return " ".join(word for word in words.split(" ") if word != "lens") if lens else words
