"""What stands in an edition and nothing uses: the mark of a formula that forgot it, or of a clause that changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from subsidy.documents import Keys
from subsidy.scheme.citations import cited
from subsidy.scheme.program import Program


def unused(programs: Sequence[Program]) -> Iterator[Keys]:
    """The keys of what no program of an edition uses; `programs` are those of its readings, in all their choices.

    Steps of a benefit are shown to its reader even where nothing needs them.
    """
    edition = programs[0].edition
    inputs = [used for program in programs for used in program.inputs]
    limits = programs[0].limits
    paths = {used.path for used in inputs} | {key.path for limit in limits for key in limit.per}
    paths |= {limit.rule.by for limit in limits if limit.rule.by}
    paths |= {f"{used.path}.{field.removesuffix('_')}" for used in inputs for field in used.fields or ()}
    values = {value.name for program in programs for value in program.values}
    yield from _not_in({cite.partition(" ")[0] for _, cite in cited(edition)}, edition.sources, "sources")
    yield from _not_in({name for p in programs for name in p.parameters}, edition.parameters, "parameters")
    yield from _not_in({name for p in programs for name in p.readings_used}, edition.readings, "readings")
    yield from _not_in({path for path in edition.facts if _is_read(path, paths)}, edition.facts, "facts")
    yield from _not_in(values, edition.tiers, "tiers")
    yield from _not_in(values, edition.definitions, "definitions")
    yield from _not_in({value.partition(".")[0] for value in values}, edition.splits, "splits")


def _not_in(used: Collection[str], names: Collection[str], section: str) -> Iterator[Keys]:
    return ((section, name) for name in names if name not in used)


def _is_read(path: str, read: Collection[str]) -> bool:
    """A record or a list is read where something in it is."""
    return any(other == path or other.startswith(f"{path}.") for other in read)
