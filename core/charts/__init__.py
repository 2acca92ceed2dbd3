"""Charts as SVG, drawn on the server from the project's own templates: the same on the page and on paper."""

from core.charts.balance import BalanceChart, Mark, balance_chart
from core.charts.bars import Bar, BarChart, bar_chart
from core.charts.columns import ColumnChart, Part, column_chart
from core.charts.curve import CurveChart, CurvePoint, curve_chart
from core.charts.groups import Group, GroupChart, group_chart
from core.charts.heat_map import HeatMapChart, heat_map_chart
from core.charts.histogram import HistogramChart, histogram_chart
from core.charts.money_bars import MoneyBar, MoneyBarsChart
from core.charts.stacks import Layer, Stack, StackChart, stack_chart
from core.charts.timeline import Moment, TimelineChart
from core.charts.tornado import Swing, TornadoChart, tornado_chart

__all__ = [
    "BalanceChart",
    "Bar",
    "BarChart",
    "ColumnChart",
    "CurveChart",
    "CurvePoint",
    "Group",
    "GroupChart",
    "HeatMapChart",
    "HistogramChart",
    "Layer",
    "Mark",
    "Moment",
    "MoneyBar",
    "MoneyBarsChart",
    "Part",
    "Stack",
    "StackChart",
    "Swing",
    "TimelineChart",
    "TornadoChart",
    "balance_chart",
    "bar_chart",
    "column_chart",
    "curve_chart",
    "group_chart",
    "heat_map_chart",
    "histogram_chart",
    "stack_chart",
    "tornado_chart",
]
