"""Publishing: the life of a reviewable record, and the snapshots the public side is made from."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.audit.chain import canonical
from servanda.core import clock
from servanda.core.errors import NotPossibleNow, Refused
from servanda.publication.models import Change, Reviewable, Snapshot, State
from servanda.publication.registry import as_they_are, payload_of, shown_with, take_effect


@command("publication.submit", on="item")
def submit(*, item: Reviewable, by: Any) -> Reviewable:
    """Send a draft, or what came back, for approval. Completeness is checked here, not when saving."""
    if missing := item.shortcomings():
        raise Refused(" ".join(str(sentence) for sentence in missing))
    return _move(item, State.SUBMITTED, by, "submitted")


@command("publication.approve", on="item")
def approve(*, item: Reviewable, by: Any) -> Reviewable:
    """The validating authority of the institution stands behind it."""
    return _move(item, State.APPROVED, by, "approved")


@command("publication.return", on="item")
def return_with_reason(*, item: Reviewable, reason: str, by: Any) -> Reviewable:
    """Give it back to its author, saying what is wanted."""
    item.reason = _given(reason)
    return _move(item, State.RETURNED, by, "returned")


@command("publication.accept", on="item")
def accept(*, item: Reviewable, by: Any) -> Reviewable:
    """The secretariat finds it good; a second person will publish it."""
    return _move(item, State.ACCEPTED, by, "accepted")


@command("publication.publish", on="item")
def publish(*, item: Reviewable, by: Any) -> Reviewable:
    """Make it public: every published thing that shows it gets a new snapshot."""
    _move(item, State.PUBLISHED, by, "published")
    take_effect(item, by)
    _show_again(item, by)
    return item


@command("publication.withdraw", on="item")
def withdraw(*, item: Reviewable, reason: str, by: Any) -> Reviewable:
    """Take it off the public side. The reason is shown where it stood; earlier versions say that they were
    withdrawn."""
    item.reason = _given(reason)
    item.state = State.WITHDRAWN
    item.save()
    _show_again(item, by)
    return item


def _move(item: Reviewable, state: State, by: Any, step: str) -> Reviewable:
    item.state = state
    setattr(item, f"{step}_at", clock.now())
    setattr(item, f"{step}_by", by)
    item.save()
    return item


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Give a reason: it is shown to the person who wrote this."))
    return reason.strip()


def _show_again(item: Reviewable, by: Any) -> None:
    """New snapshots of what shows the item; the item's own page, where it has one, goes when it is withdrawn."""
    for kind, thing in item.shown_in():
        if thing == item and item.state == State.WITHDRAWN:
            withdraw_snapshots(kind=kind, public_id=thing.public_id, reason=item.reason)
        else:
            take_snapshot(kind=kind, thing=thing, public_id=thing.public_id, by=by)
            Change.objects.create(index="work", key=f"{kind}:{thing.pk}")
            if item.state == State.WITHDRAWN:
                _withdraw_past(kind, thing.public_id, item)


def _withdraw_past(kind: str, public_id: str, item: Reviewable) -> None:
    """Earlier versions of a page that showed the item go with it: what was taken off for a person's safety must not come
    back through the past of the page."""
    since = Snapshot.objects.filter(kind=kind, public_id=public_id, published_at__gte=item.published_at)
    showed_it = since.filter(is_current=False, withdrawn_at=None)
    showed_it.update(withdrawn_at=clock.now(), withdrawn_reason=item.reason)


def take_snapshot(*, kind: str, thing: Any, public_id: str, by: Any) -> Snapshot:
    """Write how the thing looks now as its next public version; the same look twice makes one version. What tells of it
    is shown again too. Part of a command: the caller has checked who may, and holds the transaction."""
    return take_snapshots(kind=kind, things={public_id: thing}, by=by)[0]


def take_snapshots(*, kind: str, things: Mapping[str, Any], by: Any) -> list[Snapshot]:
    """The next public versions of many things, by their public ids: with as many queries as for one."""
    snapshots, changed = _taken(kind, things, by)
    others = {other.public_id: other for thing in changed for other in shown_with(kind, thing)}
    if telling := {public_id: other for public_id, other in others.items() if public_id not in things}:
        _taken(kind, telling, by)
    return snapshots


def _taken(kind: str, things: Mapping[str, Any], by: Any) -> tuple[list[Snapshot], list[Any]]:
    """The standing versions, and the things of which they are new."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A snapshot is taken in the transaction of the command that publishes.")
    standing = Snapshot.objects.select_for_update().filter(kind=kind, public_id__in=things, is_current=True)
    last = {snapshot.public_id: snapshot for snapshot in standing}
    fresh = dict(zip(things, as_they_are(kind, list(things.values())), strict=True)) if things else {}
    now = {key: _next(kind, key, payload_of(kind, thing), last.get(key), by) for key, thing in fresh.items()}
    new = [snapshot for snapshot in now.values() if snapshot._state.adding]
    replaced = [last[snapshot.public_id].pk for snapshot in new if snapshot.public_id in last]
    if replaced:
        Snapshot.objects.filter(pk__in=replaced).update(is_current=False)
    Snapshot.objects.bulk_create(new, batch_size=200)
    Change.objects.bulk_create(Change(index="public", key=f"{kind}:{snapshot.public_id}") for snapshot in new)
    return list(now.values()), [fresh[snapshot.public_id] for snapshot in new]


def _next(kind: str, public_id: str, payload: dict[str, Any], last: Snapshot | None, by: Any) -> Snapshot:
    """The version that shows this payload: the last one where it looks the same, else one that is not saved yet."""
    if last and not last.withdrawn_at and last.payload == payload:
        return last
    previous = last.digest if last else ""
    return Snapshot(
        kind=kind,
        public_id=public_id,
        version=last.version + 1 if last else 1,
        payload=payload,
        published_at=clock.now(),
        published_by=by,
        previous=previous,
        digest=digest_of_snapshot(kind, public_id, payload, previous),
    )


def withdraw_snapshots(*, kind: str, public_id: str, reason: str) -> int:
    """Mark all standing versions of a thing as withdrawn. Part of a command, like `take_snapshot`."""
    standing = Snapshot.objects.filter(kind=kind, public_id=public_id, withdrawn_at=None)
    count = standing.update(withdrawn_at=clock.now(), withdrawn_reason=_given(reason))
    if not count:
        raise NotPossibleNow(_("This is not published."))
    Change.objects.create(index="public", key=f"{kind}:{public_id}")
    return count


def digest_of_snapshot(kind: str, public_id: str, payload: dict[str, Any], previous: str) -> str:
    """SHA-256 of the snapshot's canonical JSON and of the version before it."""
    return hashlib.sha256(canonical([kind, public_id, payload, previous])).hexdigest()
