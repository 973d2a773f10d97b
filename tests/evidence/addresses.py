"""Addresses as a room that knows the rights would declare them: who handed it in may see it."""

from django.http import HttpResponse
from django.urls import include, path

from thuocdo.evidence import keeping
from thuocdo.evidence.receiving import receiving
from thuocdo.evidence.serving import view_of
from thuocdo.pages.twins import page_path

view = view_of(lambda request, evidence, kwargs: evidence.uploaded_by == request.user.actor)


def handed_in(request, unit):
    file = request.FILES["tep"]
    found = keeping.add(file, file.name, request.user.actor)
    return HttpResponse(f"{found.pk} {found.name} {request.POST['muc']}")


urlpatterns = [
    *page_path("nop/<str:unit>/", receiving(handed_in), "hand-in", "internal", "unit.see"),
    *page_path(
        "minh-chung/<str:unit>/<int:number>/", view, "evidence-file", "internal", "unit.see"
    ),
    path("khong-khai/<int:number>/", view),
    path("", include("thuocdo.cockpit.urls")),
    path("", include("thuocdo.service.urls")),
    path("", include("thuocdo.polls.urls")),
]
