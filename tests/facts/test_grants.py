"""What was granted before is of a scheme that is at hand, and of one of its benefits: read alone or in a table."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import load_schemes
from subsidy.columns import checked_frame
from subsidy.diagnostics import InputError
from subsidy.documents import Document, parse_document
from subsidy.facts import Vocabulary, read_application
from subsidy.facts.grants import Granting
from subsidy.messages import Label

TOWN = Granting(
    Label("示例市贴息", "example interest subsidy"),
    {"interest": Label("贴息", "interest"), "fee": Label("担保费", "fee")},
)
CITY = Granting(Label("示例市奖励", "example award"), {"award": Label("奖励", "award")})
KNOWN = load_schemes().vocabulary.granting({"town/loans": TOWN, "town/awards": CITY})

SCHEMES = ("town/loans", "town/awards", "town/loan", "示例市贴息", "其他")
BENEFITS = (None, "interest", "fee", "award", "贴息", "intrest")
grants = st.builds(
    lambda scheme, benefit: {"scheme": scheme, "year": "2023", "amount": "1万元", "benefit": benefit},
    st.sampled_from(SCHEMES),
    st.sampled_from(BENEFITS),
)


def problems(text: str, vocabulary: Vocabulary = KNOWN) -> list[str]:
    with pytest.raises(InputError) as error:
        read_application(parse_document(text, "a.yaml"), vocabulary)
    return [str(d) for d in error.value.diagnostics]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("scheme: town/loan", "a.yaml:1:20: granted[0].scheme: there is no scheme town/loan; did you mean town/loans?"),
        ("scheme: 示例市贴息", "a.yaml:1:20: granted[0].scheme: there is no scheme 示例市贴息; write town/loans"),
        (
            "scheme: town/loans, benefit: 担保费",
            "a.yaml:1:41: granted[0].benefit: town/loans has no benefit 担保费; write fee",
        ),
        (
            "scheme: town/awards, benefit: interest",
            "a.yaml:1:42: granted[0].benefit: town/awards has no benefit interest; allowed are award",
        ),
    ],
)
def test_what_names_nothing_is_refused_with_what_was_meant(named: str, said: str) -> None:
    (problem,) = problems(f"granted: [{{{named}, year: 2023, amount: 1万元}}]")
    assert said in problem


def test_without_schemes_at_hand_any_name_will_do() -> None:
    text = "granted: [{scheme: town/loan, year: 2023, amount: 1万元, benefit: x}]"
    assert read_application(parse_document(text, "a.yaml")).granted
    assert len(problems(text)) == 1


def test_the_schemes_at_hand_are_those_that_were_loaded() -> None:
    schemes = load_schemes()
    known = schemes.vocabulary.grantings
    assert known is not None
    assert known.keys() == schemes.keys()
    for name, scheme in schemes.items():
        benefits = {b.name for edition in scheme.editions.values() for b in edition.program().benefits}
        assert known[name].benefits.keys() == benefits
        assert scheme.vocabulary.grantings is known


@given(st.lists(st.none() | st.lists(grants, max_size=3), min_size=1, max_size=5))
def test_a_table_refuses_what_an_application_refuses(rows: list[list[dict[str, Any]] | None]) -> None:
    expected = []
    for row, given_ in enumerate(rows):
        data = {} if given_ is None else {"granted": [{k: v for k, v in g.items() if v is not None} for g in given_]}
        try:
            read_application(Document.of(data), KNOWN)
        except InputError as error:
            expected += [(row, d.field, str(d.message), str(d.remedy)) for d in error.diagnostics]
    type_ = pl.List(pl.Struct(dict.fromkeys(("scheme", "year", "amount", "benefit"), pl.String)))
    found = checked_frame(pl.DataFrame({"granted": pl.Series(rows, dtype=type_)}), KNOWN)
    assert [(f.row, f.path, str(f.message), str(f.remedy)) for f in found.faults] == expected
    assert found.frame.height == len(rows) - len({row for row, *_ in expected})
