"""Sessions end after half an hour without a request and after eight hours in any case, wherever they are read.

Django's own store with the two limits in it: a session that is over is read as an empty one, so that no view can
forget to ask (OWASP ASVS 5.0, 7.3).
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

BEGAN, SEEN = "began_at", "seen_at"
SECONDS_BETWEEN_NOTES = 60


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        data = super().load()
        if SESSION_KEY not in data:
            return data
        now = time.time()
        idle = now - data.get(SEEN, 0)
        if idle > settings.SESSION_IDLE_SECONDS or now - data.get(BEGAN, 0) > settings.SESSION_COOKIE_AGE:
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if idle > SECONDS_BETWEEN_NOTES:
            data[SEEN] = now
            self.modified = True
        return data

    def begin(self) -> None:
        """Somebody has signed in: both limits count from now."""
        self[BEGAN] = self[SEEN] = time.time()
