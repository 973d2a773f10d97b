"""The Django app of the room ``accounts``."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and failed sign-ins."""

    name = "thuocdo.accounts"
    label = "accounts"
