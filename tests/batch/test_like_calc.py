"""A batch says of every row what one application is told, and of all rows together what the limits say of all of them:
shown on the examples and on the worked cases of every scheme.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from subsidy import Decision, apply_limits, evaluate, load_schemes
from subsidy.batch import BatchQuestion, Reading, run_batch
from subsidy.documents import Document, read_document
from subsidy.evaluation import SeveralEditionsError
from subsidy.facts import Application, read_application
from subsidy.scheme.cases import case_paths, read_examples
from tests.batch.flat import empty_lists, flat, written_ndjson
from tests.batch.tables import ROOT, read, written

SCHEMES = load_schemes()
APPLICATIONS = [
    document
    for document in map(read_document, sorted((ROOT / "examples").glob("*.yaml")))
    if isinstance(document.data, dict) and "overlay" not in document.data
]


def decided(scheme: str, applications: Sequence[Application]) -> list[Decision | None]:
    """One by one; None where several editions govern."""
    found: list[Decision | None] = []
    for application in applications:
        try:
            found.append(evaluate(SCHEMES[scheme], application))
        except SeveralEditionsError:
            found.append(None)
    return found


def assert_alike(out: Path, decisions: Sequence[Decision]) -> None:
    settled = apply_limits(decisions).settled
    rows = read(out)
    assert len(rows) == len(decisions)
    for row, decision, after in zip(rows, decisions, settled, strict=True):
        assert (row["edition"], row["outcome"]) == (decision.edition, decision.outcome)
        assert set(filter(None, row["missing"].split(","))) == {m.path for m in decision.missing}
        amounts = {"entitlement": decision.total, "payable": after.total}
        amounts |= {f"entitlement.{b.name}": b.entitlement for b in decision.benefits}
        amounts |= {f"payable.{p.name}": p.amount for p in after.payables}
        assert {name: row[name] for name in amounts} == {
            name: "" if amount is None else str(amount) for name, amount in amounts.items()
        }


@pytest.mark.parametrize("document", APPLICATIONS, ids=lambda document: Path(document.name).stem)
def test_a_table_of_one_example(document: Document, tmp_path: Path) -> None:
    application = read_application(document, SCHEMES.vocabulary, SCHEMES.products)
    row = flat(application)
    file = written(tmp_path / "in.csv", [row], head=list(row))
    reading = Reading((file,), none=empty_lists(application))
    for name in SCHEMES:
        (decision,) = decided(name, [application])
        if decision and decision.outcome in ("eligible", "suspended"):
            assert run_batch(BatchQuestion(reading, SCHEMES, name, out=tmp_path / "out.csv")).decided == 1
            assert_alike(tmp_path / "out.csv", [decision])


def test_the_cases_of_every_scheme_in_one_table(tmp_path: Path) -> None:
    rows = 0
    for name, scheme in SCHEMES.items():
        editions = {edition: loaded.definition for edition, loaded in scheme.editions.items()}
        examples = [
            example
            for path in case_paths(edition.document for edition in scheme.editions.values())
            for example in read_examples(path, editions)
            if not example.overlays
        ]
        applications = [read_application(e.application, SCHEMES.vocabulary, SCHEMES.products) for e in examples]
        if not applications:
            continue
        file = written_ndjson(tmp_path / "in.ndjson", applications)
        result = run_batch(BatchQuestion(Reading((file,)), SCHEMES, name, out=tmp_path / "out.csv"))
        decisions = decided(name, applications)
        assert result.rejected == decisions.count(None), name
        if any(decisions):
            assert_alike(tmp_path / "out.csv", [d for d in decisions if d])
        rows += result.rows
    assert rows > 500
