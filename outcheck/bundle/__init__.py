"""A sealed request: what is to leave, the report on it and the digests of both, in one zip whose bytes are reproducible."""

from __future__ import annotations

from outcheck.bundle.archive import pack, unpack
from outcheck.bundle.contents import Contents, PackNamed, Part
from outcheck.bundle.errors import BundleError
from outcheck.bundle.signing import sign, signed_by

__all__ = ["BundleError", "Contents", "PackNamed", "Part", "pack", "sign", "signed_by", "unpack"]
