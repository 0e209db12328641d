"""People who sign in."""

import unicodedata
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from servanda.accounts import roles
from servanda.core.models import Editable


class PersonManager(BaseUserManager["Person"]):
    """People are found by address whatever its letter case or Unicode form."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=clean_address(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=clean_address(username or ""))

    def command_line(self) -> "Person":
        """The operator's own command line, as a person without a password."""
        found = self.filter(role=roles.COMMAND_LINE.code).first()
        return found or self.create_user(
            "command-line@localhost", role=roles.COMMAND_LINE.code, family_name="Command line"
        )


def clean_address(email: str) -> str:
    """One spelling for one address, so that look-alikes can't be registered twice."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


class Person(AbstractBaseUser, Editable):
    """Somebody with an account. What she may do follows from her role and her appointments."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member of an institution, by appointment")
        EDITOR = roles.EDITOR.code, roles.EDITOR.name
        PUBLISHER = roles.PUBLISHER.code, roles.PUBLISHER.name
        NHRI = roles.NHRI.code, roles.NHRI.name
        CSO = roles.CSO.code, roles.CSO.name
        ADVISER = roles.ADVISER.code, roles.ADVISER.name
        PARLIAMENT = roles.PARLIAMENT.code, roles.PARLIAMENT.name
        ADMINISTRATOR = roles.ADMINISTRATOR.code, roles.ADMINISTRATOR.name
        COMMAND_LINE = roles.COMMAND_LINE.code, roles.COMMAND_LINE.name

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    role = models.CharField(_("role"), max_length=30, choices=Role, default=Role.MEMBER)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_staff = is_superuser = False
    objects = PersonManager()

    class Meta:
        ordering = ["family_name", "given_name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_address")]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.email

    def clean(self) -> None:
        self.email = clean_address(self.email)

    def get_full_name(self) -> str:
        return str(self)
