"""Some 1,700 more hostile files, drawn with a seed: damage of every sort, polyglots, nests, bombs, lies, odd names.

    python tests/hostile_draws.py FOLDER

Together with `hostile_files.py` they are more than 2,000. What goes through LibreOffice takes seconds each, so there are
only some of those; `is_quick` tells a file that the fast tests may take.
"""

import io
import json
import random
import struct
import sys
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.hostile_files import BASES, OLE, TEXT, Named, W, _assembled, document_xml, docx, packed, pdf, xlsx

SEED = 20_261_124
RTF = b"{\\rtf1\\ansi " + TEXT.encode() + b"\\par}"
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
LAUGHS = '<!DOCTYPE z [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefgh", "bcdefghi", strict=True)
)
SLOW_NAMES = ("office-", "bomb-", "cells-")


def is_quick(name: str) -> bool:
    return not name.startswith(SLOW_NAMES)


def draws() -> Iterator[Named]:
    """All of them, always the same bytes in the same order."""
    yield from draws_but_bombs()
    for kind in (bombs, office):
        yield from kind(random.Random(SEED))


def draws_but_bombs() -> Iterator[Named]:
    """Those that are small to make and quick to read."""
    for kind in (damaged, glued, nested, lying_archives, hostile_xml, hostile_pdf, hostile_json, named):
        yield from kind(random.Random(SEED))


# --- damage ----------------------------------------------------------------------------------------------------------


def damaged(rnd: random.Random) -> Iterator[Named]:
    ways = (_flip, _cut, _insert, _zero, _repeat, _swap)
    for kind, make in BASES.items():
        whole = make()
        for number in range(230):
            way = ways[number % len(ways)]
            content = way(whole, rnd)
            for _ in range(rnd.randrange(3)):
                content = rnd.choice(ways)(content, rnd)
            yield f"damaged-{way.__name__.strip('_')}-{number:03}.{kind}", content


def _place(content: bytes, rnd: random.Random) -> tuple[int, int]:
    if len(content) < 2:
        return 0, len(content)
    start = rnd.randrange(len(content) - 1)
    return start, min(len(content), start + 1 + rnd.randrange(1, 200))


def _flip(content: bytes, rnd: random.Random) -> bytes:
    broken = bytearray(content or b"x")
    for _ in range(1 + rnd.randrange(60)):
        broken[rnd.randrange(len(broken))] ^= 1 << rnd.randrange(8)
    return bytes(broken)


def _cut(content: bytes, rnd: random.Random) -> bytes:
    return content[: rnd.randrange(max(len(content), 1))]


def _insert(content: bytes, rnd: random.Random) -> bytes:
    at = _place(content, rnd)[0]
    return content[:at] + rnd.randbytes(1 + rnd.randrange(300)) + content[at:]


def _zero(content: bytes, rnd: random.Random) -> bytes:
    start, end = _place(content, rnd)
    return content[:start] + bytes(end - start) + content[end:]


def _repeat(content: bytes, rnd: random.Random) -> bytes:
    start, end = _place(content, rnd)
    return content[:end] + content[start:end] * (1 + rnd.randrange(2000)) + content[end:]


def _swap(content: bytes, rnd: random.Random) -> bytes:
    start, end = _place(content, rnd)
    return content[end:] + content[start:end] + content[:start]


# --- two and more in one ---------------------------------------------------------------------------------------------


def glued(rnd: random.Random) -> Iterator[Named]:
    starts = {
        "png": b"\x89PNG\r\n\x1a\n", "gif": b"GIF89a", "html": b"<html><script>alert(1)</script>", "elf": b"\x7fELF\x02",
        "exe": b"MZ\x90", "sh": b"#!/bin/sh\n", "gzip": b"\x1f\x8b\x08", "svg": b"<svg onload='x'>", "bom": b"\xef\xbb\xbf",
        "text": b"Dear all\n", "nul": bytes(40),
    }  # fmt: skip
    for kind, make in BASES.items():
        for name, start in starts.items():
            yield f"glued-{name}-before.{kind}", start + make()
            yield f"glued-{name}-behind.{kind}", make() + start
        for other, more in BASES.items():
            yield f"glued-{other}-behind-{kind}.{other}", make() + more()
            yield f"glued-{kind}-in-{other}.{kind}", _swap(make() + more(), rnd)


