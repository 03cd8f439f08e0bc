"""Why a row comes to nothing, or cannot be recomputed: the conditions, the missing facts, the faults of its cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from subsidy.audit.lines import Verdict
from subsidy.audit.trying import Trying
from subsidy.columns import Fault
from subsidy.columns.settling import SettledFrame
from subsidy.facts import Vocabulary
from subsidy.messages import Label, Sayable, msg

_POSITION: Final = re.compile(r"\[\d+\]")


class Why:
    """Says why, row by row, when it is asked."""

    def __init__(
        self, trying: Trying, faults: Iterable[Fault], settled: SettledFrame | None, vocabulary: Vocabulary
    ) -> None:
        self._trying = trying
        self._vocabulary = vocabulary
        self._faults: defaultdict[int, list[Fault]] = defaultdict(list)
        for fault in faults:
            self._faults[fault.row].append(fault)
        self._limits: dict[int, str] = {}
        if settled is not None:
            self._limits = dict(settled.payables.select("row", "limits").iter_rows())

    def of(self, row: int, verdict: Verdict) -> tuple[Sayable, ...]:
        if row in self._faults:
            return tuple(map(self._fault, self._faults[row]))
        if not self._trying.is_decided(row):
            return ()
        if verdict == "not-recomputed":
            return tuple(self._open(row))
        return tuple(self._failing(row)) if verdict == "not-eligible" else tuple(self._limited(row))

    def _fault(self, fault: Fault) -> Sayable:
        known = self._vocabulary.find(_POSITION.sub("", fault.path))
        field: Sayable | str = known.label if known else fault.path
        if not field:
            return fault.told
        return msg("{field}: {reason}", field=field, reason=fault.told)

    def _open(self, row: int) -> Iterator[Sayable]:
        missing = [fact.label for fact in self._trying.decision(row).missing]
        if missing:
            yield msg("not given: {facts}", facts=missing)
        else:
            yield msg("a limit cannot be judged")

    def _failing(self, row: int) -> Iterator[Sayable]:
        for rule in self._trying.decision(row).rules:
            if rule.verdict == "fails":
                yield msg("not so: {rule} ({reason})", rule=rule.label, reason=rule.reason)

    def _limited(self, row: int) -> Iterator[Sayable]:
        labels = {limit.name: limit.rule.label for limit in self._trying.ground(row).program.limits}
        for name in filter(None, (self._limits.get(row) or "").split(",")):
            yield msg("bound by a limit: {limit}", limit=labels.get(name, Label(name, name)))
