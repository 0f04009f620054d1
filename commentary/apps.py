"""The configuration of what people say of the figures."""

from django.apps import AppConfig


class CommentaryConfig(AppConfig):
    name = "commentary"

    def ready(self) -> None:
        from commentary.audit import SOURCES
        from indicators.audit.sources import register

        register(*SOURCES)
