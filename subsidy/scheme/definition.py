"""What a scheme file may say: one pydantic model a section, nothing computed.

Formulas and quantities stay text here; `compile` gives them meaning. The order of the sections is the order in which
people read a notice: what it is, whom it governs, where it is written, its figures, its conditions, its amounts.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator

from subsidy.facts.declared import DeclaredFact, FactPath
from subsidy.messages import Label, msg
from subsidy.quantities import QuantityError, day, flag

Standing = Literal["official", "re-post", "press", "agreement", "assumed"]
STANDINGS: Final[Mapping[Standing, Label]] = {
    "official": Label("官方原文", "official"),
    "re-post": Label("转载", "re-post"),
    "press": Label("媒体报道", "press"),
    "agreement": Label("协议约定（由使用者提供）", "agreement, supplied by the user"),
    "assumed": Label("假设（未见公布）", "assumed, nobody published it"),
}
Payee = Literal["borrower", "lender", "insurer", "guarantor", "government", "applicant"]
PAYEES: Final[Mapping[Payee, Label]] = {
    "borrower": Label("借款企业", "borrower"),
    "lender": Label("贷款机构", "lender"),
    "insurer": Label("保险机构", "insurer"),
    "guarantor": Label("担保机构", "guarantor"),
    "government": Label("政府资金", "government funds"),
    "applicant": Label("申报单位", "applicant"),
}


def _identifier(name: str) -> str:
    if keyword.iskeyword(name):
        raise QuantityError(msg("{found} is a word of the formula language", found=name), msg("choose another name"))
    if not name.isidentifier():
        raise QuantityError(
            msg("{found} is not a name", found=name), msg("use letters, digits and _, not beginning with a digit")
        )
    return name


Chosen = TypeVar("Chosen")
Item = TypeVar("Item")


def _scheme_name(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)+", name):
        raise QuantityError(
            msg("{found} is not a name of a scheme", found=name),
            msg("write its place and its name in small letters, such as {example}", example="city/loan-subsidy"),
        )
    return name


def _two_or_more(choices: dict[str, Chosen]) -> dict[str, Chosen]:
    if len(choices) < 2:
        raise QuantityError(
            msg("a reading has two choices or more"), msg("where the text leaves no choice, there is no reading")
        )
    return choices


def _not_empty(items: tuple[Item, ...]) -> tuple[Item, ...]:
    if not items:
        raise QuantityError(msg("this list is empty"), msg("write one item or more"))
    return items


Name = Annotated[str, AfterValidator(_identifier)]
Words = Annotated[str, Field(min_length=1, max_length=2_000)]
NotEmpty = Annotated[tuple[Item, ...], AfterValidator(_not_empty)]
Formula = Annotated[str, Field(min_length=1)]
Day = Annotated[date, PlainValidator(day)]
Flag = Annotated[bool, PlainValidator(flag)]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Titled(Section):
    """Whatever has a name in both languages; without an English one the Chinese stands for both."""

    zh: Words
    en: Words | None = None

    @property
    def label(self) -> Label:
        return Label(self.zh, self.en or self.zh)


class Cited(Titled):
    """A rule and where it stands: `cite` is a source's key and the clause in it, such as `notice 三(一)`."""

    cite: Words

    @property
    def source(self) -> str:
        return self.cite.partition(" ")[0]

    @property
    def clause(self) -> str:
        return self.cite.partition(" ")[2]


class Source(Section):
    """A published text. `issued` is a day, a month or a year, left out where the copy at hand does not say.

    `url` only of the issuer or a plain re-poster.
    """

    title: Words
    issuer: Words | None = None
    number: Words | None = None
    issued: Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | None = None
    standing: Standing
    url: Words | None = None
    note: Titled | None = None


class Governs(Section):
    """The edition governs what has its date fact `by` within [from, to]; without `to`, until further notice."""

    by: Words
    from_: Day = Field(alias="from")
    to: Day | None = None
    cite: Words


class Parameter(Cited):
    """A figure of the text. `is` is a quantity, a day, or a list of texts; an unpublished one has a `type` instead.

    `at_most` bounds what may be supplied for an unpublished one; a share is otherwise at most the whole.
    """

    is_: Words | tuple[Words, ...] | None = Field(default=None, alias="is")
    unpublished: Flag = False
    at_most: Words | None = None
    type_: Literal["money", "rate", "share", "count", "days", "months", "date", "text"] | None = Field(
        default=None, alias="type"
    )


class Choice(Titled):
    """One meaning of an open clause."""


