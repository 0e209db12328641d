"""Taking back what was done together, as a work."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servanda.accounts.commands import undo
from servanda.audit.models import Batch
from servanda.jobs.works import Outcome, work


@work("audit.undo")
def take_back(*, batch: str, url: str, by: Any) -> Outcome:
    """Undo a batch. What others changed since stays as they left it; how much that is, is said. `url`: where to go on."""
    result = undo(batch=Batch.objects.get(pk=batch), by=by)
    done, left = result["undone"], result["left"]
    said = ngettext("%(n)d change was taken back.", "%(n)d changes were taken back.", done) % {"n": done}
    return Outcome(said, url, warning=_left(left) if left else "")


def _left(count: int) -> str:
    text = ngettext(
        "%(n)d change was left as it is, because somebody worked on it since.",
        "%(n)d changes were left as they are, because somebody worked on them since.",
        count,
    )
    return text % {"n": count}


def title_of(batch: Batch) -> str:
    return _("Take back: %(what)s") % {"what": batch.title}
