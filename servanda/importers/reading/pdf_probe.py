"""A look at a PDF before PDFium opens it: could its streams unpack to more than a document holds?

PDFium keeps every letter of a page in memory, some 300 bytes each; a stream of 80 kB can unpack to 80 MB. Ordinary
documents pass in a few milliseconds. Others are read in a process of their own that may be stopped (`isolated.py`).
"""

import re
import zlib

from .limits import MB, Refused

ORDINARY = 3 * MB // 2  # of one stream, unpacked
FAR_TOO_MUCH = 64 * MB
LARGE_FILE = 24 * MB
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEAD = 1500  # bytes before a stream in which its dictionary is sought
_NAMES = re.compile(
    rb"/(FlateDecode|Fl|LZWDecode|RunLengthDecode|ASCIIHexDecode|ASCII85Decode|DCTDecode|JPXDecode|JBIG2Decode|CCITTFaxDecode)\b"
)
_PICTURE = re.compile(rb"/Subtype\s*/Image|/DCTDecode|/JPXDecode|/CCITTFaxDecode|/JBIG2Decode")
_FONT = re.compile(rb"/Length1\b|/FontFile|/Type1C|/CIDFontType0C|/OpenType")


def is_unusual(data: bytes) -> bool:
    """Whether the file asks for a process of its own; raises Refused for a stream that no document has."""
    if len(data) > LARGE_FILE or b"/Encrypt" in data:
        return True
    return any(_stream_is_unusual(data, match.start(), match.end()) for match in _STREAM.finditer(data))


def _stream_is_unusual(data: bytes, dictionary_end: int, start: int) -> bool:
    head = data[max(0, dictionary_end - _HEAD) : dictionary_end]
    head = head[head.rfind(b"obj") + 3 :] if b"obj" in head else head
    if _PICTURE.search(head) or _FONT.search(head):
        return False
    filters = _NAMES.findall(head)
    end = data.find(b"endstream", start)
    body = data[start : end if end >= 0 else len(data)]
    if not filters:
        return len(body) > ORDINARY
    return filters not in ([b"FlateDecode"], [b"Fl"]) or _unpacks_beyond(body)


def _unpacks_beyond(body: bytes) -> bool:
    machine = zlib.decompressobj()
    try:
        unpacked = len(machine.decompress(body, ORDINARY + 1))
        while machine.unconsumed_tail and not machine.eof and unpacked > ORDINARY:
            unpacked += len(machine.decompress(machine.unconsumed_tail, 8 * MB))
            if unpacked > FAR_TOO_MUCH:
                raise Refused(
                    "unpacks_too_large",
                    "A page of this PDF unpacks to far more than a document holds. It was not read. "
                    "Print the document to a new PDF and upload that.",
                )
    except zlib.error:
        return True
    return unpacked > ORDINARY
