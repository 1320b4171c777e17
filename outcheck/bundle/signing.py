"""Signs a list of contents with an Ed25519 key, and tells whose signature it is. Needs the package cryptography."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcheck.bundle.errors import BundleError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_LACKING = "signing needs the package cryptography; install it with: python -m pip install outcheck[sign]"


def sign(contents: bytes, key: bytes) -> bytes:
    """Signature of contents by a private key in PEM, in hexadecimal digits."""
    return _private(key).sign(contents).hex().encode("ascii") + b"\n"


def signed_by(contents: bytes, signature: bytes, key: bytes) -> bool:
    """Whether a signature of contents was made by the owner of a public key in PEM."""
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  an extra
    except ImportError as error:
        raise BundleError(_LACKING) from error
    owner = _public(key)
    try:
        owner.verify(bytes.fromhex(signature.decode("ascii").strip()), contents)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(key: bytes) -> Ed25519PrivateKey:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  an extra
        from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415  likewise
    except ImportError as error:
        raise BundleError(_LACKING) from error
    try:
        loaded = load_pem_private_key(key, password=None)
    except (ValueError, TypeError) as error:
        raise BundleError("the key is no private key in PEM without a password; make one as docs/requests.md says") from error
    if not isinstance(loaded, Ed25519PrivateKey):
        raise BundleError("the key is not of the kind Ed25519; make one as docs/requests.md says")
    return loaded


def _public(key: bytes) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415  an extra
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415  likewise

    try:
        loaded = load_pem_public_key(key)
    except ValueError as error:
        raise BundleError("the key is no public key in PEM; ask whoever signs for theirs") from error
    if not isinstance(loaded, Ed25519PublicKey):
        raise BundleError("the key is not of the kind Ed25519; ask whoever signs for theirs")
    return loaded
