"""At the door: signing in, and what the log learnt last."""

from __future__ import annotations

from django.test import Client

from thuocdo.audit.log import links

PASSWORD = "Đường làng mưa bay"
OWN = "SO-02"


def sign_in(browser: Client, username: str, password: str = PASSWORD, **more):
    told = {"username": username, "password": password, **more}
    return browser.post("/dang-nhap/", told)


def last() -> tuple:
    link = list(links())[-1]
    return link.actor, link.action, link.object, link.scope
