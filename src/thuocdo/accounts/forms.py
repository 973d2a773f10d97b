"""The forms of the door: one question a line, what is wrong said beside the field."""

from __future__ import annotations

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from thuocdo.accounts import passwords

PASSWORD = {"autocapitalize": "none", "spellcheck": "false"}


class SignIn(forms.Form):
    """Username and password."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=200,
        error_messages={"required": _("Ghi tên đăng nhập.")},
        widget=forms.TextInput(attrs={**PASSWORD, "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("Ghi mật khẩu.")},
        widget=forms.PasswordInput(attrs={**PASSWORD, "autocomplete": "current-password"}),
    )


class NewPassword(forms.Form):
    """The password of today, then the new one twice."""

    now = forms.CharField(
        label=_("Mật khẩu đang dùng"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("Ghi mật khẩu đang dùng.")},
        widget=forms.PasswordInput(attrs={**PASSWORD, "autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("Mật khẩu mới"),
        help_text=_("Ít nhất 12 ký tự. Một câu ngắn dễ nhớ là tốt."),
        max_length=1000,
        strip=False,
        error_messages={"required": _("Ghi mật khẩu mới.")},
        widget=forms.PasswordInput(attrs={**PASSWORD, "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Gõ lại mật khẩu mới"),
        max_length=1000,
        strip=False,
        error_messages={"required": _("Gõ lại mật khẩu mới.")},
        widget=forms.PasswordInput(attrs={**PASSWORD, "autocomplete": "new-password"}),
    )

    def __init__(self, *args, username: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.username = username

    def clean_new(self) -> str:
        found = passwords.fault(self.cleaned_data["new"], self.username)
        if found:
            language = "en" if (get_language() or "vi").startswith("en") else "vi"
            raise forms.ValidationError(found.text(language))
        return self.cleaned_data["new"]

    def clean(self) -> dict:
        told = super().clean()
        if "new" in told and "again" in told and told["new"] != told["again"]:
            self.add_error("again", _("Hai lần gõ không giống nhau."))
        return told
