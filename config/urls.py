"""Every address of the portal."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

handler400 = "core.views.errors.bad_request"
handler500 = "core.views.errors.server_error"

urlpatterns = [
    path("", include("core.urls")),
    # Only the parts of the log-in library that a closed portal uses: nobody signs up here.
    path("konto/log-ind/", login_not_required(account.login), name="account_login"),
    path("konto/log-ud/", account.logout, name="account_logout"),
    path("konto/adgangskode/", account.password_change, name="account_change_password"),
    path("konto/bekraeft/", account.reauthenticate, name="account_reauthenticate"),
    path("api/v1/", include("config.api_urls")),
    path("", include("portfolio.urls")),
    path("", include("principles.urls")),
    path("", include("businesscase.urls")),
    path("", include("governance.urls")),
]
