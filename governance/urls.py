"""Addresses of governance."""

from django.urls import path

from governance.views import bodies, moves
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
    # --- bodies ---
    path("organer/", bodies.body_list, name="body_list"),
    path("organer/<slug:code>/", bodies.body_detail, name="body_detail"),
    path("organer/<slug:code>/ny-plads/", bodies.SeatCreate.as_view(), name="seat_create"),
    path("organer/<slug:code>/pladser/<int:pk>/aendring/", bodies.SeatChange.as_view(), name="seat_change"),
    path("organer/<slug:code>/pladser/<int:pk>/afslutning/", bodies.SeatEnd.as_view(), name="seat_end"),
]
