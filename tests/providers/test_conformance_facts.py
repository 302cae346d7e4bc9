"""What is known of a model is dated, sourced and does not contradict itself."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from found import EACH, FOUND, folder_of
from promises import ROLES

from shotscript.plan.limits import Limits
from shotscript.providers.contract import Provider, Status

_ROW = re.compile(r"^\|(.+)\|$")


@EACH
def test_its_readme_names_the_day_and_a_source_for_each_fact(provider: Provider) -> None:
    readme = folder_of(provider) / "README.md"
    assert readme.is_file(), f"{readme} is missing"
    text = readme.read_text(encoding="utf-8")
    if provider.local:
        return
    assert provider.checked.isoformat() in text or any(
        day >= provider.checked.isoformat() for day in re.findall(r"\d{4}-\d\d-\d\d", text)), (
        f"{readme} does not say {provider.checked}, the day the facts were checked")
    rows = list(_facts(text))
    assert rows, f"{readme} has no table of facts with a column `source`"
    bare = [fact for fact, source in rows if not source]
    assert not bare, f"facts without a source in {readme}: {bare}"
    assert {"price", "usd", "$", "free"} & set(re.findall(r"price|usd|\$|free", text.lower())), "no word of its price"


@EACH
def test_its_limits_do_not_contradict_themselves(provider: Provider) -> None:
    limits = provider.limits
    assert 1 <= limits.cuts_least <= limits.cuts <= 6, "up to six cuts a segment"
    longest = longest_of(limits)
    if longest is not None:
        assert longest > 0 and limits.shortest <= longest
        assert limits.shot_shortest * limits.cuts_least <= longest
    assert list(limits.durations) == sorted(set(limits.durations)), "durations rise"
    if limits.durations:
        assert limits.shortest <= limits.durations[0]
        assert limits.longest is None or limits.durations[-1] <= limits.longest
        assert not limits.whole_seconds or all(one.denominator == 1 for one in limits.durations)
    if limits.prompt is not None and limits.shot_words is not None:
        assert limits.shot_words <= limits.prompt
    for most in (limits.prompt, limits.shot_words, limits.references, limits.frames_most):
        assert most is None or most >= 0
    if limits.frames_most is not None and limits.fps is not None:
        assert limits.longest is None or limits.longest <= Fraction(limits.frames_most) / limits.fps


def longest_of(limits: Limits) -> Fraction | None:
    ends = [end for end in (limits.longest, *limits.durations[-1:]) if end is not None]
    return min(ends) if ends else None


@EACH
def test_what_it_takes_of_files_is_in_order(provider: Provider) -> None:
    assert set(provider.inputs) <= ROLES, set(provider.inputs) - ROLES
    assert set(provider.wants) <= set(provider.inputs), "what is wanted is said to be taken"
    for role, taken in provider.inputs.items():
        assert not taken.formats or all(one == one.lower().lstrip(".") for one in taken.formats), (role, taken.formats)
        for low, high in filter(None, (taken.files, taken.sides, taken.ratio, taken.seconds, taken.rate)):
            assert low >= 0 and (high is None or low <= high), (role, low, high)
        assert taken.megabytes is None or taken.megabytes > 0


@EACH
def test_a_closed_service_names_its_day_and_what_comes_after(provider: Provider) -> None:
    if provider.status is not Status.RETIRED:
        assert provider.retired is None or provider.retired > provider.checked, "closed, and not said to be"
        assert not provider.successors or set(provider.successors) <= set(FOUND)
        return
    assert provider.retired is not None and provider.retired <= provider.checked
    assert provider.successors, "nothing to retarget to"
    for name in provider.successors:
        assert name in FOUND, f"{name} is no provider"
        assert FOUND[name].status is not Status.RETIRED, f"{name} is retired itself"


@EACH
def test_its_name_can_be_typed(provider: Provider) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)?", provider.name), provider.name
    assert provider.title and provider.title == provider.title.strip()


def test_the_folder_of_a_provider_is_found():
    for provider in FOUND.values():
        folder = folder_of(provider)
        assert isinstance(folder, Path) and (folder / "__init__.py").is_file(), provider.name


def _facts(text: str):
    """Rows of the tables that have a column `source`: the fact, and its source."""
    at: int | None = None
    for line in text.split("\n"):
        row = _ROW.match(line.strip())
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row[1])] if row else []
        if not row:
            at = None
        elif any("source" in cell.lower() for cell in cells) and at is None:
            at = next(i for i, cell in enumerate(cells) if "source" in cell.lower())
        elif at is not None and not set("".join(cells)) <= set("-: "):
            yield cells[0], cells[at] if at < len(cells) else ""
