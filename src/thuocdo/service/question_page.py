"""Questions of integrity: all of them, those to one unit, and one with the form to answer it."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuocdo.cockpit.frame import frame, language
from thuocdo.dossiers.integrity.asking import Answer, Suspicion, question
from thuocdo.dossiers.measures import register_words
from thuocdo.errors import ThuocDoError
from thuocdo.pages.twins import twin
from thuocdo.service import addresses, chosen, labels, questions, replies, suspected, words
from thuocdo.service.due_page import nothing
from thuocdo.service.models import LONGEST


class Answering(forms.Form):
    """A unit's answer."""

    text = forms.CharField(
        label=gettext_lazy("Trả lời của đơn vị"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Nhiều nhất 2.000 chữ cái. Không ghi tên, số giấy tờ, điện thoại của người dân; nêu mã "
            "hồ sơ là đủ. Câu trả lời trước vẫn được giữ."
        ),
        error_messages={
            "required": gettext_lazy("Viết câu trả lời."),
            "max_length": gettext_lazy("Câu trả lời dài quá 2.000 chữ cái."),
        },
    )


def asked(request: HttpRequest, unit: str | None = None, suffix: str = "") -> HttpResponse:
    """Every question of a year, or those to ``unit``. Raises UNIT-001, PAGE-011."""
    title = _("Câu hỏi về cách ghi hồ sơ")
    if unit is not None:
        labels.unit(unit)
        title = _("Câu hỏi cho %(unit)s") % {"unit": labels.name(unit)}
    found = _looked(request)
    if found is None:
        return nothing(request, title, suffix)
    held = found.suspicions if unit is None else questions.of_unit(found, unit)
    answered = replies.last(found.asked.year, unit)
    table = questions.table(held, answered, labels.names(), _to(found.asked.year), language())
    table = chosen.with_mark(table, found.simulated)
    context = frame(
        request,
        "service",
        title,
        heading=title,
        year=found.asked.year,
        lead=questions.summary(list(held), answered),
        limits=questions.limits(found, language()) if unit is None else [],
        as_of=_as_of(found),
    )
    return twin(request, table, "service/questions.html", context, suffix)


def answering(request: HttpRequest, unit: str, detector: str, suffix: str = "") -> HttpResponse:
    """One question with its dossiers and the form; an answer leads back to the unit's questions.

    Raises ``ThuocDoError`` DOSSIER-060 for a question that is not asked.
    """
    labels.unit(unit)
    found = _looked(request)
    one = _one(found, unit, detector)
    year = found.asked.year
    is_sent = request.method == "POST" and not suffix
    form = Answering(request.POST) if is_sent else Answering()
    if is_sent and form.is_valid():
        text, actor = form.cleaned_data["text"], request.user.actor
        replies.written(unit, year, detector, text, actor, found.manifest.version)
        return HttpResponseRedirect(addresses.questions(unit, year))
    reply = replies.last(year, unit).get((unit, detector))
    table = chosen.with_mark(questions.dossiers(one), found.simulated)
    context = frame(
        request,
        "service",
        questions.title(one, language()),
        heading=questions.title(one, language()),
        year=year,
        lead=question(one, labels.opening(unit), language()),
        as_of=_as_of(found),
        form=form,
        reply=reply,
        replied=words.moment(reply.written.isoformat(), language()) if reply else "",
        back=addresses.questions(unit, year),
    )
    return twin(request, table, "service/question.html", context, suffix)


def _looked(request: HttpRequest) -> Answer | None:
    year = chosen.year(request.GET)
    return suspected.suspicions(year) if year else None


def _one(found: Answer | None, unit: str, detector: str) -> Suspicion:
    held = questions.of_unit(found, unit) if found else []
    for one in held:
        if one.detector.code == detector:
            return one
    known = ", ".join(one.detector.code for one in held) or "–"
    raise ThuocDoError.of("DOSSIER-060", detector=detector, unit=unit, known=known)


def _to(year: int):
    return lambda unit, detector: addresses.question(unit, detector, year)


def _as_of(found: Answer) -> str:
    told = {
        "moment": words.moment(found.cut, language()),
        "version": found.manifest.version,
    }
    said = _("Kho hồ sơ bản %(version)s, cập nhật đến %(moment)s.") % told
    return f"{said} {register_words.told(found.register, language())}"
