"""The admin site's configuration."""

from django.contrib.admin.apps import AdminConfig


class OutturnAdminConfig(AdminConfig):
    default_site = "config.admin.OutturnAdminSite"
