"""Reading an edition of the index into our tables: begin, keep a chunk, finish; and the way back.

A chunk and the mark of progress are written in one transaction. The mark names who holds the edition: a process that was
taken over, or whose edition was stopped, finds that it holds nothing any more and ends.
"""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.core import clock
from servanda.core.errors import NotPossibleNow
from servanda.importers.uhri import writing
from servanda.importers.uhri.collecting import Chunk
from servanda.importers.uhri.models import Edition, Link, Observation, Repair, SourceDocument, Term
from servanda.importers.uhri.queries import batched, in_force_number
from servanda.importers.uhri.rules import BITS

TAKE_IN = "importers.take_in"
State = Edition.State
AT_ONCE = 500  # ids in one question to the database
LONGEST_LIST = 200  # rejected records that are kept with their address


class NotOurs(Exception):
    """The edition is read by another process now, or was stopped."""


@command("uhri.begin_edition", action=TAKE_IN)
def begin(*, file_name: str, sha256: str, total_bytes: int, by: Any, whole: bool = False, file: Any = None) -> Edition:
    """Begin a new edition, or go on with the one of the same file that was interrupted."""
    found = Edition.objects.select_for_update().filter(state=State.READING).first()
    if found is not None and found.sha256 != sha256:
        raise NotPossibleNow(
            _("Another export is being read: %(name)s. Wait until it is done, or stop it.") % {"name": found.file_name}
        )
    if found is None:
        last = Edition.objects.aggregate(last=Max("number"))["last"] or 0
        found = Edition(number=last + 1, sha256=sha256, started_by=by)
    found.file_name, found.total_bytes, found.whole = file_name[-255:], total_bytes, whole
    found.file = file or found.file
    found.save()
    return found


def hold(edition: Edition) -> str:
    """Take the edition over from whatever process read it before."""
    holder = str(uuid.uuid4())
    Edition.objects.filter(pk=edition.pk, state=State.READING).update(holder=holder)
    edition.holder = holder
    return holder


@transaction.atomic
def keep(
    *, edition: Edition, chunk: Chunk, ended: list[int], redressed: list[tuple[int, int]], progress: dict[str, Any]
) -> None:
    """Write a chunk and move the mark. `ended`: ids of rows that a row of the chunk takes the place of; `redressed`: ids and
    digests of rows that came with other bytes and the same content. `NotOurs` when somebody else has the edition."""
    mark = Edition.objects.filter(pk=edition.pk, state=State.READING, holder=edition.holder)
    if not mark.update(changed_at=clock.now(), **progress):
        raise NotOurs
    for part in batched(ended, AT_ONCE):
        Observation.objects.filter(pk__in=part).update(until=edition.number)
    for pk, digest in redressed:
        Observation.objects.filter(pk=pk).update(digest=digest)
    writing.write(chunk)


@command("uhri.finish_edition", on="edition", action=TAKE_IN)
def finish(
    *, edition: Edition, digest: str, counts: dict[str, int], rejected: list[dict], withdrawn: Any, by: Any
) -> Edition:
    """Put an edition in force. `digest`: of its file; `withdrawn`: ids of the rows that it does not hold any more, as an
    iterator: the record of changes tells how many, not which."""
    if edition.state != State.READING:
        raise NotOurs
    for part in batched(withdrawn, AT_ONCE):
        Observation.objects.filter(pk__in=part).update(until=edition.number)
    _find_countries(edition)
    edition.state, edition.finished_at = State.IN_FORCE, clock.now()
    edition.counts, edition.rejected = counts, rejected[:LONGEST_LIST]
    edition.save()
    return edition


def _find_countries(edition: Edition) -> None:
    """Rows without a country that came before any row of their document told it."""
    missing = Observation.objects.filter(since=edition.number, state=None, rules__gte=BITS["no_country"])
    told = Observation.objects.exclude(state=None).exclude(state__code="").filter(until=None)
    for row in missing.select_related("document"):
        if row.rules & BITS["no_country"]:
            found = told.filter(document=row.document).values_list("state", flat=True).first()
            if found:
                Observation.objects.filter(pk=row.pk).update(
                    state=found, rules=row.rules ^ BITS["no_country"] | BITS["country_found"]
                )


@command("uhri.remember_run", on="edition", action=TAKE_IN)
def remember_run(*, edition: Edition, run: Any, by: Any) -> Edition:
    """Which run brought the records about our State into the register: by it they can be taken back."""
    edition.run = run
    edition.save()
    return edition


@command("uhri.give_up_edition", on="edition", action=TAKE_IN)
def give_up(*, edition: Edition, code: str, message: str, by: Any) -> Edition:
    """An edition that can't be read to its end: nothing of it stays."""
    if edition.state != State.READING:
        return edition
    _take_out(edition)
    edition.state, edition.failure = State.FAILED, {"code": code, "message": message}
    edition.save()
    return edition


@command("uhri.take_back_edition", on="edition", action=TAKE_IN)
def take_back(*, edition: Edition, by: Any) -> Edition:
    """Stop an edition, or take the newest one back: the index is again as it was before it."""
    is_newest = edition.state == State.IN_FORCE and edition.number == in_force_number()
    is_followed = Edition.objects.filter(state=State.READING).exclude(pk=edition.pk).exists()
    if edition.state != State.READING and (not is_newest or is_followed):
        raise NotPossibleNow(_("Only the edition that is being read, or else the newest one, can be taken back."))
    _take_out(edition)
    edition.state = State.TAKEN_BACK
    edition.save()
    return edition


def _take_out(edition: Edition) -> None:
    number = edition.number
    mine = Observation.objects.filter(since=number)
    Link.objects.filter(observation_id__in=mine.values("pk"))._raw_delete("default")
    mine._raw_delete("default")
    Observation.objects.filter(until=number).update(until=None)
    SourceDocument.objects.filter(since=number)._raw_delete("default")
    Term.objects.filter(since=number)._raw_delete("default")
    Repair.objects.filter(since=number)._raw_delete("default")
