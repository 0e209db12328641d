"""What may be wrong with a deployment, and what it costs."""

import shutil
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Finding(NamedTuple):
    """Something that is not as it should be. `wrong`: must be mended; else a part is off and the rest works."""

    what: str
    price: str
    wrong: bool = True


def findings() -> list[Finding]:
    return [*_of_settings(), *_of_database(), *_of_the_machine()]


def _of_settings() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding("SERVANDA_DEBUG is on.", "Error pages show code and settings to anybody. Leave it unset.")
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("SERVANDA_HOSTS allows every name.", "Links in mails can be forged. Name the hosts of this site.")
    if len(settings.SECRET_KEY) < 50 and not settings.DEMO:
        yield Finding(
            "SERVANDA_SECRET_KEY is short.", "Sessions can be forged. Make a new one with `servanda secret-key`."
        )
    if settings.PLAIN_HTTP and not settings.DEMO:
        yield Finding("SERVANDA_PLAIN_HTTP is on.", "Passwords travel readable. Serve over HTTPS.")
    if settings.SECOND_FACTOR != "required" and not settings.DEMO:
        yield Finding("SERVANDA_SECOND_FACTOR is not required.", "Whoever learns an editor's password can publish.")
    if "console" in settings.EMAIL_BACKEND:
        yield Finding("SERVANDA_MAIL is not set.", "No mail is sent: nobody can choose a new password.", wrong=False)


def _of_database() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding("The database is older than the program.", "Pages fail. Run `servanda migrate`.")
    for error in run_checks(databases=["default"]):
        yield Finding(error.msg, error.hint or "See docs/how-to/install.md.", wrong=error.is_serious())


def _of_the_machine() -> Iterator[Finding]:
    if not settings.VAR_DIR.exists():
        yield Finding(f"SERVANDA_VAR ({settings.VAR_DIR}) does not exist.", "Files can't be kept. Make the folder.")
    elif shutil.disk_usage(settings.VAR_DIR).free < 1_000_000_000:
        yield Finding("Less than 1 GB is free where files are kept.", "Uploads will fail soon. Free some space.")
    if not shutil.which("soffice"):
        yield Finding(
            "LibreOffice is not installed.", "Old .doc files can't be read; everything else can.", wrong=False
        )
