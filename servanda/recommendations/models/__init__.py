"""What was asked, how the State answered, and which recommendation leads on from which."""

from servanda.recommendations.models.lineage import ConcernLink, Lineage, Unrelated
from servanda.recommendations.models.position import Answer
from servanda.recommendations.models.recommendation import (
    Classification,
    Part,
    Position,
    Recommendation,
    RecommendingState,
    Wording,
    suggested_first,
)

__all__ = [
    "Answer",
    "Classification",
    "ConcernLink",
    "Lineage",
    "Part",
    "Position",
    "Recommendation",
    "RecommendingState",
    "Unrelated",
    "Wording",
    "suggested_first",
]
