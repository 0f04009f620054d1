"""Django's admin with a site of ours; apart from the other apps, because the public surface has none."""

from django.contrib.admin.apps import AdminConfig


class OutturnAdminConfig(AdminConfig):
    default_site = "config.admin.OutturnAdminSite"