def nested(rnd: random.Random) -> Iterator[Named]:
    for depth in range(1, 21):
        content = rnd.choice((pdf, docx, xlsx))()
        for level in range(depth):
            content = packed({f"level{level}.zip": content})
        yield f"nested-{depth:02}.zip", content
        yield (
            f"nested-{depth:02}.docx",
            packed({"word/document.xml": document_xml("<w:p/>"), "word/embedded.zip": content}),
        )


def lying_archives(rnd: random.Random) -> Iterator[Named]:
    names = (
        "../../outside.txt", "/etc/outside", "C:\\outside", "..\\..\\outside", "a" * 4000, "word/../../x", "CON", "\x00x",
        "word/document.xml/", "\u202exml.txt", "~/outside", "word//document.xml", "-rf", "$(touch outside)", "`x`",
    )  # fmt: skip
    for number, name in enumerate(names):
        for kind, main in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
            yield f"slip-{number:02}.{kind}", _archive([(main, document_xml("<w:p/>")), (name, b"x")])
    yield "slip-link.docx", _archive([("word/document.xml", b"/etc/passwd")], mode=0o120777)
    for number in range(60):
        whole = bytearray(rnd.choice((docx, xlsx))())
        at = whole.rfind(b"PK\x01\x02")
        field, size = rnd.choice(((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (42, 4)))
        whole[at + field : at + field + size] = rnd.choice((b"\xff" * size, bytes(size), rnd.randbytes(size)))
        yield f"lying-{number:02}.docx", bytes(whole)
    yield "doubled-name.docx", _archive([("word/document.xml", document_xml(""))] * 3)


def _archive(members: list[tuple[str, bytes]], mode: int = 0o644) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)  # the same name twice: that is what is wanted
        for name, content in members:
            info = zipfile.ZipInfo("x")
            info.filename, info.external_attr = name, mode << 16
            archive.writestr(info, content)
    return buffer.getvalue()


# --- XML, PDF, JSON --------------------------------------------------------------------------------------------------


