"""Makes some 340 hostile or broken files into a folder, always the same ones.

    python tests/hostile_files.py FOLDER

Used by the tests of the document reader and of the intake wizard: each of these files must be refused with a reason, or
read, in at most ten seconds and 512 MB, and never stop the program. The bases are small valid files of our own; the
rest is damage: cut off, changed bits, wrong beginnings, two formats in one, bombs that unpack without end, XML that
grows, page trees that bite their tail.
"""

import io
import json
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

SEED = 20_250_711
TEXT = (
    "1. The Committee considered the report of Arandia. 2. The Committee recommends that the State party publish "
    "the statistics on complaints and protect those who complain."
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Named = tuple[str, bytes]


# --- valid bases -----------------------------------------------------------------------------------------------------


def pdf(
    *, pages: int = 1, stream: bytes | None = None, extra: bytes = b"", media_box: bytes = b"[0 0 595 842]"
) -> bytes:
    """A PDF of some pages with the same text; the cross-reference table is right."""
    content = stream if stream is not None else b"BT /F1 10 Tf 60 780 Td (" + TEXT.encode() + b") Tj ET"
    kids = b" ".join(b"%d 0 R" % (5 + i) for i in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b">>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
    ]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox " + media_box
    page += b" /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    return _assembled([*objects, *([page] * pages)])


def _assembled(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + (b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    )


def packed(members: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
    return buffer.getvalue()


def document_xml(body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
    )


def docx(body: str | None = None, **more: bytes) -> bytes:
    content = body if body is not None else f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
    members = {"[Content_Types].xml": b"<Types/>", "word/document.xml": document_xml(content)}
    return packed(members | {name.replace("__", "/") + ".xml": value for name, value in more.items()})


def xlsx(sheet: str | None = None) -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = sheet if sheet is not None else '<row r="1"><c r="A1" t="inlineStr"><is><t>Text</t></is></c></row>'
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    return packed(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{relations}"><sheets>'
            f'<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}"><Relationship Id="rId1" '
            f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{namespace}"><sheetData>{content}</sheetData></worksheet>'.encode()
            ),
        }
    )


def export(records: int = 3) -> bytes:
    row = {
        "AnnotationId": "1",
        "Text": f"<p>{TEXT}</p>",
        "Symbol": "CAT/C/XAR/CO/4",
        "Body": "- CAT",
        "Themes": [" Torture"],
    }
    return json.dumps([row] * records, indent=1).encode()


BASES: dict[str, Callable[[], bytes]] = {"pdf": pdf, "docx": docx, "xlsx": xlsx, "json": export}


# --- damage ----------------------------------------------------------------------------------------------------------


def cut_off(rnd: random.Random) -> Iterator[Named]:
    for kind, make in BASES.items():
        whole = make()
        for part in range(1, 13):
            yield f"cut-{part:02}.{kind}", whole[: len(whole) * part // 13]


def changed_bits(rnd: random.Random) -> Iterator[Named]:
    for kind, make in BASES.items():
        for count in range(1, 25):
            broken = bytearray(make())
            for _ in range(count):
                broken[rnd.randrange(len(broken))] ^= 1 << rnd.randrange(8)
            yield f"bits-{count:02}.{kind}", bytes(broken)


def shuffled(rnd: random.Random) -> Iterator[Named]:
    for kind, make in BASES.items():
        for count in range(8):
            whole = make()
            a, b = sorted(rnd.sample(range(8, len(whole)), 2))
            yield f"moved-{count}.{kind}", whole[:8] + whole[b:] + whole[a:b] + whole[8:a]


def wrong_beginnings(rnd: random.Random) -> Iterator[Named]:
    beginnings = {
        "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0", "gif": b"GIF89a", "gzip": b"\x1f\x8b\x08\x00",
        "program": b"MZ\x90\x00", "elf": b"\x7fELF\x02\x01", "rtf": b"{\\rtf1\\ansi ",
        "script": b"#!/bin/sh\nexit 0\n",
        "page": b"<!DOCTYPE html><html><script>alert(1)</script>", "svg": b"<svg xmlns='x' onload='alert(1)'/>",
        "old-office": OLE, "ole-encrypted": OLE + "EncryptedPackage".encode("utf-16-le"),
        "rar": b"Rar!\x1a\x07", "7z": b"7z\xbc\xaf\x27\x1c", "tiff": b"II*\x00",
        "xml": b"<?xml version='1.0'?><a/>", "text": b"A letter.", "nul": b"\x00" * 64,
        "utf16": "[{}]".encode("utf-16"),
        "bzip2": b"BZh91AY", "zip-only": b"PK\x03\x04",
        "zip-empty": b"PK\x05\x06" + b"\0" * 18, "pdf-only": b"%PDF-1.7\n",
    }  # fmt: skip
    for name, start in beginnings.items():
        yield f"begins-{name}.pdf", start + rnd.randbytes(200)
        yield f"only-{name}.docx", start


def two_in_one(rnd: random.Random) -> Iterator[Named]:
    yield "pdf-and-zip.pdf", pdf() + docx()
    yield "zip-and-pdf.docx", docx() + pdf()
    yield "html-then-pdf.pdf", b"<html><script>alert(1)</script></html>\n" + pdf()
    yield "pdf-far-inside.pdf", b" " * 900 + pdf()
    yield "pdf-too-far-inside.pdf", b" " * 5000 + pdf()
    yield "json-then-zip.json", export() + docx()
    yield "docx-named-pdf.pdf", docx()
    yield "pdf-named-docx.docx", pdf()
    yield "json-named-pdf.pdf", export()
    yield "both-office.docx", packed({"word/document.xml": document_xml(""), "xl/workbook.xml": b"<workbook/>"})


def bombs(rnd: random.Random) -> Iterator[Named]:
    zeros = b"\0" * 50_000_000
    yield "zip-bomb.docx", packed({"word/document.xml": document_xml(""), **{f"x{i}": zeros for i in range(5)}})
    yield "large-part.docx", packed({"word/document.xml": document_xml("<w:p/>" * 9_000_000)})
    yield "many-paragraphs.docx", docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 400_000)
    yield "many-parts.docx", packed({"word/document.xml": document_xml(""), **{f"p/{i}": b"" for i in range(5000)}})
    yield "lying-size.docx", _with_lying_size(docx("<w:p/>" * 2_000_000))
    yield "nested-zip.docx", packed({"word/document.xml": packed({"a": packed({"b": zeros})})})
    yield "wide-sheet.xlsx", xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield "long-sheet.xlsx", xlsx("".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(1, 200_000)))
    yield "odd-references.xlsx", xlsx('<row r="1"><c r="ZZZZ99999999"><v>1</v></c></row>')
    yield "text-bomb.pdf", pdf(stream=b"BT /F1 1 Tf 0 0 Td " + b"(aaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 100_000 + b"ET")
    yield "flate-bomb.pdf", _flate(b"BT /F1 1 Tf ", b"(a) Tj " * 120_000, 100)
    yield "flate-zeros.pdf", _flate(b"", b"\0" * 4_000_000, 100)
    yield "many-pages.pdf", pdf(pages=4000)
    yield "huge-page.pdf", pdf(media_box=b"[0 0 99999999 99999999]")
    yield "deep-json.json", b"[" * 200_000
    yield "deep-record.json", b'[{"Text":' + b"[" * 100_000 + b"]" * 100_000 + b"}]"
    yield "long-line.json", b'[{"Text":"' + b"a" * 30_000_000 + b'","Symbol":"A/HRC/1/1","Body":"- UPR"}]'
    yield "many-records.json", b"[\n" + b'{"Text":"a","Symbol":"s","Body":"- UPR"},\n' * 200_000 + b"{}]"


def _with_lying_size(content: bytes) -> bytes:
    """The sizes in the central directory made small, as a bomb does to pass a check of sizes."""
    broken, at = bytearray(content), content.rfind(b"PK\x01\x02")
    while at >= 0:
        broken[at + 24 : at + 28] = struct.pack("<I", 10)
        at = content.rfind(b"PK\x01\x02", 0, at)
    return bytes(broken)


def _flate(start: bytes, repeated: bytes, times: int) -> bytes:
    """A PDF whose page is a small stream that unpacks to a large one."""
    machine = zlib.compressobj(9)
    small = machine.compress(start)
    for _ in range(times):
        small += machine.compress(repeated)
    small += machine.flush()
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(small) + small + b"\nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    page += b"/Resources << /Font << /F1 3 0 R >> >> >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    pages = b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>"
    return _assembled([b"<< /Type /Catalog /Pages 2 0 R >>", pages, font, stream, page])


def growing_xml(rnd: random.Random) -> Iterator[Named]:
    laughs = '<!DOCTYPE z [<!ENTITY a "ha">' + "".join(f'<!ENTITY {c} "&{p};&{p};&{p};&{p};&{p};&{p};&{p};&{p};">'
        for p, c in zip("abcdefghij", "bcdefghijk", strict=True)) + "]>"  # fmt: skip
    body = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&k;</w:t></w:r></w:p></w:body></w:document>'
    outside = '<!DOCTYPE z [<!ENTITY k SYSTEM "file:///etc/passwd">]>'
    parameter = '<!DOCTYPE z [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;<!ENTITY k "a">]>'
    quadratic = f'<!DOCTYPE z [<!ENTITY k "{"a" * 100_000}">]>'
    for name, head in {"laughs": laughs, "outside": outside, "parameter": parameter, "quadratic": quadratic}.items():
        for encoding in ("utf-8", "utf-16"):
            content = (f'<?xml version="1.0" encoding="{encoding}"?>' + head + body).encode(encoding)
            yield f"xml-{name}-{encoding}.docx", packed({"word/document.xml": content})
        spaced = (head + " " * 5000 + body).encode()
        yield f"xml-{name}-late.docx", packed({"word/document.xml": b"<!--" + b"x" * 6000 + b"-->" + spaced})
    yield "xml-deep.docx", docx("<w:p>" * 20_000 + "</w:p>" * 20_000)
    yield "xml-tables-in-tables.docx", docx("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60)
    yield "xml-torn-table.docx", docx("<w:tc><w:p/></w:tc><w:tr/><w:tbl/>")
    yield "xml-wrong-numbering.docx", docx(word__numbering=b"<w:numbering")
    yield "xml-empty-body.docx", docx("")
    yield (
        "xml-wrong-span.docx",
        docx("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='x'/></w:tcPr></w:tc></w:tr></w:tbl>"),
    )


def wrong_structure(rnd: random.Random) -> Iterator[Named]:
    good = pdf()
    yield "page-tree-loop.pdf", good.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")
    yield "page-is-catalog.pdf", good.replace(b"/Kids [5 0 R]", b"/Kids [1 0 R]")
    yield "negative-length.pdf", good.replace(b"/Length ", b"/Length -")
    yield "false-count.pdf", good.replace(b"/Count 1", b"/Count 99999999")
    yield "no-pages.pdf", pdf(pages=0)
    yield "no-text.pdf", pdf(stream=b"0 0 m 10 10 l S")
    yield "blank.pdf", pdf(stream=b"")
    yield "loop-of-prev.pdf", good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9")
    yield "no-end.pdf", good.split(b"xref")[0]
    yield "script.pdf", pdf(extra=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >> ")
    yield "launch.pdf", pdf(extra=b"/OpenAction << /S /Launch /F (cmd.exe) >> ")
    yield "wrong-encryption.pdf", good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 9 >>")
    yield "encrypted.pdf", _encrypted(good)
    yield "empty.pdf", b""
    yield "one-byte.docx", b"P"
    yield "zip-slip.docx", packed({"word/document.xml": document_xml(""), "../../outside.txt": b"x"})
    yield "two-documents.docx", docx() + docx()
    yield "encrypted-member.docx", _marked_encrypted(docx())
    yield "stored.docx", packed({"word/document.xml": document_xml("<w:p/>")}, compression=zipfile.ZIP_STORED)
    yield (
        "macro.docx",
        packed({"word/document.xml": document_xml("<w:p/>"), "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    )
    yield "open-document.docx", packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})
    yield "archive.zip", packed({"a.txt": b"x"})
    yield "presentation.docx", packed({"ppt/presentation.xml": b"<p/>"})
    for number, value in enumerate(
        (b"[]", b"{}", b"[1,2]", b"null", b'"a"', b"[{}]", b'{"a":[{"Text":1}]}', b"[{}", b"{", b"[")
    ):
        yield f"value-{number}.json", value
    odd = {
        "Text": 5,
        "Symbol": ["x"],
        "Body": {"a": 1},
        "Themes": "- a\n- b",
        "PublicationDate": 1e300,
        "Countries": None,
    }
    yield "odd-types.json", json.dumps([odd]).encode()
    yield "not-utf8.json", b'[{"Text":"\xff\xfe","Symbol":"a","Body":"b"}]'
    yield "invisible.json", json.dumps([{"Text": "\u202e\u200b" * 500, "Symbol": "\u202eA", "Body": "b"}]).encode()


def _encrypted(content: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _marked_encrypted(content: bytes) -> bytes:
    broken = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            broken[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(broken)


def odd_names(rnd: random.Random) -> Iterator[Named]:
    yield "n" * 200 + ".pdf", pdf()
    yield "right-to-left-\u202efdp.exe", pdf()
    yield "blank name .pdf", pdf()
    yield "quote'\"<b>.pdf", pdf()
    yield "tränen-文件-ملف.pdf", pdf()
    yield "no-ending", docx()


KINDS = (
    cut_off, changed_bits, shuffled, wrong_beginnings, two_in_one, bombs, growing_xml, wrong_structure, odd_names,
)  # fmt: skip


def make_hostile_files(folder: Path) -> list[Path]:
    """Write all files and return their paths, in a fixed order; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    rnd, paths = random.Random(SEED), []
    for kind in KINDS:
        for name, content in kind(rnd):
            path = folder / name
            path.write_bytes(content)
            paths.append(path)
    return paths


if __name__ == "__main__":
    print(len(make_hostile_files(Path(sys.argv[1]))), "files written")
