"""Addresses of governance."""

from django.urls import path

from governance.views import (
    bodies,
    conflicts,
    decisions,
    how_we_govern,
    meetings,
    moves,
    overview,
    pool,
    project_follow_up,
    project_imports,
    project_moves,
    projects,
    recommendations,
    report_definitions,
    reports,
    reviews,
)
from governance.views.restriction import RestrictionView
from governance.views.submission import proposal_submission
from governance.views.triage import triage_preview

app_name = "governance"

urlpatterns = [
    path("sager/<int:pk>/indsendelse/", proposal_submission, name="proposal_submission"),
    path("sager/<int:pk>/visitation/", triage_preview, name="triage_preview"),
    path("sager/<int:pk>/rettelse/", moves.TakeBackView.as_view(), name="proposal_return"),
    path("sager/<int:pk>/tilbagetraekning/", moves.WithdrawView.as_view(), name="proposal_withdrawal"),
    path("sager/<int:pk>/it-vurdering/", moves.AssessmentView.as_view(), name="proposal_assessment"),
    path("sager/<int:pk>/vej/", moves.RouteView.as_view(), name="proposal_route"),
    path("sager/<int:pk>/afgoerelse/", moves.LocalDecisionView.as_view(), name="proposal_local_decision"),
    path("sager/<int:pk>/svar/", moves.AnswerView.as_view(), name="suggestion_answer"),
    path("sager/<int:pk>/viderefoerelse/", moves.SuccessorView.as_view(), name="suggestion_successor"),
    path("sager/<int:pk>/fortrolighed/", RestrictionView.as_view(), name="proposal_restriction"),
    # --- the strategy group ---
    path("behandling/", reviews.review_queue_page, name="review_queue"),
    path("sager/<int:pk>/behandling/", reviews.ReviewView.as_view(), name="proposal_review"),
    path("sager/<int:pk>/indstilling/", recommendations.RecommendationView.as_view(), name="proposal_recommendation"),
    path("sager/<int:pk>/udsaettelse/", recommendations.DeferralView.as_view(), name="proposal_deferral"),
    path("sager/<int:pk>/genoptagelse/", recommendations.ResumptionView.as_view(), name="proposal_resumption"),
    path("sager/<int:pk>/habilitet/", conflicts.ConflictCreate.as_view(), name="conflict_create"),
    path(
        "sager/<int:pk>/habilitet/<int:declaration>/ophaevelse/",
        conflicts.ConflictLift.as_view(),
        name="conflict_lift",
    ),
    path("overblik/", overview.overview_page, name="overview"),
    path("moeder/", meetings.meeting_list_page, name="meeting_list"),
    path("moeder/nyt/", meetings.MeetingCreate.as_view(), name="meeting_create"),
    path("moeder/raekke/", meetings.MeetingSeries.as_view(), name="meeting_series"),
    path("moeder/<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("moeder/<int:pk>/aendring/", meetings.MeetingChange.as_view(), name="meeting_change"),
    path("moeder/<int:pk>/efterretning/", meetings.meeting_acknowledgement, name="meeting_acknowledgement"),
    path("moeder/punkter/<int:pk>/flytning/", meetings.item_move, name="item_move"),
    path("moeder/punkter/<int:pk>/raekkefoelge/", meetings.item_order, name="item_order"),
    # --- management and the pool ---
    path("sager/<int:pk>/beslutning/", decisions.DecisionView.as_view(), name="proposal_decision"),
    path("sager/<int:pk>/beslutning/puljen/", decisions.PoolEffectView.as_view(), name="decision_pool"),
    path(
        "sager/<int:pk>/beslutning/genoptagelse/",
        decisions.DecisionResumptionView.as_view(),
        name="decision_resumption",
    ),
    path("sager/<int:pk>/anvisning/", decisions.DirectionView.as_view(), name="proposal_direction"),
    path("puljen/", pool.pool_detail, name="pool_detail"),
    path("puljen/ramme/", pool.FrameView.as_view(), name="pool_frame"),
    # --- reports ---
    path("rapporter/", reports.report_list, name="report_list"),
    path("rapporter/ny/", reports.ReportCreate.as_view(), name="report_create"),
    path("rapporter/planer/", report_definitions.definition_list, name="definition_list"),
    path("rapporter/planer/ny/", report_definitions.DefinitionCreate.as_view(), name="definition_create"),
    path("rapporter/planer/<int:pk>/", report_definitions.DefinitionChange.as_view(), name="definition_change"),
    path("rapporter/<int:pk>/", reports.report_detail, name="report_detail"),
    path("rapporter/<int:pk>/fremdrift/", reports.report_progress, name="report_progress"),
    path("rapporter/<int:pk>/fil/", reports.report_file, name="report_file"),
    # --- projects ---
    path("projekter/", projects.project_list, name="project_list"),
    path("projekter/eksport.csv", projects.project_export, name="project_export"),
    path("projekter/eksport.xlsx", projects.project_sheet, name="project_sheet"),
    path("projekter/<int:pk>/", projects.project_detail, name="project_detail"),
    path("projekter/<int:pk>/status/", project_follow_up.StatusView.as_view(), name="project_status"),
    path("projekter/<int:pk>/milepaele/", project_follow_up.PlanView.as_view(), name="project_plan"),
    path("projekter/<int:pk>/risici/", project_follow_up.RisksView.as_view(), name="project_risks"),
    path("projekter/<int:pk>/erfaring/", project_moves.LessonView.as_view(), name="project_lesson"),
    path("projekter/<int:pk>/gennemfoerelse/", project_moves.ExecutionView.as_view(), name="project_execution"),
    path("projekter/<int:pk>/realisering/", project_moves.RealisationView.as_view(), name="project_realisation"),
    path("projekter/<int:pk>/afslutning/", project_moves.ClosingView.as_view(), name="project_closing"),
    path("projekter/<int:pk>/stop/", project_moves.StopView.as_view(), name="project_stop"),
    path("projekter/<int:pk>/tilbagefoersel/", project_moves.ReturnView.as_view(), name="project_return"),
    path("projekter/<int:pk>/projektleder/", project_moves.ManagerView.as_view(), name="project_manager"),
    path("projekter/<int:pk>/projektejer/", project_moves.OwnerView.as_view(), name="project_owner"),
    # --- imports ---
    path("projekter/import/", project_imports.import_list, name="import_list"),
    path("projekter/import/<int:pk>/", project_imports.import_detail, name="import_detail"),
    path("projekter/import/<int:pk>/kolonner/", project_imports.import_columns, name="import_columns"),
    path("projekter/import/<int:pk>/sletning/", project_imports.import_removal, name="import_removal"),
    # --- bodies ---
    path("saadan-styrer-vi/", how_we_govern.how_we_govern_page, name="how_we_govern"),
    path("organer/", bodies.body_list, name="body_list"),
    path("organer/<slug:code>/", bodies.body_detail, name="body_detail"),
    path("organer/<slug:code>/ny-plads/", bodies.SeatCreate.as_view(), name="seat_create"),
    path("organer/<slug:code>/pladser/<int:pk>/aendring/", bodies.SeatChange.as_view(), name="seat_change"),
    path("organer/<slug:code>/pladser/<int:pk>/afslutning/", bodies.SeatEnd.as_view(), name="seat_end"),
]
