"""Addresses as a room that knows the rights would declare them: who handed it in may see it."""

from django.urls import include, path

from thuocdo.evidence.serving import view_of
from thuocdo.pages.twins import page_path

view = view_of(lambda request, evidence, kwargs: evidence.uploaded_by == request.user.actor)
urlpatterns = [
    *page_path(
        "minh-chung/<str:unit>/<int:number>/", view, "evidence-file", "internal", "unit.see"
    ),
    path("khong-khai/<int:number>/", view),
    path("", include("thuocdo.cockpit.urls")),
    path("", include("thuocdo.service.urls")),
    path("", include("thuocdo.polls.urls")),
]
