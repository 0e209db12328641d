"""Makes the documents of the invented State Arandia from their source texts.

    python -m tools.make_demo_documents

Writes the PDF, DOCX, JSON and XLSX files, the evidence and `truth/expected.csv` of `profiles/xar/`. The same sources
give the same text, whatever the day. Typst draws the pages with the system's Liberation Serif, which has the metrics
of Times New Roman.
"""

from pathlib import Path

from tools.demo_documents import docx_pages, evidence_files, matrix, pdf, tables, truth, uhri_export
from tools.demo_documents.findings import findings
from tools.demo_documents.source import Source, read_source

PROFILE = Path(__file__).resolve().parents[1] / "profiles" / "xar"
DOCUMENTS = PROFILE / "documents"
EVIDENCE = PROFILE / "evidence"
SOURCES = DOCUMENTS / "source"
WRITERS = {".pdf": pdf.write_pdf, ".docx": docx_pages.write_docx}
# Source text -> the forms it is published in; the first is the one to load.
FORMS = {
    "upr-cycle3-report": (".pdf",),
    "upr-cycle4-report": (".pdf",),
    "upr-cycle4-addendum": (".pdf",),
    "cat-4": (".docx", ".pdf"),
    "cedaw-8": (".pdf", ".docx"),
    "crc-5-6": (".docx",),
    "water-visit": (".pdf",),
    "judgment-boca-seca": (".pdf",),
}


def sources() -> dict[str, Source]:
    return {stem: read_source(SOURCES / f"{stem}.md") for stem in FORMS}


def make_pages() -> list[Path]:
    targets = []
    for stem, source in sources().items():
        for suffix in FORMS[stem]:
            targets.append(DOCUMENTS / f"{stem}{suffix}")
            WRITERS[suffix](source, targets[-1])
    return targets


def make_export() -> None:
    records = uhri_export.read_records(SOURCES / "uhri-older.toml")
    uhri_export.write_json(DOCUMENTS / "uhri_export.json", records)
    uhri_export.write_xlsx(DOCUMENTS / "uhri_export.xlsx", records)


def make_matrix() -> None:
    labels = tables.read_labels(PROFILE / "classification.csv")
    matrix.write_matrix(findings(sources()["upr-cycle3-report"]), labels, DOCUMENTS / "upr-cycle3-matrix.docx")


def make_truth() -> int:
    texts = sources()
    final = truth.answers(texts["upr-cycle4-addendum"])
    rows: list[dict[str, str]] = []
    for stem, source in texts.items():
        positions = final if stem == "upr-cycle4-report" else {}
        rows += truth.expected_rows(findings(source), f"{stem}{FORMS[stem][0]}", positions)
    rows += truth.exported_rows(uhri_export.read_records(SOURCES / "uhri-older.toml"), "uhri_export.json")
    tables.write_rows(PROFILE / "truth" / "expected.csv", truth.COLUMNS, rows)
    return len(rows)


def main() -> None:
    pages = make_pages()
    make_export()
    make_matrix()
    count = make_truth()
    evidence = evidence_files.make_evidence(EVIDENCE / "source" / "papers.toml", EVIDENCE)
    print(f"{len(pages) + 3} documents with {count} things to follow up, {evidence} files of evidence")


if __name__ == "__main__":
    main()
