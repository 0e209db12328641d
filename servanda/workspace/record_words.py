"""What each command does, as a line of the record says it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from servanda.accounts.command import COMMANDS
from servanda.accounts.policy import RULES

WORDS: dict[str, Any] = {
    "accounts.add_person": _("Gave somebody an account"),
    "accounts.change_role": _("Changed a person’s role"),
    "accounts.end_access": _("Ended a person’s access"),
    "accounts.give_access_back": _("Gave a person access again"),
    "assignments.accept": _("Took on a recommendation for the institution"),
    "assignments.assign": _("Assigned recommendations to an institution"),
    "assignments.assign_from_list": _("Assigned recommendations from a list"),
    "assignments.decline": _("Declined an assignment"),
    "assignments.end": _("Ended an institution’s part"),
    "assignments.pass_on": _("Passed an assignment on to another institution"),
    "assignments.put_back": _("Put an assignment back as it was"),
    "assignments.take_back": _("Took an assignment back"),
    "audit.undo": _("Took a batch of changes back"),
    "documents.change_facts": _("Changed the facts of a document"),
    "documents.keep_file": _("Uploaded a file"),
    "documents.keep_paragraphs": _("Kept the text of a document"),
    "documents.register": _("Registered a document"),
    "implementation.add_evidence": _("Added evidence"),
    "implementation.change_action": _("Changed an action"),
    "implementation.change_assessment": _("Changed an assessment"),
    "implementation.change_challenge": _("Changed a challenge"),
    "implementation.change_evidence": _("Changed a piece of evidence"),
    "implementation.change_update": _("Changed an update"),
    "implementation.define_level": _("Defined a level of assessment"),
    "implementation.link_indicator": _("Linked an indicator"),
    "implementation.record_action": _("Recorded an action"),
    "implementation.record_challenge": _("Recorded a challenge"),
    "implementation.remove_evidence": _("Removed evidence"),
    "implementation.set_milestones": _("Set the milestones of an action"),
    "implementation.write_assessment": _("Began an assessment"),
    "implementation.write_update": _("Began an update"),
    "indicators.change_value": _("Changed a value of an indicator"),
    "indicators.describe": _("Described an indicator"),
    "indicators.enter_value": _("Entered a value of an indicator"),
    "indicators.set_goalpost": _("Set a baseline or a target"),
    "institutions.add_institution": _("Added an institution"),
    "institutions.add_territory": _("Added a territory"),
    "institutions.appoint": _("Appointed somebody to an institution"),
    "institutions.change_institution": _("Changed an institution"),
    "institutions.end_appointment": _("Ended an appointment"),
    "mechanisms.add_mechanism": _("Added or changed a mechanism"),
    "mechanisms.add_session": _("Added or changed a session"),
    "mechanisms.schedule_review": _("Said when the State is reviewed"),
    "mechanisms.describe_treaty": _("Added or changed a treaty"),
    "mechanisms.record_treaty_action": _("Recorded a treaty action"),
    "mechanisms.change_treaty_action": _("Corrected a treaty action"),
    "mechanisms.remove_treaty_action": _("Took out a treaty action"),
    "publication.accept": _("Accepted what an institution sent"),
    "publication.approve": _("Approved it in the institution"),
    "publication.publish": _("Published"),
    "publication.return": _("Returned it with a reason"),
    "publication.submit": _("Sent it for approval"),
    "publication.withdraw": _("Withdrew it from the public side"),
    "recommendations.classify": _("Classified recommendations"),
    "recommendations.edit_facts": _("Edited the facts of a recommendation"),
    "recommendations.enter": _("Entered a recommendation"),
    "recommendations.link": _("Linked a recommendation with an earlier one"),
    "recommendations.link_again": _("Put a link with an earlier recommendation back"),
    "recommendations.remove_from_intake": _("Took a recommendation back with its intake"),
    "recommendations.restore_concerns": _("Put the concerns behind a recommendation back as they were"),
    "recommendations.restore_parts": _("Put the parts of a recommendation back as they were"),
    "recommendations.restore_position": _("Put the position of the State back as it was"),
    "recommendations.restore_terms": _("Put terms back as they were"),
    "recommendations.set_concerns": _("Chose the concerns behind a recommendation"),
    "recommendations.set_position": _("Recorded the position of the State"),
    "recommendations.split": _("Split a recommendation into parts"),
    "recommendations.suggest_again": _("Let two recommendations be suggested for each other again"),
    "recommendations.suggest_from_source": _("Kept the labels of the source as suggestions"),
    "recommendations.tell_apart": _("Found that two recommendations are not related"),
    "recommendations.unlink": _("Took a link with an earlier recommendation away"),
    "recommendations.unlink_again": _("Took a link with an earlier recommendation back"),
    "recommendations.withdraw": _("Withdrew a recommendation"),
    "taxonomy.add_unknown_term": _("Kept a label that no scheme knows"),
    "taxonomy.load_scheme": _("Loaded a scheme of terms"),
}


def words_of(command: str) -> str:
    """What the command did; for one without words of its own, what the policy calls it; else its name."""
    if command in WORDS:
        return str(WORDS[command])
    known = COMMANDS.get(command)
    return str(RULES[known.action].sentence) if known else command  # type: ignore[attr-defined]


def command_choices() -> list[tuple[str, str]]:
    """Every command that can be in the record, by its words."""
    return sorted(((name, words_of(name)) for name in {*WORDS, *COMMANDS}), key=lambda pair: pair[1])
