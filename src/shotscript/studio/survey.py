"""What there is in a data file before the first film is made: how long its values are, and how many differ."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..narrative import variants
from .data import Row
from .reading import Read
from .trials import Trials
from .vary import names_of, numbers, worded


@dataclass
class Survey:
    """`longest` is each field's longest value by characters and by bytes, `columns` those that are no field's, in the
    order of their first use. Values themselves are not kept, only their hashes."""

    fields: tuple[str, ...]
    count: int = 0
    variants: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    longest: dict[str, tuple[str, str]] = field(default_factory=dict)
    hashes: dict[str, array] = field(default_factory=dict)
    chosen: array = field(default_factory=lambda: array("q"))
    _sets: dict[frozenset[str], int] = field(default_factory=dict)

    def sets(self, names: frozenset[str]) -> int:
        """How many different sets of values these fields take, variants told apart."""
        if names not in self._sets:
            held = [self.hashes[name] for name in sorted(names) if name in self.hashes]
            self._sets[names] = len(set(zip(self.chosen, *held, strict=True))) if held else len(set(self.chosen))
        return self._sets[names]


def survey(rows: Iterable[Row], fields: Sequence[str], variant: str) -> Survey:
    """One pass over the rows. A row that cannot be read counts as a row and for nothing else."""
    found = Survey(tuple(fields), hashes={name: array("q") for name in fields})
    called: dict[str, int] = {}
    columns: dict[str, None] = {}
    for row in rows:
        found.count = row.number
        if row.fault:
            continue
        name = ",".join(variants.listed(row.variant or variant))
        found.chosen.append(called.setdefault(name, len(called)))
        columns.update(dict.fromkeys(key for key in row.values if key not in found.hashes))
        for one in fields:
            _note(found, one, row.values.get(one, ""))
    found.variants, found.columns = tuple(called), tuple(columns)
    return found


def _note(found: Survey, name: str, value: str) -> None:
    value = value if value.strip() else ""
    found.hashes[name].append(hash(value))
    wide, heavy = found.longest.get(name, ("", ""))
    if len(value) > len(wide):
        wide = value
    if len(value.encode(errors="replace")) > len(heavy.encode(errors="replace")):
        heavy = value
    found.longest[name] = wide, heavy


@dataclass(frozen=True)
class Bounds:
    """The longest values a film of the series may hold, in its fields' order: by characters and by bytes."""

    wide: Mapping[str, str]
    heavy: Mapping[str, str]

    def over(self, read: Read) -> Iterator[Read]:
        """The film with every field at its longest, by either measure."""
        if not any(self.wide.values()):
            return
        yield worded(read, self.wide)
        if self.heavy != self.wide:
            yield replace(worded(read, self.heavy), version=f"{read.version} bytes".strip())

    def beaten(self, row: Mapping[str, str]) -> bool:
        """Whether a row holds a longer value than the films were packed for."""
        return any(len(row[name]) > most or len(row[name].encode(errors="replace")) > bytes_
                   for name, (most, bytes_) in self.sizes.items() if name in row)

    @cached_property
    def sizes(self) -> Mapping[str, tuple[int, int]]:
        return {name: (len(value), len(self.heavy[name].encode(errors="replace"))) for name, value in self.wide.items()}


def bounded(film: Read, plain: Trials, found: Survey) -> Bounds:
    """The longest values of a file, as far as each shot still fits one request on its own: of fields in one that does
    not, half as much, until it does. Rows with more are films of their own."""
    bounds = Bounds({name: wide for name, (wide, _) in found.longest.items()},
                    {name: heavy for name, (_, heavy) in found.longest.items()})
    fitting = [at for at in range(len(plain.row.frames)) if plain.fits(at, at)]
    while tight := _tight(film, plain, fitting, bounds):
        names = frozenset(names_of(film, numbers(film, tight)))
        less = Bounds(_halved(bounds.wide, names), _halved(bounds.heavy, names))
        if less == bounds:
            break
        bounds = less
    return bounds


def _tight(film: Read, plain: Trials, fitting: Sequence[int], bounds: Bounds) -> frozenset[str]:
    """Labels of shots that fit by themselves, but not with the longest values."""
    words = tuple(bounds.over(film))
    if not words:
        return frozenset()
    trials = Trials(film, plain.provider, plain.templates, also=words)
    return frozenset(trials.row.frames[at].shot.label for at in fitting if not trials.fits(at, at))


def _halved(values: Mapping[str, str], names: frozenset[str]) -> dict[str, str]:
    return {name: value[: len(value) // 2] if name in names else value for name, value in values.items()}
