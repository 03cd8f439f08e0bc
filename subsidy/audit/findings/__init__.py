"""What to look into within a batch, whether or not its amounts are right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from subsidy.audit.findings.beyond import beyond_limit, key_paths
from subsidy.audit.findings.contracts import overlapping_contracts, overlapping_parts, same_contract
from subsidy.audit.findings.enterprises import alike_names, several_codes, several_names
from subsidy.audit.findings.found import Books, Check, Finding
from subsidy.audit.findings.schemes import other_aid, two_schemes
from subsidy.audit.findings.splitting import DAYS, split
from subsidy.audit.findings.totals import unequal_sums
from subsidy.messages import Label, msg

__all__ = ["CHECKS", "Books", "Check", "Finding", "findings", "key_paths"]

CHECKS: Final = (
    Check(
        "unequal-sum",
        Label("合计与分项不符", "totals that are not their sums"),
        msg("rows whose benefits do not add up to what stands for all of them together"),
        unequal_sums,
    ),
    Check(
        "same-contract",
        Label("同一合同重复申报", "the same contract twice"),
        msg(
            "rows of one scheme with the same contract number and lender; or of the same loan with the lender "
            "left out or written otherwise"
        ),
        same_contract,
    ),
    Check(
        "overlapping-parts",
        Label("同一合同分段重叠", "parts of a contract that overlap"),
        msg("rows with the same contract number and lender whose times overlap and are not the same"),
        overlapping_parts,
    ),
    Check(
        "overlapping-contracts",
        Label("同一时段重复借款", "the same time under several contracts"),
        msg("rows with the same borrower, lender and principal under different contracts, whose times overlap"),
        overlapping_contracts,
    ),
    Check(
        "several-names",
        Label("一个代码多个名称", "one code, several names"),
        msg("rows with the same credit code under names that differ in more than spaces and width"),
        several_names,
    ),
    Check(
        "several-codes",
        Label("一个名称多个代码", "one name, several codes"),
        msg("rows with the same name and different credit codes"),
        several_codes,
    ),
    Check(
        "alike-names",
        Label("名称相近的企业", "names alike"),
        msg("names that differ only in punctuation or in the form of the company, one of them without a credit code"),
        alike_names,
    ),
    Check(
        "beyond-limit",
        Label("超过方案限额", "beyond a limit of the scheme"),
        msg("claims of a group of the limit that are more loans, or after the limits more yuan, than it allows"),
        beyond_limit,
    ),
    Check(
        "split",
        Label("疑似拆分贷款", "loans that may have been split"),
        msg(
            "loans of one borrower disbursed within {days} days, each at most a figure with which the scheme compares "
            "the principal, together above it",
            days=DAYS,
        ),
        split,
    ),
    Check(
        "two-schemes",
        Label("同一贷款申报多个方案", "the same loan under several schemes"),
        msg(
            "rows of different schemes with the same contract number and lender; or of the same loan with the lender "
            "left out or written otherwise"
        ),
        two_schemes,
    ),
    Check(
        "other-aid",
        Label("同一贷款另有补贴", "other aid for the same loan"),
        msg("rows that name other aid for the loan, under an edition no condition of which looks at it"),
        other_aid,
    ),
)
"""What is looked for, in the order of the report."""


def findings(books: Books) -> Iterator[tuple[Check, tuple[Finding, ...]]]:
    """What each check finds; nothing of those that find nothing."""
    for check in CHECKS:
        if found := tuple(check.find(books)):
            yield check, found
