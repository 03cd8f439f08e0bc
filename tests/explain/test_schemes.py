"""The formulas of the schemes that come with the package, in words."""

import re

import pytest

from subsidy.explain import in_words
from subsidy.language.nodes import Node
from subsidy.scheme.library import load_schemes
from subsidy.scheme.program import Program

SCHEMES = load_schemes()
EDITIONS = [edition for scheme in SCHEMES.values() for edition in scheme.editions.values()]
PROGRAMS = {(program := edition.program()).name: program for edition in EDITIONS}
FORMULAS = [(p, v.name, v.node) for p in PROGRAMS.values() for v in (*p.values, *p.rules)]


@pytest.mark.parametrize(("program", "name", "node"), FORMULAS, ids=[f"{p.name}-{name}" for p, name, _ in FORMULAS])
def test_every_formula_has_words(program: Program, name: str, node: Node) -> None:
    words = in_words(node, program)
    zh, en = words.say("zh"), words.say("en")
    assert re.search("[\u4e00-\u9fff]", zh)
    for label in sorted(program.labels.values(), key=lambda label: -len(label.en)):  # the scheme's own words
        zh, en = zh.replace(label.zh, ""), en.replace(label.en, "")
    assert not re.search(r"[a-z_]\.[a-z_]|[a-z]_[a-z]|None|[{}]", zh + en), (zh, en)


def test_some_formulas_of_the_2024_edition() -> None:
    program = PROGRAMS["wuhan/tech-loan-subsidy@2024"]
    said = {v.name: in_words(v.node, program) for v in (*program.values, *program.rules)}
    assert said["loan_subsidy.amount"].say("zh") == "计补本金 × 补贴比例 × 计补月份 ÷ 一年期，四舍五入到0.01元"
    assert said["price"].say("zh") == "合同年利率 ≥ 1年期LPR（LPR取值日）"
    assert said["product"].say("en") == "loan product is one of 科保贷, 科担贷"
