"""Addresses of the foundation."""

from django.urls import path

from core.views.acts import act_export, act_list
from core.views.api_tokens import api_token_list, api_token_revoke
from core.views.documents import download_document
from core.views.health import health
from core.views.my_page import my_page
from core.views.people import PersonChange, PersonCreate, PersonList, PersonPassword, person_detail, person_send_link
from core.views.units import UnitChange, UnitClose, UnitCreate, unit_detail, unit_list

app_name = "core"

urlpatterns = [
    path("", my_page, name="my_page"),
    path("sundhed/", health, name="health"),
    path("dokumenter/<int:pk>/", download_document, name="document_download"),
    path("organisation/", unit_list, name="unit_list"),
    path("organisation/ny-enhed/", UnitCreate.as_view(), name="unit_create"),
    path("organisation/enheder/<slug:code>/", unit_detail, name="unit_detail"),
    path("organisation/enheder/<slug:code>/aendring/", UnitChange.as_view(), name="unit_change"),
    path("organisation/enheder/<slug:code>/lukning/", UnitClose.as_view(), name="unit_close"),
    path("organisation/medarbejdere/", PersonList.as_view(), name="person_list"),
    path("organisation/ny-medarbejder/", PersonCreate.as_view(), name="person_create"),
    path("organisation/medarbejdere/<int:pk>/", person_detail, name="person_detail"),
    path("organisation/medarbejdere/<int:pk>/aendring/", PersonChange.as_view(), name="person_change"),
    path("organisation/medarbejdere/<int:pk>/adgangskode-link/", person_send_link, name="person_send_link"),
    path("konto/velkommen/<uidb64>/<token>/", PersonPassword.as_view(), name="person_password"),
    path("konto/adgangsnoegler/", api_token_list, name="api_token_list"),
    path("konto/adgangsnoegler/<int:pk>/tilbagekaldelse/", api_token_revoke, name="api_token_revoke"),
    path("haendelser/", act_list, name="act_list"),
    path("haendelser/haendelser.csv", act_export, name="act_export"),
]
