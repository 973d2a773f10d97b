from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "thuocdo.service"
    label = "service"
