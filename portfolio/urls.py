"""Addresses of the portfolio."""

from django.urls import path

from portfolio.views import draft_pages, drafts, proposals, similar, systems

app_name = "portfolio"

urlpatterns = [
    path("sager/", proposals.proposal_list, name="proposal_list"),
    path("sager/eksport.csv", proposals.proposal_export, name="proposal_export"),
    path("sager/eksport.xlsx", proposals.proposal_sheet, name="proposal_sheet"),
    path("sager/lignende/", similar.similar_list, name="similar_list"),
    path("sager/ny/", draft_pages.proposal_create, name="proposal_create"),
    path("sager/ny/<slug:word>/", drafts.DraftBeginning.as_view(), name="draft_create"),
    path("sager/<int:pk>/", proposals.proposal_detail, name="proposal_detail"),
    path("sager/<int:pk>/versioner/<int:ordinal>/", proposals.proposal_detail, name="version_detail"),
    path("sager/<int:pk>/versioner/<int:ordinal>/forskelle/", proposals.version_difference, name="version_difference"),
    # --- systems and contracts ---
    path("systemer/", systems.system_list, name="system_list"),
    path("systemer/eksport.csv", systems.system_export, name="system_export"),
    path("systemer/eksport.xlsx", systems.system_sheet, name="system_sheet"),
    path("systemer/ny/", systems.SystemCreate.as_view(), name="system_create"),
    path("systemer/kontrakter/", systems.expiring_contracts, name="contract_list"),
    path("systemer/kontrakter/<int:pk>/aendring/", systems.ContractChange.as_view(), name="contract_change"),
    path("systemer/<int:pk>/", systems.system_detail, name="system_detail"),
    path("systemer/<int:pk>/aendring/", systems.SystemChange.as_view(), name="system_change"),
    path("systemer/<int:pk>/kontrakter/ny/", systems.ContractCreate.as_view(), name="contract_create"),
    # --- the draft ---
    path("sager/<int:pk>/kladde/", draft_pages.draft_overview, name="draft_overview"),
    path("sager/<int:pk>/kladde/dokumenter/", draft_pages.DraftDocuments.as_view(), name="draft_documents"),
    path(
        "sager/<int:pk>/kladde/dokumenter/<int:document>/fjernelse/",
        draft_pages.document_remove,
        name="document_remove",
    ),
    path("sager/<int:pk>/kladde/medforfattere/", draft_pages.DraftEditors.as_view(), name="draft_editors"),
    path(
        "sager/<int:pk>/kladde/medforfattere/<int:person>/fjernelse/", draft_pages.editor_remove, name="editor_remove"
    ),
    path("sager/<int:pk>/kladde/sletning/", draft_pages.DraftDeletion.as_view(), name="draft_delete"),
    path("sager/<int:pk>/kladde/<slug:path>/", drafts.DraftStep.as_view(), name="draft_step"),
]
