"""What differs from allauth's defaults: nobody signs up alone, and secrets of the second factor are kept encrypted."""

import base64
import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from nacl.secret import SecretBox


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """A person whose language is known lands in it."""
        language = request.user.language  # type: ignore[union-attr]
        return f"/{language}/work/" if language in dict(settings.LANGUAGES) else super().get_login_redirect_url(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Guesses are counted for person and visitor together: a stranger's wrong guesses keep nobody out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Who has just signed in need not do so again to set up the second factor; a quarter of an hour later she must."""
        records = get_authentication_records(self.request, self.request.user) if self.request else []
        seconds_ago = time.time() - records[-1]["at"] if records else None
        return seconds_ago is None or seconds_ago > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery-code seeds lie encrypted in the database, so that a copy of it doesn't open
    accounts."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(_box().encrypt(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(base64.b64decode(encrypted_text)).decode()


def _box() -> SecretBox:
    """A box whose key follows from the deployment's secret key."""
    return SecretBox(hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"second-factor").digest())
