"""Addresses of the principles."""

from django.urls import path

from principles.views.assessments import answer_principles, assess_principles
from principles.views.strategies import list_strategies, show_node, show_strategy

app_name = "principles"

urlpatterns = [
    path("principper/", list_strategies, name="strategy_list"),
    path("principper/<int:pk>/", show_strategy, name="strategy_detail"),
    path("principper/punkter/<int:pk>/", show_node, name="node_detail"),
    path("sager/<int:pk>/principper/", answer_principles, name="assessment_update"),
    path("sager/<int:pk>/arkitektur/", assess_principles, name="assessment_review"),
]
