"""Asking for evidence: files, a link, and who may see each."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from servanda.accounts.visibility import who_will_see
from servanda.core.errors import Refused
from servanda.core.widgets import FilesField, HintedRadios
from servanda.documents.commands import keep_file
from servanda.implementation.commands import add_evidence, change_evidence
from servanda.implementation.models import Evidence
from servanda.implementation.queries import evidence_of
from servanda.publication.editing import ChoiceAskedWhenSent
from servanda.publication.models import Reviewable

Visibility = Evidence.Visibility
VISIBILITIES = [(Visibility.PUBLIC, _("Everyone, once published")), (Visibility.INTERNAL, _("Internal"))]


def hints(institution: Any, *, independent: bool) -> dict[str, str]:
    """What each choice means, from the stages that the policy keeps."""
    side = "independent-evidence" if independent else "evidence"
    return {
        value: "; ".join(f"{line.when}: {', '.join(line.who)}" for line in who_will_see(f"{side}-{value}", institution))
        for value in Visibility.values
    }


class EvidenceFiles(FilesField):
    """Each file is judged by itself when it is kept, so that a bad one doesn't cost the others."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [upload for upload in (data or []) if upload]


class EvidenceForm(forms.Form):
    """New pieces of evidence, and who may see those there are (`item` may not exist yet)."""

    attachments = EvidenceFiles(
        label=_("Files"),
        required=False,
        help_text=_("PDF, Word, spreadsheets or pictures, up to 50 MB each. Several at once."),
    )
    url = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Write the whole address of the page, for example https://gazette.example/41.")},
    )
    title = forms.CharField(
        label=_("What it is"), required=False, max_length=300, help_text=_("For example “Official Gazette of 3 May”.")
    )
    visibility = ChoiceAskedWhenSent(
        label=_("Who may see these?"), choices=VISIBILITIES, initial=Visibility.INTERNAL, widget=HintedRadios(hints={})
    )

    def __init__(
        self,
        *args: Any,
        person: Any,
        institution: Any,
        independent: bool = False,
        item: Reviewable | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.there = evidence_of(item, person) if item is not None else []
        choice: Any = self.fields["visibility"].widget
        choice.hints = hints(institution, independent=independent)

    def pieces(self) -> list[dict[str, Any]]:
        """The evidence there is, each with the name of the input that says who may see it."""
        return [{"piece": piece, "name": self.add_prefix(f"visibility-{piece.pk}")} for piece in self.there]

    @property
    def brings_something(self) -> bool:
        return bool(self.cleaned_data.get("attachments") or self.cleaned_data.get("url"))

    def keep(self, *, to: Reviewable, by: Any, main: bool = False) -> None:
        """Keep what was sent, file by file: one that is refused is said so by name, the others stay."""
        self._change_who_sees(by)
        given = dict(self.cleaned_data)  # a refused file takes its answer out of there
        visibility = given.get("visibility") or Visibility.INTERNAL
        shared = {"to": to, "by": by, "visibility": visibility, "main": main}
        uploads, url, title = given.get("attachments") or [], given.get("url"), given.get("title") or ""
        for upload in uploads:
            self._keep_file(upload, shared, title if len(uploads) == 1 and not url else "")
        if url and url not in {piece.url for piece in self.there}:
            add_evidence(title=title, url=url, **shared)
        self.there = evidence_of(to, by)

    def _change_who_sees(self, by: Any) -> None:
        for piece in self.there:
            chosen = self.data.get(self.add_prefix(f"visibility-{piece.pk}"))
            if chosen in Visibility.values and chosen != piece.visibility:
                change_evidence(evidence=piece, visibility=chosen, by=by)

    def _keep_file(self, upload: Any, shared: dict[str, Any], title: str) -> None:
        try:
            file = keep_file(chunks=upload.chunks(), name=upload.name, by=shared["by"])
        except Refused as refused:
            self.add_error("attachments", _("%(name)s was not kept. %(why)s") % {"name": upload.name, "why": refused})
            return
        held = {piece.file.sha256 for piece in self.there if piece.file}
        if file.sha256 not in held:  # a second click sends it twice
            add_evidence(title=title, file=file, **shared)
