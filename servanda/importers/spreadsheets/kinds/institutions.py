"""Rows that are institutions."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from servanda.importers.spreadsheets import fields as read
from servanda.importers.spreadsheets import making
from servanda.importers.spreadsheets.fields import Field
from servanda.importers.spreadsheets.kinds.base import Fault, Held, RowKind, Values, missing, with_words
from servanda.importers.spreadsheets.names import INSTITUTIONS, TERRITORIES, key_of
from servanda.institutions.commands import add_institution, change_institution, remove_institution
from servanda.institutions.models import Institution, Territory

NAMES = {"en": "English", "fr": "français", "es": "español", "ar": "العربية", "ru": "русский", "zh": "中文"}
OURS = {"zh": "zh-hans"}  # a column's language as the texts keep it
_NAME = ("name", "institution", "nom", "nombre", "الاسم", "اسم الجهة", "название", "наименование", "名称")


def _name_field(code: str, language: str) -> Field:
    words = tuple(f"{word} {form}" for word in _NAME for form in (code, language))
    return Field(
        f"name_{code}", format_lazy(_("Name, {language}"), language=language), read.one_line, words=words, most=300
    )


class Institutions(RowKind):
    code = "institutions"
    title = _("Institutions")
    meaning = _("Each row is one institution: a ministry, court, agency, local government or independent body.")
    visibility = "register"
    action = "institutions.manage"
    text_field = "name"
    fields = with_words(
        "institutions",
        Field(
            "code",
            _("Code"),
            read.code,
            _("Short code with letters, digits and hyphens; empty: made from the name."),
            example="ministry-of-justice",
            most=50,
            can_be_cleared=False,
        ),
        Field(
            "name",
            _("Name"),
            read.one_line,
            _("In the language of the file."),
            True,
            "Ministry of Justice",
            300,
            can_be_cleared=False,
        ),
        *(_name_field(code, language) for code, language in NAMES.items()),
        Field("short_name", _("Short name"), read.one_line, _("Its abbreviation."), example="MoJ", most=60),
        Field(
            "branch",
            _("Branch"),
            read.choice,
            _("Of the State, or outside of it."),
            values=tuple(Institution.Branch.choices),
            can_be_cleared=False,
            synonyms={
                "government": "executive",
                "parliament": "legislature",
                "courts": "judiciary",
                "nhri": "independent",
                "ngo": "civil_society",
            },
        ),
        Field(
            "level",
            _("Level"),
            read.choice,
            _("National, regional or local."),
            values=tuple(Institution.Level.choices),
            can_be_cleared=False,
        ),
        Field("parent", _("Belongs to"), read.named, _("The institution above it."), list_code=INSTITUTIONS),
        Field("territory", _("Territory"), read.named, _("Of a regional or local institution."), list_code=TERRITORIES),
        Field("is_active", _("Exists"), read.yes_or_no, _("“no” for one that was dissolved."), can_be_cleared=False),
    )

    def held(self, by: Any, language: str) -> list[Held]:
        return [self._held(one, language) for one in Institution.objects.select_related("parent", "territory")]

    def _held(self, one: Institution, language: str) -> Held:
        values: Values = {
            "code": one.code, "name": one.names.get(kept(language)) or str(one), "short_name": one.short_name, "branch": one.branch,
            "level": one.level, "parent": one.parent.code if one.parent else "", "is_active": one.is_active,
            "territory": one.territory.code if one.territory else "",
        } | {f"name_{code}": one.names.get(kept(code), "") for code in NAMES}  # fmt: skip
        return Held(str(one.pk), str(one), values, extra={"names": one.names, "own": one.names.get(kept(language))})

    def keys(self, values: Values) -> list[tuple[Any, ...]]:
        keys: list[tuple[Any, ...]] = [("code", values["code"].casefold())] if values.get("code") else []
        names = (values.get(code) for code in ("name", *(f"name_{one}" for one in NAMES)))
        return [*keys, *(("name", key_of(name)) for name in dict.fromkeys(names) if name)]

    def changes(self, held: Held, values: Values) -> Values:
        found = super().changes(held, {k: v for k, v in values.items() if k != "code"})
        if "name" in found and not held.extra["own"] and found["name"] in held.extra["names"].values():
            found.pop("name")  # known under this name in another language
        return found

    def faults(self, values: Values, held: Held | None, by: Any) -> Iterable[Fault]:
        has_name = any(values.get(f"name_{one}") for one in NAMES)
        return missing(values, "name") if held is None and not has_name else ()

    def make(self, values: Values, by: Any) -> str:
        names = self._names({}, values)
        name = names.get("en") or next(iter(names.values()))
        code = values.get("code") or making.free_code(values.get("short_name") or name)
        branch = values.get("branch") or Institution.Branch.EXECUTIVE
        return str(add_institution(code=code, names=names, branch=branch, by=by, **self._facts(values, by)).pk)

    def change(self, held: Held, changes: Values, values: Values, by: Any) -> None:
        one = Institution.objects.get(pk=held.id)
        facts = self._facts(changes, by) | ({"branch": changes["branch"]} if "branch" in changes else {})
        changed_name = {k: v for k, v in changes.items() if k.startswith("name")}
        if changed_name:
            facts["names"] = self._names(one.names, changed_name | {"_language": values["_language"]})
        change_institution(institution=one, by=by, **facts)

    @staticmethod
    def _names(names: dict[str, str], values: Values) -> dict[str, str]:
        given = {code: values[f"name_{code}"] for code in NAMES if f"name_{code}" in values}
        if values.get("name"):
            given.setdefault(values["_language"], values["name"])
        merged = names | {kept(code): text for code, text in given.items()}
        return {code: text for code, text in merged.items() if text}

    @staticmethod
    def _facts(values: Values, by: Any) -> Values:
        facts: Values = {code: values[code] for code in ("short_name", "level", "is_active") if code in values}
        if "parent" in values:
            facts["parent"] = making.Institutions(by)[values["parent"]] if values["parent"] else None
        if "territory" in values:
            facts["territory"] = Territory.objects.filter(code=values["territory"]).first()
        return facts

    def remove(self, thing: str, by: Any) -> bool:
        return remove_institution(institution=thing, by=by)


def kept(language: str) -> str:
    return OURS.get(language, language)


KIND = Institutions()
