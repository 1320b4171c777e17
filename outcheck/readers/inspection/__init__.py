"""Inspection: what a file carries beside the values that it shows, and what could not be looked into."""

from __future__ import annotations

from outcheck.model.inspection import Hidden, HiddenKind
from outcheck.model.release import ReleaseFile
from outcheck.readers.inspection.findings import Findings
from outcheck.readers.inspection.office import inspect_office
from outcheck.readers.inspection.old_office import inspect_old_office
from outcheck.readers.inspection.open_office import inspect_open_office
from outcheck.readers.inspection.pictures import inspect_picture
from outcheck.readers.inspection.remarks import inspect_remarks
from outcheck.readers.package import Content
from outcheck.readers.refusal import Refusal, crash_refusal

__all__ = ["inspect"]

_OFFICE = frozenset({"xlsx", "xlsm", "xlsb"})
_TEXTS = frozenset({"csv", "gz"})
_PICTURES = frozenset({"png", "jpg", "jpeg"})
_FLAGS, _REMARKS = 3, 0b10100  # RFC 1952: byte of the header that tells of a remark (16) and extra fields (4)
_NO_TABLES = "it holds no table, so that only a person can check it"


def inspect(file: ReleaseFile, held: Content) -> tuple[Hidden, ...]:
    """What a file carries beside its grids. Whatever goes wrong is itself something found."""
    try:
        return _inspected(file, held)
    except Refusal as refusal:
        return (_unexamined(refusal),)
    except Exception as crash:  # noqa: BLE001  one file must not keep the others from being checked
        return (_unexamined(crash_refusal(crash)),)


def _inspected(file: ReleaseFile, held: Content) -> tuple[Hidden, ...]:
    if file.format in _OFFICE:
        return inspect_office(held, file.grids)
    if file.format == "ods":
        return inspect_open_office(held, file.grids)
    if file.format == "xls":
        return inspect_old_office(held.data)
    found, data = Findings(), held.data
    if file.format in _PICTURES:
        inspect_picture(data, found, "")
    if file.format in _TEXTS:
        for grid in file.grids:
            inspect_remarks(grid, found)
    if file.format == "gz" and len(data) > _FLAGS and data[_FLAGS] & _REMARKS:
        found.add(HiddenKind.TRAILING, "its packing carries a remark or a field of its own")
    if data and not file.grids and not file.unread:
        found.add(HiddenKind.UNEXAMINED, _NO_TABLES)
    return found.all()


def _unexamined(refusal: Refusal) -> Hidden:
    return Hidden(HiddenKind.UNEXAMINED, f"what it carries beside its values could not be examined: {refusal.what}")
