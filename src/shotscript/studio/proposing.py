"""Scenes covered by what a language model proposes, where that is sound, and by the director where it is not.

    made = proposed("film.fountain", "local", agree=lambda offer: True)    asks, checks, and falls back; writes nothing

What is sent is shown to `agree` with its price before anything is. A scene's proposal is taken whole or not at all: it
must pass our own parser and film grammar on the real stage (`proposals/`), is sent back with the findings three times
at most, and what the author wrote cannot change by it. Whatever else happens the scene is the director's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from ..core import secret
from ..core.diagnostic import nearest
from ..core.errors import MoneyError, UsageError
from ..core.settings import Model, Settings
from ..core.show import visible
from ..core.world import World
from .directing import Directed, Proposer, Task, Work, Written, directed
from .proposals import chat, words
from .proposals.purse import Purse
from .proposals.reading import lines
from .proposals.sheet import Sheet, sheet
from .proposals.talk import Line, Talk, Unanswered, line
from .proposals.trying import tried
from .read import opened

REPAIRS = 3
"""How often an answer may be sent back."""
_ECHO = 8000
"""Letters of an answer that are repeated to who gave it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is about to be sent: scenes `asked` and those whose answers are `kept`; tokens to `read` and at most
    `written`; what that costs, and the most that repairs could make of it."""

    name: str
    model: Model
    asked: int
    kept: int
    read: int
    written: int
    usd: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a scene: the model's (`own`) or the director's, after so many answers, and why; its lines, where
    they are the model's."""

    index: int
    heading: str
    own: bool
    answers: int
    why: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    made: Directed
    outcomes: tuple[Outcome, ...]
    purse: Purse

    def outcome(self, index: int) -> Outcome | None:
        return next((one for one in self.outcomes if one.index == index), None)


def proposed(
    script: str | Path, name: str = "", wanted: str = "", *, agree: Callable[[Offer], bool], only: str = "",
    weights: Mapping[str, float] | None = None, favour: str = "", fresh: bool = False, purse: Purse | None = None,
    told: Callable[[Outcome], None] = lambda _: None, way: Callable[[Model], Line] = line, world: World | None = None,
    config: Settings | None = None,
) -> Proposed:
    """The script of a file covered, as `directed` does, by the project's model of a name (the first for none). `told`
    hears of each scene as it is done, `way` sends what is asked.

    UsageError where there is no such model or its key; MoneyError where `agree` says no, with nothing sent.
    """
    _, _, _, own = opened(script, world)
    name, model = chosen((config or own).direct.models, name)
    purse, outcomes = purse or Purse(), list[Outcome]()
    send = way(model)

    def begun(work: Work) -> Proposer:
        sheets = {task.number: sheet(work, task) for task in work.tasks}
        talk = Talk(model, send, purse, lambda: _agreed(agree, _offer(name, talk, sheets)), fresh)

        def made(task: Task) -> Written | None:
            found, outcome = _of_scene(work, task, sheets[task.number], talk, name)
            outcomes.append(outcome)
            told(outcome)
            return found

        return made

    done = directed(script, wanted, only=only, weights=weights, favour=favour, world=world, config=config, ask=begun)
    return Proposed(done, tuple(outcomes), purse)


def chosen(models: Mapping[str, Model], name: str) -> tuple[str, Model]:
    """The model of a name, the first one for none. UsageError where there is none."""
    if not models:
        raise UsageError('no model is known: write [direct.models.NAME] with base = "http://127.0.0.1:11434/v1" and '
                         'name = "..." into shotscript.toml')
    if not name:
        return next(iter(models.items()))
    if name not in models:
        near = nearest(name, models)
        raise UsageError(f"shotscript.toml has no [direct.models.{name}]; "
                         + (f"did you mean {near[0]}?" if near else f"there are {', '.join(models)}"))
    return name, models[name]


# ---------------------------------------------------------------------------------------------- helpers


def _offer(name: str, talk: Talk, sheets: Mapping[int, Sheet | None]) -> Offer:
    model = talk.model
    openings = [words.opening(one) for one in sheets.values() if one]
    asked = [messages for messages in openings if not talk.knows(messages)]
    read = sum(map(chat.tokens, asked))
    usd = chat.cost(model, read, model.tokens * len(asked))
    later = sum((1 + REPAIRS) * (chat.tokens(one) + REPAIRS * model.tokens) for one in openings)
    worst = chat.cost(model, later, (1 + REPAIRS) * model.tokens * len(openings))
    return Offer(name, model, len(asked), len(openings) - len(asked), read, model.tokens * len(asked), usd,
                 min(worst, talk.purse.limit(model.most_usd) - talk.purse.spent))


def _agreed(agree: Callable[[Offer], bool], offer: Offer) -> None:
    if not agree(offer):
        raise MoneyError(f"this would cost up to ${offer.most.normalize():f}: say --yes, or --cap with what may be "
                         "spent; nothing was sent")


def _of_scene(work: Work, task: Task, sheet: Sheet | None, talk: Talk, name: str) -> tuple[Written | None, Outcome]:
    tell = partial(Outcome, task.scene.index, task.scene.heading)
    if sheet is None:
        return None, tell(False, 0, "no shot line can stand where one would have to, or the scene is too long")
    talk.scene()
    answers, faults = 0, ("",)
    messages = words.opening(sheet)
    try:
        for _ in range(1 + REPAIRS):
            said = talk.ask(messages)
            answers += 1
            found, faults = lines(said.text, sheet, said.whole)
            if not faults:
                made, faults = tried(work, sheet, found, f"proposed by {name}")
                if made:
                    return made, tell(True, answers, f"in {answers} answer{'s' * (answers > 1)}",
                                      tuple(text for _, text in made.lines))
            messages = (*words.opening(sheet), *words.again(said.text[:_ECHO], faults))
    except Unanswered as trouble:
        return None, tell(False, answers, visible(secret.hidden(str(trouble))))
    return None, tell(False, answers, f"{answers} answers had faults, the last: {visible(secret.hidden(faults[0]))}")
