"""Files that mean harm or are merely broken, made on the spot: what reading has to survive.

Each case is a name, a suffix, bytes, and what must come of it: the name of the error it is refused with, or ``read``,
or ``any`` where both a refusal and a document are clear outcomes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

PROSE = b"The council should publish its plan for homes by June. It has not done so, and tenants are waiting."


@dataclass(frozen=True)
class Case:
    """One file and its outcome."""

    name: str
    suffix: str
    data: bytes
    outcome: str
    password: str | None = None


def pdf(objects: dict[int, bytes], *, root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects with a right cross-reference table."""
    out, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 %s \n" % (offsets.get(number, 0), b"n" if number in offsets else b"f")
    out += b"trailer\n<< /Size %d /Root %d 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start)
    return bytes(out)


def stream(body: bytes, extra: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(body), extra, body)


def page(content: bytes, *, box: bytes = b"[0 0 595 842]", extra: bytes = b"", font: bytes | None = None) -> bytes:
    """A PDF of one page with the content stream given."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> %s>>" % (box, extra),
            4: stream(content),
            5: font or b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        }
    )


def text(words: bytes, *, x: int = 72, y: int = 720, size: int = 11) -> bytes:
    """A content stream that shows words."""
    safe = words.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, x, y, safe)


def encrypted(password: str) -> bytes:
    """A readable page behind a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(page(text(PROSE)))))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def many_pages(count: int) -> bytes:
    """As many pages, all showing the same content."""
    kids = b" ".join(b"%d 0 R" % (10 + i) for i in range(count))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        4: stream(text(PROSE)),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    leaf = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>"
    )
    objects.update({10 + i: leaf for i in range(count)})
    return pdf(objects)


def deep_tree(depth: int) -> bytes:
    """A page at the bottom of a tree of page nodes."""
    objects = {1: b"<< /Type /Catalog /Pages 10 0 R >>", 4: stream(text(PROSE))}
    objects[5] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    for i in range(depth):
        objects[10 + i] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (11 + i)
    objects[10 + depth] = (
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>" % (9 + depth)
    )
    return pdf(objects)


def bomb(megabytes: int) -> bytes:
    """A small file whose content unpacks to as many megabytes of spaces."""
    packed = zlib.compress(b" " * (megabytes * 1_000_000) + text(PROSE), 9)
    good = page(b"")
    return good.replace(stream(b""), stream(packed, b"/Filter /FlateDecode "))


