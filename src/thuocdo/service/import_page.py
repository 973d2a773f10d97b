"""*Nạp hồ sơ*: send a file, watch it go in, take the error file away to be mended."""

from __future__ import annotations

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuocdo import environment, jobs
from thuocdo.cockpit.frame import frame, language
from thuocdo.dossiers.tasks import import_dossiers, upload
from thuocdo.errors import Problem, ThuocDoError
from thuocdo.jobs.contract import job_json
from thuocdo.jobs.models import Job
from thuocdo.pages import numbers
from thuocdo.pages.twins import twin
from thuocdo.service import imports

SHOWN = 20  # imports listed
AGAIN = 2  # seconds between two looks at a job that is not done
ERRORS = "dossier-errors"  # the folder of error files
MEGABYTE = 1_000_000


class Sending(forms.Form):
    """A file of dossiers."""

    file = forms.FileField(
        label=gettext_lazy("Tệp hồ sơ"),
        error_messages={
            "required": gettext_lazy("Chọn một tệp."),
            "empty": gettext_lazy("Tệp này rỗng."),
        },
        help_text=gettext_lazy("CSV, Excel (.xlsx), JSON Lines hoặc Parquet."),
    )


def imports_page(request: HttpRequest, suffix: str = "") -> HttpResponse:
    """The form and the imports so far; a file sent leads to its own page."""
    is_sent = request.method == "POST" and not suffix
    form = Sending(request.POST, request.FILES) if is_sent else Sending()
    if is_sent:
        if getattr(request, "upload_refused", False):
            form.errors["file"] = form.error_class([_too_large()])
        elif form.is_valid():
            number = _taken(form, request.user.actor)
            if number is not None:
                return HttpResponseRedirect(reverse("service-import", args=(number,)))
    table = imports.history(_past(), _address, language())
    context = frame(
        request,
        "service",
        _("Nạp hồ sơ"),
        form=form,
        limit=numbers.integer(environment.count("THUOCDO_UPLOAD_LIMIT") // MEGABYTE, language()),
    )
    return twin(request, table, "service/imports.html", context, suffix)


def one_import(request: HttpRequest, number: int, suffix: str = "") -> HttpResponse:
    """One import: progress while it runs, counts and the error file when it is done."""
    told = job_json(_job(number), language())
    table = imports.faults(told, language())
    files = [
        {
            "label": _("Tệp lỗi %(number)s") % {"number": k},
            "href": reverse("service-import-errors", args=(number, k)),
        }
        for k, _path in enumerate(imports.error_files(told), start=1)
    ]
    context = frame(
        request,
        "service",
        _("Lần nạp %(number)s") % {"number": number},
        number=number,
        state=imports.state(told["state"]),
        is_open=told["state"] in imports.OPEN,
        again=AGAIN,
        progress=imports.progress(told),
        outcome=imports.outcome(told, language()),
        error=told["error"],
        files=files,
        version=(told["result"] or {}).get("version"),
    )
    return twin(request, table, "service/import.html", context, suffix, lambda: told)


def error_file(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """An error file, to be mended and sent again."""
    held = imports.error_files(job_json(_job(number), language()))
    if not 1 <= place <= len(held):
        raise Http404
    home = environment.home()
    path = (home / held[place - 1]).resolve()
    if not path.is_relative_to((home / ERRORS).resolve()) or not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"loi-{number}-{place}{path.suffix}"
    )


def _taken(form: Sending, actor: str) -> int | None:
    sent = form.cleaned_data["file"]
    try:
        return upload(sent, sent.name, actor)
    except ThuocDoError as error:
        form.add_error("file", error.problems[0].text(language()))
        return None


def _too_large() -> str:
    limit = environment.count("THUOCDO_UPLOAD_LIMIT")
    return Problem("JOB-007", values={"limit": limit}).text(language())


def _job(number: int):
    job = jobs.find(number)
    if job.task != import_dossiers.module_path:
        raise ThuocDoError.of("JOB-003", number=str(number))
    return job


def _past() -> list[dict]:
    found = Job.objects.filter(task=import_dossiers.module_path).order_by("-id")[:SHOWN]
    return [job_json(one, language()) for one in found]


def _address(number: int) -> str:
    return reverse("service-import", args=(number,))
