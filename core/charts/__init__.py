"""Charts as SVG, drawn on the server from the project's own templates: the same on the page and on paper."""

from core.charts.balance import BalanceChart, Mark, balance_chart

__all__ = ["BalanceChart", "Mark", "balance_chart"]
