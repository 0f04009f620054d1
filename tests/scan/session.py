"""Signs an account of the demonstration in and prints its cookies: `python -m tests.scan.session ACCOUNT`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(account: str) -> None:
    django.setup()
    from django.conf import settings
    from django.middleware.csrf import _get_new_csrf_string  # the secret that a form's token is checked against
    from django.test import Client

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username=account))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    token = _get_new_csrf_string()
    print(f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}")


if __name__ == "__main__":
    main(sys.argv[1])
