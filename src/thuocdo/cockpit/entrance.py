"""*Đăng nhập*, *Đăng xuất*, *Đổi mật khẩu*: the door as pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from thuocdo.accounts import entry
from thuocdo.accounts.forms import NewPassword, SignIn
from thuocdo.cockpit.frame import frame
from thuocdo.pages.twins import PRIVATE

TOO_MANY = 429


def login(request: HttpRequest) -> HttpResponse:
    """The sign-in form; on to the page that was asked for."""
    back = _own_address(request.POST.get("next") or request.GET.get("next") or "")
    if request.user.is_authenticated:
        return HttpResponseRedirect(back or reverse("mine"))
    form, status = SignIn(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        done = entry.sign_in(request, form.cleaned_data["username"], form.cleaned_data["password"])
        if done.user:
            return HttpResponseRedirect(back or reverse("mine"))
        status = TOO_MANY if done.closed else 200
        form.add_error("password", _closed() if done.closed else _wrong())
    seen = frame(request, "", _("Đăng nhập"), form=form, next=back)
    return _private(render(request, "cockpit/login.html", seen, status=status))


def logout(request: HttpRequest) -> HttpResponse:
    """Sign out, when the button is pressed; a mere visit changes nothing."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("mine"))
    entry.sign_out(request)
    return HttpResponseRedirect(reverse("login"))


def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    form, status = NewPassword(request.POST or None, username=request.user.username), 200
    if request.method == "POST" and form.is_valid():
        knows = entry.knows_password(request, form.cleaned_data["now"])
        if knows:
            entry.change_password(request, form.cleaned_data["new"])
            return HttpResponseRedirect(f"{reverse('mine')}?mat-khau=da-doi")
        status = TOO_MANY if knows is None else 200
        form.add_error("now", _closed() if knows is None else _("Mật khẩu đang dùng không đúng."))
    seen = frame(request, "", _("Đổi mật khẩu"), form=form)
    return render(request, "cockpit/password.html", seen, status=status)


def _wrong() -> str:
    return _("Tên đăng nhập hoặc mật khẩu không đúng.")


def _closed() -> str:
    return _(
        "Sai nhiều lần quá. Đợi 15 phút rồi thử lại, hoặc nhờ người điều phối đặt mật khẩu mới."
    )


def _own_address(address: str) -> str:
    """``address`` when it is a page of this site, else nothing."""
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if address.startswith("/") and is_ours else ""


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, **PRIVATE)
    return response
