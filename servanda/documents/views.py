"""The one door through which every file leaves."""

import logging
from typing import Any

from django.http import FileResponse, Http404, HttpRequest

from servanda.accounts.access import public
from servanda.accounts.policy import may
from servanda.documents import store
from servanda.documents.models import File

logger = logging.getLogger(__name__)


@public
def download(request: HttpRequest, pk: Any) -> FileResponse:
    """The file, byte for byte as it came, to who may have it; for all others it does not exist. Never opened in the
    browser: an attachment, of the type its content was found to be, and without rights should it be opened all the same."""
    file = File.objects.select_related("document").filter(pk=pk).first()
    if file is None or not may(request.user, "documents.download", file):
        raise Http404
    path = store.path_of(file.place)
    if not path.is_file():
        logger.error("file %s has no bytes at its place", file.pk)
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store, private"
    return answer