def hostile_xml(rnd: random.Random) -> Iterator[Named]:
    heads = {
        "laughs": LAUGHS + "]>",
        "file": '<!DOCTYPE z [<!ENTITY i SYSTEM "file:///etc/passwd">]>',
        "net": '<!DOCTYPE z [<!ENTITY i SYSTEM "http://127.0.0.1:9/">]>',
        "dtd": '<!DOCTYPE z SYSTEM "http://127.0.0.1:9/x.dtd">',
    }
    body = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>'
    parts = ("document", "numbering", "header1", "footnotes", "endnotes", "footer1")
    for name, head in heads.items():
        for part in parts:
            for encoding in ("utf-8", "utf-16", "utf-16-be", "latin-1"):
                members = {"word/document.xml": document_xml(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>")}
                members[f"word/{part}.xml"] = (head + body).encode(encoding)
                yield f"xml-{name}-{part}-{encoding}.docx", packed(members)
    for number in range(60):
        tags = [
            rnd.choice(("p", "tbl", "tr", "tc", "r", "t", "pPr", "numPr", "gridSpan", "sz", "br")) for _ in range(80)
        ]
        inner = "".join(f"<w:{tag} w:val='{rnd.choice(('1', '-9', '99999999999', 'x', ''))}'>" for tag in tags)
        yield f"xml-nest-{number:02}.docx", docx(inner + "".join(f"</w:{tag}>" for tag in reversed(tags)))
    for number in range(24):
        cell = rnd.choice(("<v>1e999</v>", "<is><t>a</t></is>", "<v></v>", "<f>1/0</f>", "<v>99999999999999999999</v>"))
        reference = rnd.choice(("A1", "XFD1048576", "ZZZZZ1", "A0", "1A", "", "A99999999999"))
        kind = rnd.choice(("s", "inlineStr", "b", "e", "d", "n", "zzz"))
        yield f"xml-cell-{number:02}.xlsx", xlsx(f'<row r="1"><c r="{reference}" t="{kind}" s="9999">{cell}</c></row>')


def hostile_pdf(rnd: random.Random) -> Iterator[Named]:
    operators = (b"q ", b"Q ", b"/F1 1e9 Tf ", b"(a) Tj ", b"1e38 0 0 1e38 0 0 cm ", b"BT ", b"ET ", b"/X0 Do ", b"[(a) -9e9] TJ ",
                 b"BI /W 99999 /H 99999 ID x EI ", b"0 0 m 1 1 l S ", b"W n ", b"/P sh ", b"BMC EMC ", b"' ", b"\xff\xfe ")  # fmt: skip
    for number in range(120):
        stream = b"".join(rnd.choice(operators) for _ in range(rnd.randrange(1, 3000)))
        yield f"pdf-operators-{number:03}.pdf", pdf(stream=stream)
    boxes = (
        b"[0 0 0 0]",
        b"[0 0 -1 -1]",
        b"[0 0 1e39 1e39]",
        b"[0 0 nan nan]",
        b"[]",
        b"[0 0 5]",
        b"(x)",
        b"9 0 R",
        b"null",
    )
    for number, box in enumerate(boxes):
        yield f"pdf-box-{number}.pdf", pdf(media_box=box)
    for number in range(60):
        yield f"pdf-objects-{number:02}.pdf", _assembled([_object(rnd, 6) for _ in range(rnd.randrange(1, 20))])
    extras = (b"/Names << /EmbeddedFiles 3 0 R >>", b"/AcroForm << /XFA 4 0 R >>", b"/Outlines 1 0 R", b"/StructTreeRoot 1 0 R",
              b"/OpenAction << /S /URI /URI (http://127.0.0.1:9) >>", b"/Metadata 4 0 R", b"/Pages 1 0 R", b"/Extends 1 0 R")  # fmt: skip
    for number, extra in enumerate(extras):
        yield f"pdf-extra-{number}.pdf", pdf(extra=extra + b" ")
    for depth in (10, 1000, 100_000):
        yield f"pdf-deep-{depth}.pdf", pdf(extra=b"/A " + b"[" * depth + b"]" * depth + b" ")
    for number, filters in enumerate(
        ([b"/ASCIIHexDecode"] * 9, [b"/LZWDecode"], [b"/FlateDecode"] * 5, [b"/Nothing"], [b"/Crypt"])
    ):
        yield (
            f"pdf-filters-{number}.pdf",
            pdf().replace(b"<< /Length", b"<< /Filter [" + b" ".join(filters) + b"] /Length"),
        )
    yield "pdf-form-in-itself.pdf", _form_in_itself()


def _object(rnd: random.Random, depth: int) -> bytes:
    kind = rnd.randrange(6 if depth else 4)
    if kind == 0:
        return b"%d 0 R" % rnd.randrange(1, 22)
    if kind == 1:
        return rnd.choice((b"/Catalog", b"/Pages", b"/Page", b"/Font", b"true", b"-99999999999999", b"1e400"))
    if kind == 2:
        return b"(" + b"a" * rnd.randrange(50) + b")"
    if kind == 3:
        return b"<< /Length %d >>\nstream\n" % rnd.choice((-1, 3, 10**9)) + b"abc\nendstream"
    if kind == 4:
        return b"[" + b" ".join(_object(rnd, depth - 1) for _ in range(rnd.randrange(5))) + b"]"
    keys = (
        b"/Type",
        b"/Kids",
        b"/Count",
        b"/Parent",
        b"/Contents",
        b"/Resources",
        b"/Font",
        b"/Pages",
        b"/MediaBox",
        b"/Length",
    )
    return (
        b"<< " + b" ".join(rnd.choice(keys) + b" " + _object(rnd, depth - 1) for _ in range(rnd.randrange(6))) + b" >>"
    )


def _form_in_itself() -> bytes:
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X0 4 0 R >> >> "
    form += b"/Length 6 >>\nstream\n/X0 Do\nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /XObject << /X0 4 0 R >> >> >>"
    stream = b"<< /Length 6 >>\nstream\n/X0 Do\nendstream"
    return _assembled(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, form, stream]
    )


def hostile_json(rnd: random.Random) -> Iterator[Named]:
    values = (
        None,
        True,
        -1,
        1e308,
        10**40,
        "",
        "a" * 10_000,
        "\ud800",
        "\x00",
        [],
        {},
        [[]],
        {"a": {}},
        ["- x"] * 500,
        "<p>" * 900,
    )
    keys = (
        "Text",
        "Symbol",
        "Body",
        "Themes",
        "Countries",
        "PublicationDate",
        "UprCycle",
        "AnnotationId",
        "",
        "x" * 999,
    )
    for number in range(110):
        rows = [{rnd.choice(keys): rnd.choice(values) for _ in range(8)} for _ in range(rnd.randrange(1, 9))]
        text = json.dumps(rows, indent=rnd.choice((None, 1)))
        yield f"json-{number:03}.json", text.encode(rnd.choice(("utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1")))
    for number, text in enumerate(
        (
            '{"a":1}' * 9000,
            "[" + "1," * 100_000 + "1]",
            "[NaN]",
            "[1e9999]",
            '["\\uD800"]',
            "[{}" + ",{}" * 60_000 + "]",
        )
    ):
        yield f"json-odd-{number}.json", text.encode()


# --- what is large, what goes through LibreOffice, what is named oddly -----------------------------------------------


def bombs(rnd: random.Random) -> Iterator[Named]:
    row = "<row>" + "<c><v>1</v></c>" * 1000 + "</row>"
    yield "cells-ten-million.xlsx", xlsx(row * 10_000)
    yield "cells-five-million.xlsx", xlsx(row * 5_000)
    yield (
        "cells-wide.xlsx",
        xlsx('<row r="1048576">' + "".join(f'<c r="XFD{n}"><v>1</v></c>' for n in range(1, 20_000)) + "</row>"),
    )
    for size in (20, 80, 200):
        yield (
            f"bomb-zeros-{size}.docx",
            packed({"word/document.xml": document_xml(""), "word/media/x": bytes(size * 1_000_000)}),
        )
    yield "bomb-overlap.zip", _overlapping()
    for repeats in (300_000, 3_000_000):
        stream = zlib.compress(b"(a) Tj " * repeats, 9)
        body = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(stream) + stream + b"\nendstream"
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
        font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
        pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
        yield f"bomb-text-{repeats}.pdf", _assembled([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, body, font])
    yield "bomb-objects.pdf", _object_stream_bomb()
    yield "bomb-picture.pdf", _picture_bomb()


def _overlapping() -> bytes:
    """Many names for the same packed bytes (after Fifield's overlapping bomb)."""
    one = bytearray(packed({"word/document.xml": bytes(20_000_000)}))
    directory = one.rfind(b"PK\x01\x02")
    end = one.rfind(b"PK\x05\x06")
    entry = bytes(one[directory:end])
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1500, 1500, len(entry) * 1500, directory, 0)
    return bytes(one[:directory]) + entry * 1500 + tail


