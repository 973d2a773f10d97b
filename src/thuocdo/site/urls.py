"""Root addresses: Vietnamese without a prefix, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("", include("thuocdo.cockpit.urls")),
    path("", include("thuocdo.service.urls")),
    path("", include("thuocdo.polls.urls")),
    prefix_default_language=False,
)
