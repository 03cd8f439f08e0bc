"""One application under one program: what every node means, the decision, its explanation and its receipt."""

from subsidy.evaluate.conclusion import Outcome, Status
from subsidy.evaluate.decision import Decision
from subsidy.evaluate.evaluator import Evaluator, evaluate
from subsidy.evaluate.governing import SeveralEditionsError

__all__ = ["Decision", "Evaluator", "Outcome", "SeveralEditionsError", "Status", "evaluate"]