def _object_stream_bomb() -> bytes:
    packed_objects = zlib.compress(b" " * 90_000_000, 9)
    stream = b"<< /Type /ObjStm /N 9 /First 9 /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed_objects)
    pages = b"<< /Type /Pages /Kids [] /Count 0 >>"
    return _assembled([b"<< /Type /Catalog /Pages 2 0 R >>", pages, stream + packed_objects + b"\nendstream"])


def _picture_bomb() -> bytes:
    """A scan of one page whose picture says it has 30,000 by 30,000 dots."""
    data = zlib.compress(bytes(9_000_000), 9)
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 30000 /Height 30000 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
    )
    picture += b"/Filter /FlateDecode /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /XObject << /X0 4 0 R >> >> >>"
    stream = b"<< /Length 26 >>\nstream\n595 0 0 842 0 0 cm /X0 Do \nendstream"
    return _assembled(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, picture, stream]
    )


def office(rnd: random.Random) -> Iterator[Named]:
    field = b"{\\rtf1 {\\field{\\*\\fldinst %s}{\\fldrslt x}} " + TEXT.encode() + b"}"
    for number, instruction in enumerate(
        (
            b'INCLUDEPICTURE "http://127.0.0.1:9/a.png"',
            b'INCLUDETEXT "/etc/passwd"',
            b'DDEAUTO cmd "/c calc"',
            b'HYPERLINK "file:///x"',
        )
    ):
        yield f"office-field-{number}.rtf", field % instruction
    yield (
        "office-object.rtf",
        b"{\\rtf1 {\\object\\objautlink\\objupdate{\\*\\objdata 0105000002000000}} " + TEXT.encode() + b"}",
    )
    yield "office-deep.rtf", b"{\\rtf1 " + b"{" * 20_000 + b"x" + b"}" * 20_001
    yield "office-number.rtf", b"{\\rtf1 \\li99999999999999\\u-99999999 \\bin99999999 " + TEXT.encode() + b"}"
    yield "office-picture.rtf", b"{\\rtf1 {\\pict\\pngblip\\picw99999\\pich99999 " + b"41" * 5000 + b"}}"
    for number in range(6):
        yield f"office-damaged-{number}.rtf", b"{\\rtf1" + _flip(RTF[6:], rnd)
    for number, streams in enumerate(
        (("WordDocument",), ("WordDocument", "Macros", "_VBA_PROJECT"), ("WordDocument", "1Table", "ObjectPool"))
    ):
        for size in (0, 5_000):
            names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
            yield f"office-ole-{number}-{size}.doc", OLE + rnd.randbytes(504) + names + rnd.randbytes(size)
    body = "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'/>"
    for number, content in enumerate((b"<a", b"", (LAUGHS + "]>" + body).encode(), body.encode(), rnd.randbytes(900))):
        yield f"office-{number}.odt", packed({"mimetype": ODT_TYPE, "content.xml": content})
    macro = b"<library:libraries/>"
    yield "office-macro.odt", packed({"mimetype": ODT_TYPE, "content.xml": body.encode(), "Basic/script-lc.xml": macro})
    for number, streams in enumerate(
        (("Workbook",), ("PowerPoint Document",), ("EncryptedPackage",), ("__properties_version1.0",))
    ):
        yield f"ole-{number}.doc", OLE + b"".join(name.encode("utf-16-le") for name in streams) + bytes(900)


def named(rnd: random.Random) -> Iterator[Named]:
    names = (
        "; rm -rf x", "$(touch x)", "`id`", "-o", "--help", "a\tb", "a\nb", "%00", "%2e%2e", "\u202exfdp", "\ufeff", "..hidden",
        "CON", "NUL.pdf", "a" * 230, "é" * 100, "文件" * 30, "ملف" * 30, "'\"", "<img src=x>", "{{ 7*7 }}", "=cmd()", "\u200b", " ",
    )  # fmt: skip
    for kind, make in BASES.items():
        for name in names:
            yield f"{name}.{kind}", make()


def make_draws(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in draws():
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return paths


if __name__ == "__main__":
    print(len(make_draws(Path(sys.argv[1]))), "files written")
