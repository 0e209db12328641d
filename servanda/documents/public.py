"""How a document looks in public."""

from typing import Any

from servanda.documents.models import Document
from servanda.publication.registry import section


@section("document", "document")
def document(thing: Document) -> dict[str, Any]:
    return {
        "symbol": thing.symbol,
        "kind": thing.kind,
        "titles": thing.titles,
        "mechanism": thing.mechanism.code if thing.mechanism else "",
        "mechanism_names": thing.mechanism.names if thing.mechanism else {},
        "session": thing.session,
        "cycle": thing.cycle,
        "published_on": thing.published_on.isoformat() if thing.published_on else None,
        "language": thing.language,
        "source_url": thing.source_url,
        "files": [
            {"id": str(f.pk), "name": f.name, "language": f.language, "size": f.size, "sha256": f.sha256}
            for f in thing.files.all()
        ],
    }
