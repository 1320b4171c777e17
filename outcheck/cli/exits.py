"""How a command ends without a verdict: one clear line on stderr, and an exit code that no verdict has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

BROKEN = 2
"""Bad usage, a bad pack, nothing to check, or a crash: never mistaken for a verdict."""


@contextmanager
def refusing(todo: str = "choose another place") -> Iterator[None]:
    """Where something is refused within, or the file system does not let it be done, say so and end."""
    from outcheck.model.refused import Refused  # noqa: PLC0415  heavy; --help must stay quick

    try:
        yield
    except Refused as error:
        refuse(str(error))
    except OSError as error:
        place = error.filename2 or error.filename or "a file"  # of a file that was to be written from another, that one
        refuse(f"{place}: {error.strerror}; {todo}")


def refuse(message: str) -> NoReturn:
    """Say what is wrong, and end."""
    complain(message)
    raise typer.Exit(BROKEN)


def complain(message: str) -> None:
    """Say what is wrong on stderr; a name in it, say of a key in a manifest from elsewhere, must not steer the screen."""
    from outcheck.renderers.wording import plain  # noqa: PLC0415  heavy; --help must stay quick

    for line in message.splitlines():
        typer.echo(plain(line), err=True)
