"""What a transition does to the film: a cut, a dissolve, a wipe, a fade. Written ones are many; these five are made."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..core.diagnostic import Diagnostic, warning
from ..core.span import Span

_FADE = re.compile(r"(FADE IN|FADE OUT|FADE TO BLACK)\s*[:.：。]?\Z")

_KINDS = (
    ("dissolve", ("dissolve", "cross fade", "crossfade", "fade to:", "叠化", "疊化", "溶", "ディゾルブ", "디졸브",
                  "fundido encadenado", "encadenado", "disolvencia", "disuelve")),
    ("wipe", ("wipe", "划", "劃", "ワイプ", "와이프", "cortinilla")),
    ("fade in", ("fade in", "fade up", "fade from black", "淡入", "渐显", "フェードイン", "フェード・イン", "페이드 인",
                 "abre de negro", "funde de negro")),
    ("fade out", ("fade out", "fade to black", "fade to white", "淡出", "渐隐", "フェードアウト", "フェード・アウト",
                  "페이드 아웃", "fundido a negro", "funde a negro")),
    ("cut", ("cut", "smash to", "match to", "jump to", "back to", "切", "カット", "컷", "corte", "corta a")),
)
_OFFER = "write CUT TO:, DISSOLVE TO:, WIPE TO:, FADE IN: or FADE OUT."


class Transit(NamedTuple):
    kind: str
    problem: Diagnostic | None = None


def read(text: str, span: Span, forced: bool) -> Transit:
    """The kind of a Fountain transition. A forced one we do not know is a cut, and says so."""
    lowered = " ".join(text.casefold().replace("：", ":").split())
    for kind, words in _KINDS:
        if any(_says(lowered, word) for word in words):
            return Transit(kind, _white(span) if "to white" in lowered and kind == "fade out" else None)
    if not forced:
        return Transit("cut")
    return Transit("cut", warning("FN907", f"`{text}` is no transition we make, so it is a plain cut", span,
                                  "a cut", _OFFER))


def fade(text: str) -> bool:
    """Whether a paragraph of action is `FADE IN:` or `FADE OUT.`, which Fountain does not know as transitions.

    So is a `CUT TO:` that Fountain could not see, because a comment and not an empty line follows it.
    """
    text = text.strip()
    return bool(_FADE.match(text)) or (len(text) < 40 and text.isupper() and text.endswith(" TO:") and "\n" not in text)


def _says(lowered: str, word: str) -> bool:
    if not word.isascii():
        return word in lowered
    return re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", lowered) is not None


def _white(span: Span) -> Diagnostic:
    return warning("FN907", "a fade to white is made as a fade to black", span, "a fade out", _OFFER)
