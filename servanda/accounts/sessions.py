"""Sessions that end twelve hours after signing in, however often they are written meanwhile.

Django counts from the last write, so that whoever goes on working would never have to sign in again.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.dispatch import receiver
from django.utils import timezone

SIGNED_IN = "signed-in-at"  # ISO 8601, with its time zone


class SessionStore(DatabaseSessions):
    def get_expiry_age(self, **kwargs: Any) -> int:
        """Seconds that are left. Before signing in: from the last write."""
        return max(0, int((self.get_expiry_date(**kwargs) - timezone.now()).total_seconds()))

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        begun = self.get(SIGNED_IN)
        return (datetime.fromisoformat(begun) if begun else timezone.now()) + timedelta(
            seconds=settings.SESSION_COOKIE_AGE
        )


@receiver(user_logged_in)
def note_the_moment(request: Any, **_ignored: Any) -> None:
    """Twelve hours count from here."""
    request.session[SIGNED_IN] = timezone.now().isoformat()
