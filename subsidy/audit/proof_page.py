"""What was proved of a receipt, and what has changed since, on a page."""

from __future__ import annotations

from collections.abc import Sequence

from subsidy.audit.proof import Proof
from subsidy.audit.redecided import Redecided
from subsidy.explain.values import verbatim
from subsidy.messages import Message, Sayable, msg
from subsidy.report.page import Block, Heading, Item, Items, Page, Table, Title


def proof_blocks(proof: Proof) -> Page:
    """What is the same in one line; each part that is not with its two values."""
    same = [part.label for part in proof if part.is_same]
    items = [Item(msg("the same: {parts}", parts=same), "✓", "good")] if same else []
    for part in proof:
        if not part.is_same:
            words = msg("changed: {part}", part=part.label)
            items.append(Item(words, "✗", "bad", below=(_was(part.recorded), _is(part.found))))
    return (Heading(msg("The receipt")), Items(tuple(items)))


def first_cause(proof: Proof) -> Message | None:
    """What to look at before any cause of a single difference: what is no longer what it was."""
    changed = [part.label for part in proof if not part.is_same]
    return msg("changed since then, the first cause to look at: {parts}", parts=changed) if changed else None


def redecided_page(results: Sequence[Redecided]) -> Page:
    """Each decision made again: with what, and what came out otherwise."""
    blocks: list[Block] = [_title(results)]
    for result in results:
        name = result.kept.application or result.file
        scheme = f"{result.kept.scheme}@{result.kept.edition}"
        blocks.append(Heading(msg("{application} under {scheme}", application=name, scheme=scheme)))
        blocks += proof_blocks(result.proof)[1:]
        if result.is_altered:
            words = msg("the record was altered: it was made with the same things, which do not give it")
            blocks.append(Items((Item(words, "✗", "bad"),)))
        if result.changes:
            header = (msg("what"), msg("recorded"), msg("now"))
            blocks.append(Table(header, tuple((c.what, _said(c.kept), _said(c.now)) for c in result.changes)))
    return tuple(blocks)


def _title(results: Sequence[Redecided]) -> Title:
    other = sum(bool(result.changes) for result in results)
    changed = sum(not part.is_same for result in results for part in result.proof)
    count = len(results)
    altered = sum(result.is_altered for result in results)
    if altered:
        return Title(
            msg("{altered} of {count} records were altered after they were made", altered=altered, count=count), "bad"
        )
    if other:
        return Title(msg("{other} of {count} decisions come out otherwise now", other=other, count=count), "bad")
    if changed:
        said = msg("All {count} decisions come out the same, but not with the same things", count=count)
        return Title(said, "open")
    return Title(msg("Proved: all {count} decisions come out the same, with the same things", count=count), "good")


def _was(recorded: str | None) -> Message:
    return msg("recorded: {value}", value=recorded or msg("none"))


def _is(found: str | None) -> Message:
    return msg("now: {value}", value=found or msg("not there"))


def _said(value: Sayable | str) -> Sayable:
    return verbatim(value) if isinstance(value, str) else value
