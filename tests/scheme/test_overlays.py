"""What an overlay may not say, and readings that nothing has: each with its line, all of them at once."""

from pathlib import Path

import pytest

from subsidy import InputError, Schemes, UnknownNameError, evaluate, load_schemes
from subsidy.scheme.unknown import refuse_unknown_readings
from tests.scheme.town import TOWN

UNPUBLISHED = TOWN.replace("fee: {is: 500元,", "fee: {unpublished: true, type: money,")
OVERLAY = """\
overlay: town/loans
edition: '2023'
sources: {notice: {title: 又一通知, issued: 2023-07, standing: official}}
parameters:
  share: {is: 3%, cite: notice 二}
  fees: {is: 3元, cite: notice 二}
  fee: {is: 3元, cite: nobody 二}
readings: {month_read: started, months_read: begun}
"""
SAID = [
    "3:19: sources.notice: the scheme has a source notice already [duplicate-name]",
    "5:10: parameters.share: share is published and cannot be overlaid [published]",
    "6:9: parameters.fees: the scheme has no parameter fees; did you mean fee? [unknown-name]",
    "7:23: parameters.fee.cite: no source is named nobody; allowed are notice [citation]",
    "8:24: readings.month_read: town/loans has no reading month_read; did you mean months_read? [reading]",
    "8:46: readings.months_read: begun is not a choice of months_read; allowed are completed, started [reading]",
]


def town(folder: Path) -> Schemes:
    """Two editions, of which the later can count months in another way."""
    later = UNPUBLISHED.replace("2023-", "2024-").replace('"2023"', '"2024"').replace("started:", "thirtieths:")
    (folder / "town" / "loans").mkdir(parents=True)
    for name, text in (("2023", UNPUBLISHED), ("2024", later)):
        (folder / "town" / "loans" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_schemes(folder)


def test_everything_wrong_with_an_overlay_is_said_at_once(tmp_path: Path) -> None:
    town(tmp_path)
    file = tmp_path / "deal.yaml"
    file.write_text(OVERLAY, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_schemes(tmp_path, overlays=[file])
    assert str(caught.value).splitlines() == [f"{file}:{line}" for line in SAID]


@pytest.mark.parametrize(
    ("declared", "given", "said"),
    [
        ("money", "-1元", "-1元 is negative"),
        ("days", "-1天", "-1天 is negative"),
        ("months", "-1个月", "-1个月 is negative"),
        ("days", "60", "60 has no unit; write 60 days"),
        ("share", "-1%", "-1% is negative"),
        ("share", "100.000001%", "100.000001% is more than 100%"),
        ("share, at_most: 200%", "200.000001%", "200.000001% is more than 200%"),
        ("rate", "101%", "101% is more than 100%/year"),
        ("money, at_most: 2元", "2.01元", "2.01元 is more than 2.00 yuan"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_with_its_line(tmp_path: Path, declared: str, given: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        supplied(tmp_path, declared, given)
    assert [(d.message.say("en"), d.place.line if d.place else 0) for d in caught.value.diagnostics] == [
        (said.partition(";")[0], 3)
    ]
    assert said in str(caught.value)


@pytest.mark.parametrize(("declared", "given"), [("share", "0%"), ("share", "100%"), ("share, at_most: 200%", "200%")])
def test_the_bounds_themselves_may_be_supplied(tmp_path: Path, declared: str, given: str) -> None:
    figure = supplied(tmp_path, declared, given)["town/loans"].edition("2023").definition.parameters["figure"]
    assert figure.is_ == given


def test_what_two_overlays_give_is_said_with_the_first_of_them(tmp_path: Path) -> None:
    town(tmp_path)
    sources = "overlay: town/loans\nsources: {a: {title: 协议, issued: 2023-07, standing: agreement}}\n"
    files = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for file in files:
        file.write_text(f"{sources}parameters: {{fee: {{is: 3元, cite: a 二}}}}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_schemes(tmp_path, overlays=files)
    assert str(caught.value).splitlines() == [
        f"{files[1]}:2:14: sources.a: {files[0]} gives a already [given-twice]",
        f"{files[1]}:3:19: parameters.fee: {files[0]} gives fee already [given-twice]",
    ]


def supplied(folder: Path, declared: str, given: str) -> Schemes:
    """The town with a figure that is unpublished in both editions, and its value from an overlay."""
    figure = f"figure: {{unpublished: true, type: {declared}, cite: notice 一, zh: 数, en: figure}}"
    town(folder)
    for file in (folder / "town" / "loans").glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("parameters:\n", f"parameters:\n  {figure}\n", 1)
        file.write_text(text, encoding="utf-8")
    overlay = folder / "deal.yaml"
    sources = "sources: {a: {title: 协议, issued: 2023-07, standing: agreement}}"
    overlay.write_text(
        f"overlay: town/loans\n{sources}\nparameters: {{figure: {{is: {given}, cite: a 二}}}}\n", encoding="utf-8"
    )
    return load_schemes(folder, overlays=[overlay])


def test_a_choice_of_one_edition_is_no_mistake_but_under_the_other(tmp_path: Path) -> None:
    scheme = town(tmp_path)["town/loans"]
    chosen = {"months_read": "thirtieths"}
    evaluate(scheme, {}, edition="2024", readings=chosen)
    with pytest.raises(UnknownNameError, match="thirtieths is not a choice of months_read"):
        evaluate(scheme, {}, edition="2023", readings=chosen)


def test_a_reading_of_another_edition_changes_nothing_and_that_is_said(tmp_path: Path) -> None:
    town(tmp_path)
    file = tmp_path / "town" / "loans" / "2024.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("months_read", "months_counted"), encoding="utf-8")
    scheme = load_schemes(tmp_path)["town/loans"]
    loan = {"loan": {"settled_on": "2023-07-01"}}
    decision = evaluate(scheme, loan, readings={"months_counted": "thirtieths"})
    assert decision.edition == "2023"
    said = "2023 has no reading months_counted, so what was chosen changes nothing"
    assert said in map(str, decision.warnings)
    assert said not in map(str, evaluate(scheme, loan, readings={"months_read": "started"}).warnings)


def test_it_is_said_which_scheme_has_no_such_reading_where_there_is_one_alone(tmp_path: Path) -> None:
    schemes = town(tmp_path)
    own = schemes["town/loans"].definitions.values()
    every = [edition for scheme in schemes.values() for edition in scheme.definitions.values()]
    with pytest.raises(UnknownNameError, match=r"^town/loans has no reading nix; allowed are months_read$") as caught:
        refuse_unknown_readings({"nix": "x"}, own)
    assert caught.value.scheme == "town/loans"
    with pytest.raises(UnknownNameError, match=r"^there is no reading nix; known are") as caught:
        refuse_unknown_readings({"nix": "x"}, every)
    assert caught.value.scheme is None
