"""The nouns of the principles."""

from principles.models.alignment import Alignment
from principles.models.answer import Answer
from principles.models.assessment import Assessment
from principles.models.deviation import Deviation
from principles.models.deviation_ruling import DeviationRuling
from principles.models.strategy_document import StrategyDocument
from principles.models.strategy_node import StrategyNode

__all__ = ["Alignment", "Answer", "Assessment", "Deviation", "DeviationRuling", "StrategyDocument", "StrategyNode"]
