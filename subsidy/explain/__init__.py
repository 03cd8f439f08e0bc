"""What a program computes and decides, in words, for loan officers and auditors.

Every function returns something sayable, which is said in Chinese or English only when it is asked to.
"""

from subsidy.explain.conventions import conventions
from subsidy.explain.formula import in_words
from subsidy.explain.numbers import with_numbers
from subsidy.explain.reasons import why_fails, why_holds
from subsidy.explain.values import value_in_words

__all__ = ["conventions", "in_words", "value_in_words", "why_fails", "why_holds", "with_numbers"]
