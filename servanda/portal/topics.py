"""Topics in plain words, for people who don't know the names of treaties: each is a choice of themes and persons of the
Universal Human Rights Index."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from servanda.core.search import search
from servanda.portal.asking import list_url

DETENTION = (
    "Conditions of detention",
    "Arbitrary arrest & detention",
    "Liberty & security of the person",
    "Persons deprived of liberty: concept of places of deprivation of liberty",
)


@dataclass(frozen=True)
class Topic:
    label: str | Promise
    themes: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()

    @property
    def chosen(self) -> dict[str, list[str]]:
        return {name: list(codes) for name, codes in (("theme", self.themes), ("persons", self.persons)) if codes}


TOPICS = [
    Topic(_("Prisons and arrest"), DETENTION),
    Topic(
        _("Torture and ill-treatment"),
        (
            "Prohibition of torture & ill-treatment (including cruel, inhuman or degrading treatment)",
            "Persons deprived of liberty: definition of torture & ill-treatment",
            "National Preventive Mechanism (NPM)",
        ),
    ),
    Topic(_("Violence against women"), ("Violence against women", "Sexual & gender-based violence")),
    Topic(
        _("Equality of women and men"),
        (
            "Discrimination against women",
            "Advancement of women",
            "Participation of women in political & public life",
        ),
    ),
    Topic(_("Children"), persons=("Children", "Youth & juveniles")),
    Topic(_("School and education"), ("Right to education",)),
    Topic(_("Health"), ("Right to health", "Sexual & reproductive health and rights")),
    Topic(
        _("Work and social security"),
        ("Labour rights and right to work", "Right to social security", "Trade union rights"),
    ),
    Topic(
        _("Housing, food and water"),
        (
            "Right to adequate housing",
            "Right to food",
            "Safe drinking water & sanitation",
            "Right to an adequate standard of living",
            "Human rights & poverty",
        ),
    ),
    Topic(
        _("Courts and justice"),
        (
            "Access to justice & remedy",
            "Administration of justice & fair trial",
            "Rule of law & impunity",
            "Support to victims & witnesses",
        ),
    ),
    Topic(_("The disappeared and the past"), ("Enforced disappearances", "Transitional justice")),
    Topic(_("Discrimination and racism"), ("Equality & non-discrimination", "Racial discrimination")),
    Topic(
        _("Indigenous peoples and minorities"),
        persons=(
            "Indigenous peoples",
            "People of African Descent",
            "Minorities/ racial, ethnic, linguistic, religious or descent-based groups",
        ),
    ),
    Topic(_("Persons with disabilities"), persons=("Persons with disabilities",)),
    Topic(_("Migrants and refugees"), persons=("Migrants", "Refugees & asylum seekers", "Stateless persons")),
    Topic(
        _("Speech, press and assembly"),
        (
            "Freedom of opinion and expression & access to information",
            "Right to peaceful assembly",
            "Freedom of association",
        ),
    ),
    Topic(
        _("Land, environment and climate"),
        (
            "Human rights & the environment",
            "Human rights & climate change",
            "Land & property rights",
            "Human rights & toxics / hazardous wastes",
        ),
    ),
    Topic(_("Trafficking and forced labour"), ("Human trafficking & contemporary forms of slavery",)),
]


def topics() -> list[dict[str, object]]:
    """Those about which something was recommended, each with its list and how long it is."""
    counted = [(topic, search("", topic.chosen).count) for topic in TOPICS]
    return [{"label": topic.label, "count": count, "url": list_url(topic.chosen)} for topic, count in counted if count]
