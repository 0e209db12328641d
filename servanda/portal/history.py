"""A published thing through time: its versions, as it stood on a day, and whether it was withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import Http404
from django.utils import timezone

from servanda.publication.models import Snapshot


@dataclass(frozen=True)
class History:
    """Versions, oldest first. A withdrawn version is never shown again, and of a withdrawn thing none is: what was taken
    off for a person's safety must not come back through its past."""

    versions: list[Snapshot]

    @property
    def newest(self) -> Snapshot:
        return self.versions[-1]

    @property
    def is_withdrawn(self) -> bool:
        return self.newest.withdrawn_at is not None

    @property
    def readable(self) -> list[Snapshot]:
        return [version for version in self.versions if version.withdrawn_at is None]

    def number(self, wanted: int) -> Snapshot | None:
        return next((version for version in self.versions if version.version == wanted), None)

    def as_of(self, day: date) -> Snapshot | None:
        """The version in force at the end of that day, in the deployment's time zone; None before the first. It may have
        been withdrawn since."""
        end = end_of(day)
        return next((version for version in reversed(self.versions) if version.published_at < end), None)

    def before(self, snapshot: Snapshot) -> Snapshot | None:
        return next((v for v in reversed(self.readable) if v.version < snapshot.version), None)


def history_of(kind: str, public_id: str) -> History:
    """One query. 404 for what was never published; an address in another case leads to the right one."""
    versions = list(Snapshot.objects.filter(kind=kind, public_id=public_id).order_by("version"))
    if versions:
        return History(versions)
    found = Snapshot.objects.filter(kind=kind, public_id__iexact=public_id).values_list("public_id", flat=True).first()
    if found:
        raise Elsewhere(found)
    raise Http404


class Elsewhere(Exception):
    """The thing is written otherwise: its public id as it is written."""

    def __init__(self, public_id: str) -> None:
        super().__init__(public_id)
        self.public_id = public_id


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