class Reading(Cited):
    """A named choice where the text is open."""

    default: Words
    choices: Annotated[dict[Words, Choice | Words], AfterValidator(_two_or_more)]

    @property
    def choice_labels(self) -> dict[str, Label]:
        """The choices in words; one that the author wrote as a plain text says the same in both languages."""
        return {code: Label(c, c) if isinstance(c, str) else c.label for code, c in self.choices.items()}


class Band(Section):
    """A row of a tier; it begins where the row before ends. `below` excludes its bound, `up_to` includes it."""

    below: Words | None = None
    up_to: Words | None = None
    is_: Formula = Field(alias="is")


class Tier(Cited):
    """A table: `by` whole amount, or `slices` (each slice at its own share)."""

    by: Formula
    apply: Literal["whole", "slices"] = "whole"
    bands: NotEmpty[Band]


class Computed(Cited):
    """A definition, or a step of a benefit. `round` is a direction and a step, such as `half-up 0.01元`."""

    is_: Formula = Field(alias="is")
    round_: Words | None = Field(default=None, alias="round")


class Bearer(Titled):
    """Who bears a part of a whole: `is` is a share, a parameter or a formula, or `rest`: what the others leave."""

    is_: Formula = Field(alias="is")


class Split(Cited):
    """A whole shared among bearers, in the order in which they take odd fen; `SPLIT.BEARER` names a part."""

    of: Formula
    among: dict[Name, Bearer] = Field(min_length=2)


UNDATED: Final = "undated"
Effect = Literal["refuse", "suspend", "warn"]


class Rule(Cited):
    """An eligibility condition. A `presumed` one holds unless a fact shows that it does not; the decision says so.

    One that fails refuses; `otherwise: suspend` puts the payment off until it holds, `otherwise: warn` only warns.
    """

    require: Formula
    presumed: Flag = False
    otherwise: Effect = "refuse"


class Benefit(Titled):
    """An amount to a payee, reached in named steps; the step `amount` is the entitlement.

    Only where the text has money given back (多退少补) `may_be_negative`.
    """

    pays: Payee
    may_be_negative: Flag = False
    eligibility: dict[Name, Rule] = {}
    steps: dict[Name, Computed] = Field(min_length=1)


Keep = Literal["largest", "first", "listed", "proportional"]


class Limit(Cited):
    """What binds several loans together; judged over a set of applications, not over one, in the order written.

    - `at_most`: money (`100万元`, a parameter, a formula), or a number of what is counted (`1笔`, `1项`); or else
      `ratio`: a published share of every amount, with its `round`.
    - `per`: what makes a group: borrower, lender, loan, application, edition, scheme (the life of the method), the path
      of a fact, `year_of(loan.settled_on)`.
    - `of`: the benefits that it binds; all when left out.
    - `on`: what `at_most` measures instead of the amounts, such as `loan.principal`; who goes beyond has his amounts
      scaled, with their `round`.
    - `across`: other schemes that it reaches, by name or pattern (`city/*`).
    - `keep`: who comes first: the `largest` amount; the `first` by the fact `by` (a date: first come, first served);
      as `listed` in `across`, this scheme last; or `proportional`: all by the same share, the parts summing to the fen.
      Amounts are shared proportionally when it is left out; what is counted needs one.
    - `partial: no`: who does not fit as a whole gets nothing; smaller ones behind him still do.
    - `used`: what was taken of it before, where it is not what `granted` says.
    - `instead`: what one that is not kept gets in place of nothing.
    """

    at_most: Formula | None = None
    ratio: Formula | None = None
    per: NotEmpty[Words]
    of: tuple[Name, ...] = ()
    on: Formula | None = None
    across: tuple[Words, ...] = ()
    keep: Keep | None = None
    by: FactPath | None = None
    partial: Flag = True
    used: Formula | None = None
    instead: Formula | None = None
    round_: Words | None = Field(default=None, alias="round")


class Edition(Section):
    """One published text of a scheme. A text that bears no date is the edition `undated`."""

    scheme: Annotated[str, AfterValidator(_scheme_name)]
    edition: Annotated[str, Field(pattern=r"^[0-9A-Za-z.-]+$")]
    title: Titled
    authority: Titled
    governs: Governs
    sources: dict[Name, Source] = Field(min_length=1)
    parameters: dict[Name, Parameter] = {}
    readings: dict[Name, Reading] = {}
    facts: dict[FactPath, DeclaredFact] = {}
    tiers: dict[Name, Tier] = {}
    definitions: dict[Name, Computed] = {}
    splits: dict[Name, Split] = {}
    eligibility: dict[Name, Rule] = {}
    benefits: dict[Name, Benefit] = Field(min_length=1)
    limits: dict[Name, Limit] = {}
    materials: tuple[Cited, ...] = ()
    notes: tuple[Cited, ...] = ()
