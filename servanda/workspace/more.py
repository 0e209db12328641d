"""Everything that is not in the five main links: what this person may open, each with a line that says what it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from servanda.accounts.access import signed_in
from servanda.accounts.policy import may

# Heading → (address, name, what it is, the action that opens it; None for everybody with an account).
PAGES: dict[Any, list[tuple[str, Any, Any, str | None]]] = {
    _("Recommendations"): [
        (
            "importers:list",
            _("Intake of documents"),
            _("Take in a document of the United Nations, and follow what was taken in."),
            "importers.take_in",
        ),
        (
            "importers:spreadsheet-list",
            _("Spreadsheets"),
            _("Bring in what you keep in Excel or LibreOffice, and follow what was brought in."),
            "importers.import_spreadsheet",
        ),
        (
            "importers:conflicts",
            _("Where sources say otherwise"),
            _("What a document or an index says that the register does not, and the entries it may be."),
            "importers.decide",
        ),
        (
            "uhri:index",
            _("Universal Human Rights Index"),
            _("What the United Nations has said about all States; take in the next export."),
            "recommendations.read_register",
        ),
        (
            "recommendations:new",
            _("Enter a recommendation by hand"),
            _("One recommendation, with its document, number and wording."),
            "recommendations.enter",
        ),
        (
            "assignments:from-list",
            _("Assign from a list"),
            _("Paste a table of references and institutions."),
            "assignments.assign",
        ),
        (
            "workspace:schemes",
            _("Terms"),
            _("Themes, persons concerned, goals and types of measure to classify with."),
            None,
        ),
    ],
    _("Who does what"): [
        (
            "institutions:list",
            _("Institutions"),
            _("Ministries, courts, parliament and others, with their focal points and what they lead."),
            None,
        ),
        ("workspace:mechanisms", _("Mechanisms and sessions"), _("Who recommends, with cycles and sessions."), None),
        (
            "mechanisms:treaties",
            _("Treaties"),
            _("What the State has signed and ratified, with reservations and declarations."),
            None,
        ),
        ("indicators:list", _("Indicators"), _("What is measured, with baselines and targets."), None),
    ],
    _("Administration"): [
        ("institutions:people", _("People"), _("Accounts, roles and appointments."), "accounts.manage_people"),
        (
            "workspace:record",
            _("Record of changes"),
            _("Who did what and when, and whether the record is whole."),
            "audit.read",
        ),
    ],
    _("Your account"): [
        ("account_change_password", _("Password"), _("Choose another password."), None),
        ("mfa_index", _("Second factor"), _("The code from your phone, and recovery codes."), None),
    ],
}


@signed_in
def more(request: HttpRequest) -> HttpResponse:
    groups = [
        {"heading": heading, "pages": [_shown(*page) for page in pages if _may_open(request.user, page[3])]}
        for heading, pages in PAGES.items()
    ]
    return render(request, "workspace/more.html", {"groups": [group for group in groups if group["pages"]]})


def _may_open(person: Any, action: str | None) -> bool:
    return action is None or may(person, action)


def _shown(address: str, name: Any, sentence: Any, _action: str | None) -> dict[str, Any]:
    return {"url": reverse(address), "name": name, "sentence": sentence}
