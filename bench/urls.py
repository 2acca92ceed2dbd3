"""Every address of the portal, and the bare page."""

from django.urls import path

from bench.bare import bare
from config.urls import urlpatterns as portal

urlpatterns = [path("bench/bare/", bare), *portal]
