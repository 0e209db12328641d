"""Changing the registers of mechanisms, reviews and treaties."""

from typing import Any

from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.core import clock
from servanda.core.errors import Refused
from servanda.mechanisms.models import Mechanism, Review, Session, Treaty, TreatyAction
from servanda.publication.commands import take_snapshot

FIRST_YEAR = 1945  # of the Charter of the United Nations


@command("mechanisms.add_mechanism", action="mechanisms.manage")
def add_mechanism(*, code: str, kind: str, names: dict[str, str], by: Any, **facts: Any) -> Mechanism:
    """Add a mechanism or bring its names up to date. `facts`: short_names, source."""
    mechanism, _created = Mechanism.objects.update_or_create(
        code=code, defaults={"kind": kind, "names": names, **facts}
    )
    return mechanism


@command("mechanisms.add_session", on="mechanism", action="mechanisms.manage")
def add_session(*, mechanism: Mechanism, number: int, by: Any, **facts: Any) -> Session:
    """Add a session or bring its dates up to date. `facts`: cycle, starts, ends."""
    session, _created = Session.objects.update_or_create(mechanism=mechanism, number=number, defaults=facts)
    return session


@command("mechanisms.schedule_review", on="session", action="mechanisms.manage")
def schedule_review(*, session: Session, source: str, by: Any) -> Review:
    """Say that this State is, or was, reviewed in that session of the Working Group."""
    if session.mechanism.kind != Mechanism.Kind.UPR:
        raise Refused(_("Only a session of the Universal Periodic Review reviews the State. Choose one of those."))
    review, _created = Review.objects.update_or_create(session=session, defaults={"source": source})
    return review


@command("mechanisms.describe_treaty", action="mechanisms.manage")
def describe_treaty(*, code: str, names: dict[str, str], by: Any, **facts: Any) -> Treaty:
    """Add a treaty or bring its facts up to date, public at once. `facts`: kind, protocol_to, mechanism, adopted,
    in_force, reporting_article, collection_number, source, order."""
    treaty, _created = Treaty.objects.update_or_create(code=code, defaults={"names": names, **facts})
    _show(treaty, by)
    return treaty


@command("mechanisms.record_treaty_action", on="treaty", action="mechanisms.manage")
def record_treaty_action(*, treaty: Treaty, kind: str, source: str, by: Any, **facts: Any) -> TreatyAction:
    """Record what the State did to the treaty, public at once. `facts`: year or on, articles, texts, withdraws."""
    action = TreatyAction(treaty=treaty, kind=kind, source=source.strip())
    _fill(action, facts)
    _must_fit(action)
    action.save()
    _show(treaty, by)
    return action


@command("mechanisms.change_treaty_action", on="treaty_action", action="mechanisms.manage")
def change_treaty_action(*, treaty_action: TreatyAction, by: Any, **facts: Any) -> TreatyAction:
    """Correct a treaty action: its day, articles, text or source. What stood there before stays in the record."""
    _fill(treaty_action, facts)
    _must_fit(treaty_action)
    treaty_action.save()
    _show(treaty_action.treaty, by)
    return treaty_action


@command("mechanisms.remove_treaty_action", on="treaty_action", action="mechanisms.manage")
def remove_treaty_action(*, treaty_action: TreatyAction, by: Any) -> None:
    """Take out one that was recorded by mistake. Earlier versions of the public page go on showing it."""
    treaty = treaty_action.treaty
    treaty_action.delete()
    _show(treaty, by)


def _fill(action: TreatyAction, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(action, name, value)
    if action.on:
        action.year = action.on.year


def _must_fit(action: TreatyAction) -> None:
    if not action.source:
        raise Refused(_("Say where this is known from, for example UN Treaty Collection, chapter IV."))
    if action.year is not None and not FIRST_YEAR <= action.year <= clock.today().year:
        raise Refused(_("Give a year from 1945 to this year, or a whole date."))
    if action.on and action.on > clock.today():
        raise Refused(_("This day is still to come. Record a treaty action when it has happened."))
    if _is_there(action):
        raise Refused(_("The treaty has this action already. Open that one and correct it."))
    _must_withdraw_something(action)


def _is_there(action: TreatyAction) -> bool:
    """Whether another one excludes it: a State is bound once, and signs once."""
    others = action.treaty.actions.exclude(pk=action.pk)
    if action.kind in TreatyAction.BINDING:
        return others.filter(kind__in=TreatyAction.BINDING).exists()
    repeatable = (*TreatyAction.WORDED, TreatyAction.Kind.WITHDRAWAL)
    return action.kind not in repeatable and others.filter(kind=action.kind).exists()


def _must_withdraw_something(action: TreatyAction) -> None:
    withdrawn = action.withdraws
    if action.kind != TreatyAction.Kind.WITHDRAWAL:
        if withdrawn:
            raise Refused(_("Only a withdrawal names a reservation or declaration that it withdraws."))
        return
    if withdrawn is None or withdrawn.treaty_id != action.treaty_id or withdrawn.kind not in TreatyAction.WORDED:
        raise Refused(_("Choose the reservation or declaration of this treaty that is withdrawn."))
    if TreatyAction.objects.filter(withdraws=withdrawn).exclude(pk=action.pk).exists():
        raise Refused(_("This reservation or declaration is withdrawn already."))
    if (action.year or 0) < (withdrawn.year or 0) or (action.on and withdrawn.on and action.on < withdrawn.on):
        raise Refused(_("It cannot be withdrawn before it was made. Give a later day."))


def _show(treaty: Treaty, by: Any) -> None:
    fresh = Treaty.objects.select_related("mechanism", "protocol_to").get(pk=treaty.pk)
    take_snapshot(kind="treaty", thing=fresh, public_id=fresh.public_id, by=by)