def docx(document: bytes, **more: bytes) -> bytes:
    """A Word file with the document part given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", more.get("types", b"<Types/>"))
        archive.writestr("word/document.xml", document)
    return out.getvalue()


def word_file() -> bytes:
    """A sound Word file."""
    import docx as library

    document = library.Document()
    document.add_heading("A plan", 1)
    document.add_paragraph(PROSE.decode())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _objects() -> Iterator[Case]:
    good = page(text(PROSE))
    yield Case("sound", ".pdf", good, "read")
    yield Case("empty", ".pdf", b"", "EmptyReportError")
    yield Case("header alone", ".pdf", b"%PDF-1.7\n", "DamagedFileError")
    yield Case("cut in half", ".pdf", good[: len(good) // 2], "any")
    yield Case("without its end", ".pdf", good[:-60], "any")
    yield Case("garbage", ".pdf", bytes(range(256)) * 40, "UnsupportedFormatError")
    yield Case("garbage after a header", ".pdf", b"%PDF-1.4\n" + bytes(range(256)) * 40, "DamagedFileError")
    yield Case("text under a PDF name", ".pdf", PROSE, "UnsupportedFormatError")
    yield Case("picture under a PDF name", ".pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "UnsupportedFormatError")
    yield Case("archive under a PDF name", ".pdf", word_file(), "UnsupportedFormatError")
    yield Case("PDF under a text name", ".txt", good, "UnsupportedFormatError")
    yield Case("PDF under a Word name", ".docx", good, "UnsupportedFormatError")
    yield Case("PDF under an HTML name", ".html", good, "UnsupportedFormatError")
    yield Case("unknown suffix", ".exe", b"MZ", "UnsupportedFormatError")
    yield Case("wrong offsets", ".pdf", good.replace(b"startxref\n", b"startxref\n9"), "any")
    yield Case("no root", ".pdf", good.replace(b"/Root 1 0 R", b""), "any")
    yield Case("root is itself", ".pdf", pdf({1: b"1 0 R"}), "DamagedFileError")
    yield Case("pages are the catalog", ".pdf", pdf({1: b"<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >>"}), "any")
    yield Case(
        "kids in a ring",
        ".pdf",
        pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"}),
        "any",
    )
    yield Case(
        "no pages",
        ".pdf",
        pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}),
        "any",
    )
    yield Case(
        "count of pages that lies",
        ".pdf",
        pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 2000000000 >>"}),
        "any",
    )
    yield Case("ten thousand pages", ".pdf", many_pages(10_000), "LimitExceededError")
    yield Case("deep page tree", ".pdf", deep_tree(3000), "any")
    yield Case("stream bomb", ".pdf", bomb(400), "any")
    yield Case(
        "filters on filters",
        ".pdf",
        good.replace(b"/Length", b"/Filter [" + b"/FlateDecode " * 500 + b"] /Length", 1),
        "any",
    )
    nested = b"[" * 60_000 + b"]" * 60_000
    yield Case("deep arrays", ".pdf", page(text(PROSE), extra=b"/Annots " + nested + b" "), "any")
    yield Case("deep content", ".pdf", page(b"q " * 200_000 + text(PROSE)), "any")
    yield Case("form that draws itself", ".pdf", _form_ring(), "any")


def _form_ring() -> bytes:
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /XObject << /X 6 0 R >> >> >>",
            4: stream(b"/X Do"),
            6: stream(
                b"/X Do /X Do",
                b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> ",
            ),
        }
    )


def _pages() -> Iterator[Case]:
    yield Case("huge page", ".pdf", page(text(PROSE), box=b"[0 0 9999999999 9999999999]"), "any")
    yield Case("page without area", ".pdf", page(text(PROSE), box=b"[0 0 0 0]"), "any")
    yield Case("page inside out", ".pdf", page(text(PROSE), box=b"[595 842 0 0]"), "any")
    yield Case("page of letters", ".pdf", page(text(PROSE), box=b"[(a) /b null true]"), "any")
    yield Case("picture only", ".pdf", page(b"0 0 595 842 re f"), "NoTextLayerError")
    yield Case("blank", ".pdf", page(b""), "NoTextLayerError")
    yield Case("missing font", ".pdf", page(text(PROSE).replace(b"/F1", b"/F9")), "any")
    yield Case(
        "broken font",
        ".pdf",
        page(text(PROSE), font=b"<< /Type /Font /Subtype /Type0 /DescendantFonts [5 0 R] >>"),
        "any",
    )
    wide = (
        b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 0 /LastChar 255 /Widths ["
        + b"-99999 " * 256
        + b"] >>"
    )
    yield Case("font of negative widths", ".pdf", page(text(PROSE), font=wide), "any")
    yield Case("type of no size", ".pdf", page(text(PROSE, size=0)), "any")
    yield Case("type off the page", ".pdf", page(text(PROSE, x=90_000, y=-90_000)), "any")
    yield Case("numbers out of range", ".pdf", page(b"BT /F1 1e99 Tf 1e99 -1e99 Td (x) Tj ET"), "any")
    yield Case("doubled fake-bold", ".pdf", page(text(PROSE) + text(PROSE).replace(b"72 720", b"72.2 720")), "read")
    yield Case("turned page", ".pdf", page(text(PROSE), extra=b"/Rotate 90 "), "read")
    turned = b"BT /F1 11 Tf 0 1 -1 0 300 100 Tm (" + PROSE + b") Tj ET"
    yield Case("turned text", ".pdf", page(turned), "read")
    hebrew = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    yield Case("unicode map that is missing", ".pdf", page(text(PROSE), font=hebrew), "any")
    yield Case(
        "forty thousand words on a page",
        ".pdf",
        page(b"".join(text(b"word", x=(i * 7) % 595, y=(i * 13) % 842) for i in range(40_000))),
        "any",
    )
    yield Case("encrypted, no password", ".pdf", encrypted("open"), "PasswordNeededError")
    yield Case("encrypted, wrong password", ".pdf", encrypted("open"), "WrongPasswordError", password="shut")
    yield Case("encrypted, right password", ".pdf", encrypted("open"), "read", password="open")
    yield Case(
        "script on opening",
        ".pdf",
        page(text(PROSE)).replace(b"/Catalog ", b"/Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >> ", 1),
        "any",
    )


def _texts() -> Iterator[Case]:
    yield Case("sound text", ".txt", PROSE, "read")
    yield Case("white space", ".txt", b" \n\t\n ", "EmptyReportError")
    yield Case("control characters", ".txt", bytes(range(32)) * 100, "UnsupportedFormatError")
    yield Case("Windows letters", ".txt", "It’s the council’s plan – by June.".encode("cp1252"), "read")
    yield Case("UTF-16", ".txt", PROSE.decode().encode("utf-16"), "read")
    yield Case("half a UTF-16", ".txt", PROSE.decode().encode("utf-16")[:-1], "any")
    yield Case("right to left", ".txt", ("על המועצה לפרסם את התכנית עד יוני. " * 5).encode(), "read")
    yield Case("one line of a megabyte", ".txt", b"word " * 200_000, "read")
    yield Case("a line of digits", ".txt", b"1 " * 200_000, "read")
    yield Case("stars without end", ".txt", b"*" * 200_000, "any")
    yield Case("marks without end", ".txt", "¹".encode() * 100_000, "any")
    yield Case("brackets without end", ".md", b"[" * 20_000 + b"a" + b"](" * 20_000, "any")
    yield Case("quotes in quotes", ".md", b">" * 20_000 + b" deep", "any")
    yield Case("lists in lists", ".md", b"".join(b"  " * i + b"- item\n" for i in range(300)), "any")
    yield Case("sound HTML", ".html", b"<h1>A plan</h1><p>" + PROSE, "read")
    yield Case("HTML without text", ".html", b"<html><body></body></html>", "EmptyReportError")
    yield Case("elements in elements", ".html", b"<div>" * 30_000 + PROSE, "any")
    entities = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><p>&b; ' + PROSE
    yield Case("entities", ".html", entities, "any")
    yield Case("sound Word", ".docx", word_file(), "read")
    yield Case(
        "archive that is no Word file",
        ".docx",
        docx(b"").replace(b"word/document", b"word/documemt"),
        "UnsupportedFormatError",
    )
    yield Case("Word without parts", ".docx", docx(b"<w/>"), "DamagedFileError")
    yield Case("damaged archive", ".docx", word_file()[:-200], "DamagedFileError")
    later = word_file().replace(b"PK\x01\x02\x14\x03\x14\x00", b"PK\x01\x02\x14\x03\xac\x00")
    yield Case("archive of a later version", ".docx", later, "DamagedFileError")
    garbled = bytearray(word_file())
    garbled[300:340] = b"\xff" * 40
    yield Case("Word with garbled data", ".docx", bytes(garbled), "DamagedFileError")
    yield Case("archive bomb", ".docx", docx(b" " * 350_000_000), "LimitExceededError")
    yield Case("old Word file", ".docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "PasswordNeededError")


def cases() -> list[Case]:
    """All of them."""
    return [*_objects(), *_pages(), *_texts()]
