from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import (
            checks,  # noqa: F401 — registers itself; needs the models
            signing_in,  # noqa: F401  connects its receivers
        )
        from accounts.append_only import protect_append_only_tables  # needs the models
        from accounts.audit_triggers import link_audit_entries

        post_migrate.connect(protect_append_only_tables, sender=self)
        post_migrate.connect(link_audit_entries, sender=self)
