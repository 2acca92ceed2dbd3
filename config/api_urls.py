"""Addresses of the HTTP API, version 1. No trailing slashes."""

from django.urls import path, re_path

from businesscase.api.benefits import BenefitList
from businesscase.api.cases import CaseDetail, CaseList
from businesscase.api.evaluation import BusinessCaseEvaluationView
from core.api.absent import Absent
from core.api.schema_view import SchemaView
from core.api.units import UnitList
from core.views.api_reference import api_reference
from governance.api.bodies import BodyList
from governance.api.moves import MoveView
from governance.api.pool_allocation import PoolAllocationView
from governance.api.pool_eligibility import PoolEligibilityView
from governance.api.pools import DecisionList, EntryList, PoolList, RecommendationList
from governance.api.projects import ProjectDetail, ProjectList
from governance.api.triage import TriageView
from portfolio.api.proposals import ADDRESS, ProposalDetail, ProposalList
from principles.api.strategies import PrincipleList, StrategyList

app_name = "api"

urlpatterns = [
    path("openapi.json", SchemaView.as_view(), name="schema"),
    path("docs", api_reference, name="reference"),
    path("units", UnitList.as_view(), name="unit_list"),
    path("proposals", ProposalList.as_view(), name="proposal_list"),
    re_path(rf"^proposals/{ADDRESS}$", ProposalDetail.as_view(), name="proposal_detail"),
    re_path(rf"^proposals/{ADDRESS}/moves/(?P<move>[a-z_]+)$", MoveView.as_view(), name="proposal_move"),
    path("projects", ProjectList.as_view(), name="project_list"),
    re_path(r"^projects/(?P<project>[0-9]{1,18})$", ProjectDetail.as_view(), name="project_detail"),
    path("business-cases", CaseList.as_view(), name="business_case_list"),
    re_path(rf"^business-cases/{ADDRESS}$", CaseDetail.as_view(), name="business_case_detail"),
    path("benefits", BenefitList.as_view(), name="benefit_list"),
    path("principles", PrincipleList.as_view(), name="principle_list"),
    path("strategies", StrategyList.as_view(), name="strategy_list"),
    path("bodies", BodyList.as_view(), name="body_list"),
    path("pools", PoolList.as_view(), name="pool_list"),
    path("ledger-entries", EntryList.as_view(), name="ledger_entry_list"),
    path("recommendations", RecommendationList.as_view(), name="recommendation_list"),
    path("decisions", DecisionList.as_view(), name="decision_list"),
    path("triage", TriageView.as_view(), name="triage"),
    path("pool-allocation", PoolAllocationView.as_view(), name="pool_allocation"),
    path("pool-eligibility", PoolEligibilityView.as_view(), name="pool_eligibility"),
    path("business-case-evaluation", BusinessCaseEvaluationView.as_view(), name="business_case_evaluation"),
    re_path(r"^[\s\S]*$", Absent.as_view(), name="absent"),
]
