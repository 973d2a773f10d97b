from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "thuocdo.polls"
    label = "polls"
