"""Addresses of the business case."""

from django.urls import path

from businesscase.views import cases, chapters, paper, scenarios, workbooks

app_name = "businesscase"

urlpatterns = [
    path("sager/<int:pk>/business-case/", cases.case_update, name="case_update"),
    path("sager/<int:pk>/business-case/beregning/", cases.case_preview, name="case_preview"),
    path("sager/<int:pk>/business-case/regneark/", workbooks.case_import, name="case_import"),
    path("sager/<int:pk>/business-case/scenarier/", scenarios.scenario_list, name="scenario_list"),
    path("sager/<int:pk>/business-case/scenarier/<int:ordinal>/", scenarios.scenario_update, name="scenario_update"),
    path("sager/<int:pk>/business-case/beskrivelse/", chapters.chapters_update, name="chapters_update"),
    path("sager/<int:pk>/versioner/<int:ordinal>/business-case/", cases.case_detail, name="case_detail"),
    path("sager/<int:pk>/versioner/<int:ordinal>/business-case/usikkerhed/", cases.case_draws, name="case_draws"),
    path("sager/<int:pk>/versioner/<int:ordinal>/business-case/pdf/", paper.case_paper, name="case_paper"),
    path(
        "sager/<int:pk>/versioner/<int:ordinal>/business-case/regneark/",
        workbooks.case_workbook_file,
        name="case_workbook",
    ),
]
