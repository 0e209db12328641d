"""The page of long work: its numbers while it runs, its outcome afterwards; and the door through which views order it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from servanda.accounts.access import get_visible, requires
from servanda.core.errors import NotPossibleNow
from servanda.jobs import commands, tasks
from servanda.jobs.desk import Desk
from servanda.jobs.models import Job
from servanda.jobs.works import WORKS, Outcome

AT_ONCE = 25  # things that are done in the request


def carry_out(
    request: HttpRequest, work: str, *, size: int, title: str, back_url: str, **arguments: Any
) -> HttpResponseRedirect:
    """Do a small work now, or order a big one. `size`: how many things it is about; `back_url`: where to return if nothing
    comes of it. What a small work refuses is raised, as by a command."""
    if size <= AT_ONCE:
        outcome = WORKS[work].run(by=request.user, **arguments)
        return _say(request, outcome, back_url)
    job = tasks.order(
        work=work, title=title, arguments=arguments, total=size, back_url=back_url, by=request.user
    )  # fmt: skip
    return _to(reverse("jobs:job", args=[job.pk]))


def _to(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address, status=303)


def _say(request: HttpRequest, outcome: Outcome, back_url: str) -> HttpResponseRedirect:
    """The outcome as a message, with its Undo, on the page where one goes on."""
    if outcome.said:
        messages.success(request, outcome.said, extra_tags=outcome.undo_url)
    if outcome.warning:
        messages.warning(request, outcome.warning)
    return _to(outcome.url or back_url)


def _opened(request: HttpRequest, pk: UUID) -> Job:
    return get_visible(request.user, Job, pk=pk)


@requires("jobs.order")
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is. Once it is done, to where it leads; the page's own script only asks, and changes nothing."""
    found = _opened(request, pk)
    is_asked_by_script = bool(request.headers.get("HX-Request"))
    if not found.is_open and not is_asked_by_script:
        commands.see(found)
        if found.state == Job.State.DONE:
            return _say(request, Outcome(**found.outcome), found.back_url)
    if found.is_open and not WORKS[found.work].is_whole and found.back_url:
        return _to(found.back_url)  # it keeps its own steps, and its own page shows them and ends it
    desk = Desk(found.pk)
    done, total = (desk.told() if found.is_open else None) or (0, found.total)
    page = {"job": found, "done": done, "total": total, "is_stopping": found.is_open and desk.is_asked_to_stop}
    return render(request, "jobs/job.html", page)


@requires("jobs.order")
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop it. A running one sees the sign at its next thing; its transaction is open, so nothing is written here."""
    found = _opened(request, pk)
    desk = Desk(found.pk)
    if found.is_open and desk.is_taken():
        desk.ask_to_stop()
    elif found.is_open:
        try:
            commands.stop(job=found, by=request.user)
        except NotPossibleNow:
            desk.ask_to_stop()
    return _to(reverse("jobs:job", args=[found.pk]))


@requires("jobs.order")
@require_POST
def seen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the notice away and go on from where one is, as the form says."""
    commands.see(_opened(request, pk))
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return _to(wanted if is_ours else reverse("workspace:home"))
