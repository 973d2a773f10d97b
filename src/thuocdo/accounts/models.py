"""Users, and the counters of failed sign-ins."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Users(BaseUserManager):
    """Finding users; a username is lower case whatever was typed."""

    def get_by_natural_key(self, username: str):
        return self.get(username=username.lower())


class User(AbstractBaseUser):
    """Somebody with an account. What they may do is in ``rights.toml``, by role and unit.

    ``unit`` is the code of a commune or a department, "" for the province as a whole.
    """

    username = models.CharField(max_length=40, unique=True)
    display_name = models.CharField(max_length=120)
    unit = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=20)
    is_active = models.BooleanField(default=True)
    added = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ("display_name", "role")
    objects = Users()

    def __str__(self) -> str:
        return self.username

    @property
    def actor(self) -> str:
        """How the audit log names this user."""
        return f"u{self.pk}"


class Attempts(models.Model):
    """Sign-ins tried under one key (a keyed hash of a username or an address) since ``since``."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
