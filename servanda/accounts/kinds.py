"""What each kind of thing is called, for pages that speak of all of them: what a person can see, what a change was about."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "accounts.person": _("Person"),
    "assignments.assignment": _("Assignment"),
    "audit.batch": _("Batch of changes"),
    "audit.entry": _("Entry of the record"),
    "documents.document": _("Document"),
    "documents.file": _("File"),
    "implementation.action": _("Action"),
    "implementation.assessment": _("Assessment"),
    "implementation.challenge": _("Challenge"),
    "implementation.evidence": _("Evidence"),
    "implementation.indicatorlink": _("Link of an indicator"),
    "implementation.leveldefinition": _("Definition of a level"),
    "implementation.update": _("Update"),
    "importers.conflict": _("Difference of a source"),
    "importers.importrun": _("Import"),
    "importers.intake": _("Intake"),
    "importers.intakeitem": _("Item of an intake"),
    "importers.namedecision": _("Decision on a name"),
    "importers.savedconfiguration": _("Saved configuration"),
    "importers.sheetimport": _("Import of a spreadsheet"),
    "importers.sheetrow": _("Row of a spreadsheet"),
    "indicators.goalpost": _("Baseline or target"),
    "indicators.indicator": _("Indicator"),
    "indicators.value": _("Indicator value"),
    "institutions.appointment": _("Appointment"),
    "institutions.institution": _("Institution"),
    "institutions.territory": _("Territory"),
    "jobs.job": _("Long work"),
    "mechanisms.mechanism": _("Mechanism"),
    "mechanisms.review": _("Review in the UPR"),
    "mechanisms.session": _("Session"),
    "mechanisms.treaty": _("Treaty"),
    "mechanisms.treatyaction": _("Treaty action"),
    "recommendations.classification": _("Classification"),
    "recommendations.recommendation": _("Recommendation"),
    "taxonomy.scheme": _("List of terms"),
    "taxonomy.term": _("Term"),
    "uhri.edition": _("Edition of the index"),
    "uhri.observation": _("Record of the index"),
}


def name_of_kind(label: str) -> str:
    """`label`: of the model, as in the record (`implementation.action`). One without a name is called by its label."""
    return str(KINDS.get(label, label))
