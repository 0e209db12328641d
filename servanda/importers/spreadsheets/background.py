"""Work over a second: comparing a file with the register, and writing it. One function orders both, so that they can move to
another mechanism without anybody noticing."""

import logging

from django_tasks import task

from servanda.accounts.models import Person
from servanda.core.errors import Refused
from servanda.importers.spreadsheets.models import SheetImport
from servanda.importers.spreadsheets.plan import make_plan
from servanda.importers.spreadsheets.work import asked_of

logger = logging.getLogger(__name__)
PLAN, WRITE = "plan", "write"


def order(sheet_import: SheetImport, what: str, by: Person) -> None:
    """Ask a worker to plan or to write. Asking twice does no harm: each looks at the state first."""
    do_work.enqueue(str(sheet_import.pk), what, str(by.pk))


@task()
def do_work(sheet_import_id: str, what: str, person_id: str) -> None:
    sheet_import = SheetImport.objects.select_related("file").get(pk=sheet_import_id)
    by = Person.objects.get(pk=person_id)
    if what == PLAN and sheet_import.state == SheetImport.State.PLANNING:
        plan(sheet_import, by)
    elif what == WRITE and sheet_import.state == SheetImport.State.COMMITTING:
        write(sheet_import, by)


def plan(sheet_import: SheetImport, by: Person) -> None:
    """Compare with the register and keep the plan. Whatever happens, the import is open again afterwards."""
    from servanda.importers.spreadsheets.commands import working

    try:
        made = make_plan(
            asked_of(sheet_import, by), lambda done, total: working.note_progress(sheet_import, done, total)
        )
        working.keep_plan(sheet_import=sheet_import, plan=made, by=by)
    except Refused as refused:
        working.give_up(sheet_import=sheet_import, code="refused", message=str(refused), by=by)
    except Exception:
        logger.exception("planning import %s failed", sheet_import.pk)
        working.give_up(sheet_import=sheet_import, code="unexpected", message="", by=by)


def write(sheet_import: SheetImport, by: Person) -> None:
    from servanda.importers.spreadsheets.commands import working

    try:
        working.write(sheet_import=sheet_import, by=by)
    except Refused as refused:
        working.give_up(sheet_import=sheet_import, code="refused", message=str(refused), by=by)
    except Exception:
        logger.exception("writing import %s failed", sheet_import.pk)
        working.give_up(sheet_import=sheet_import, code="unexpected", message="", by=by)
