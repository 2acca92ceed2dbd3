"""Charts as SVG, drawn on the server from the project's own templates: the same on the page and on paper."""

from core.charts.balance import BalanceChart, Mark, balance_chart
from core.charts.bars import Bar, BarChart, bar_chart
from core.charts.columns import ColumnChart, Part, column_chart
from core.charts.money_bars import MoneyBar, MoneyBarsChart
from core.charts.stacks import Layer, Stack, StackChart, stack_chart
from core.charts.timeline import Moment, TimelineChart

__all__ = [
    "BalanceChart",
    "Bar",
    "BarChart",
    "ColumnChart",
    "Layer",
    "Mark",
    "Moment",
    "MoneyBar",
    "MoneyBarsChart",
    "Part",
    "Stack",
    "StackChart",
    "TimelineChart",
    "balance_chart",
    "bar_chart",
    "column_chart",
    "stack_chart",
]
