"""Signing in and out, passwords, second factor: allauth's views, only those we use, each saying who may enter."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path

from servanda.accounts.access import public, signed_in


def entrance(view: Callable[..., Any]) -> Callable[..., Any]:
    """A page before signing in: anyone may open it."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return public(opened)


@public
def not_here(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Addresses that allauth may name but that we don't offer (signing up alone)."""
    raise Http404


with_drawn_code = csp_update({"img-src": ["data:"]})  # the code to scan is drawn into the page

urlpatterns = [
    path("login/", entrance(account.login), name="account_login"),
    path("logout/", entrance(account.logout), name="account_logout"),
    path("inactive/", entrance(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", signed_in(account.password_change), name="account_change_password"),
    path("password/set/", signed_in(account.password_set), name="account_set_password"),
    path("password/reset/", entrance(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", entrance(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        entrance(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("second-factor/", signed_in(second_factor.index), name="mfa_index"),
    path("second-factor/authenticate/", entrance(second_factor.authenticate), name="mfa_authenticate"),
    path("second-factor/reauthenticate/", signed_in(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/app/", signed_in(with_drawn_code(totp.activate_totp)), name="mfa_activate_totp"),
    path("second-factor/app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", signed_in(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        signed_in(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/codes/download/",
        signed_in(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("signup/", not_here, name="account_signup"),
    path("email/", not_here, name="account_email"),
    path("confirm-email/", not_here, name="account_email_verification_sent"),
]
