from django.apps import AppConfig


class CockpitConfig(AppConfig):
    name = "thuocdo.cockpit"
    label = "cockpit"
