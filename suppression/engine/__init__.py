"""Hiding small counts, and proving it: whole numbers in, what to hide and what a reader is left with out.

Pure Python over frozen dataclasses; knows nothing of Django or of our apps.
"""

from suppression.engine.attack import attack
from suppression.engine.figures import (
    Cell,
    Condition,
    Ratio,
    RatioKind,
    Relation,
    RelationKind,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    TableError,
    complement_key,
    printed_ratio,
    step_key,
)
from suppression.engine.policy import Policy, Weights
from suppression.engine.protection import protect
from suppression.engine.reader import ReaderView, reader_view
from suppression.engine.report import (
    Check,
    Exposure,
    Interval,
    Pattern,
    ProtectionImpossible,
    Reason,
    ReasonKind,
)
from suppression.engine.table import Table

__all__ = [
    "Cell",
    "Check",
    "Condition",
    "Exposure",
    "Interval",
    "Pattern",
    "Policy",
    "ProtectionImpossible",
    "Ratio",
    "RatioKind",
    "ReaderView",
    "Reason",
    "ReasonKind",
    "Relation",
    "RelationKind",
    "Series",
    "SeriesKind",
    "Statement",
    "StatementKind",
    "Table",
    "TableError",
    "Weights",
    "attack",
    "complement_key",
    "printed_ratio",
    "protect",
    "reader_view",
    "step_key",
]
