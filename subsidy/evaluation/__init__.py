"""One application under one program: what every node means, the decision, its explanation and its receipt."""

from subsidy.evaluation.conclusion import Outcome, Status
from subsidy.evaluation.decision import Decision
from subsidy.evaluation.evaluator import Evaluator, evaluate
from subsidy.evaluation.governing import SeveralEditionsError

__all__ = ["Decision", "Evaluator", "Outcome", "SeveralEditionsError", "Status", "evaluate"]
