"""Which steps of a calculation a short report shows, and how one fits on a line."""

from __future__ import annotations

from dataclasses import dataclass

from subsidy.evaluation.decision import Decision, StepResult
from subsidy.language.nodes import Named
from subsidy.language.walk import walk
from subsidy.messages import Language, msg


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The numbers put in and what they give; the result alone where nothing is computed, no answer said twice."""

    step: StepResult

    def say(self, language: Language) -> str:
        numbers, result = self.step.numbers.say(language), self.step.result.say(language)
        if result.startswith(numbers):
            return result
        if numbers.startswith((f"{result} (", f"{result}（")) or numbers.endswith((f": {result}", f"：{result}")):
            return numbers
        return msg("{left} = {right}", left=numbers, right=result).say(language)


@dataclass(frozen=True, slots=True)
class Calculation:
    """The numbers put in and what they give; where nothing is computed, what was looked up."""

    step: StepResult

    def say(self, language: Language) -> str:
        evaluated = Evaluated(self.step).say(language)
        if evaluated != self.step.result.say(language):
            return evaluated
        return msg("{left} = {right}", left=self.step.formula, right=evaluated).say(language)


def steps_to_the_amounts(decision: Decision) -> tuple[StepResult, ...]:
    """The numbers that the amounts of the benefits still in play are made of, in the order of the program.

    Days, texts and flags are left out, since the steps that use them show them, and what is not known yet.
    """
    program = decision.program
    values = {value.name: value for value in program.values}
    in_play = {b.name for b in decision.benefits if b.status != "refused"}
    waiting = [benefit.amount for benefit in program.benefits if benefit.name in in_play]
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += [node.name for node in walk(values[name].node) if isinstance(node, Named)]
    known = {name for name in needed if isinstance(decision.run.value_of(values[name].node), int)}
    shown = {name for name in known if values[name].node.type.base == "number"}
    return tuple(step for step in decision.steps if step.name in shown)
