"""``outcheck doctor``: says what is installed, what each part is for, and whether everything needed is there."""

from __future__ import annotations

import platform
import re
import sys
from importlib.metadata import PackageNotFoundError, requires, version

import typer

from outcheck import __version__
from outcheck.cli.exits import BROKEN

PURPOSES = {
    "defusedxml": "reads parts of workbooks, which may be hostile",
    "highspy": "bounds what an attacker can deduce",
    "jinja2": "writes the HTML report",
    "numpy": "holds tables as arrays",
    "openpyxl": "writes workbooks",
    "pandas": "finds equal cells among millions",
    "pydantic": "reads packs, manifests and parameters",
    "python-calamine": "reads values of workbooks",
    "pyyaml": "reads packs and manifests",
    "rich": "writes the terminal report",
    "scipy": "solves systems of published numbers",
    "typer": "is the command line",
}
EXTRAS = {
    "cryptography": ("sign", "signs requests"),
    "ibis-framework": ("microdata", "computes evidence from microdata"),
    "psycopg": ("postgres", "reaches PostgreSQL servers"),
    "pyspark": ("spark", "computes evidence on Spark"),
}


def doctor() -> None:
    """Say what is installed and whether anything is lacking.

    Exit codes: 0 everything needed is there; 2 something is not.
    """
    typer.echo(f"outcheck {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    typer.echo(f"in {sys.prefix}")
    lacking = [name for name, wanted in _needed().items() if not _told(name, wanted, PURPOSES.get(name, ""))]
    for name, (extra, purpose) in EXTRAS.items():
        typer.echo(f"  {name:<16}{_version(name) or 'not installed':<16}{purpose}; extra [{extra}]")
    broken = _packs()
    if lacking:
        typer.echo(f"lacking: {', '.join(lacking)}; install outcheck again", err=True)
    if lacking or broken:
        raise typer.Exit(BROKEN)
    typer.echo("Everything needed is there.")


def _needed() -> dict[str, str]:
    """Packages that outcheck cannot do without, each with the versions it takes, as its own installation says."""
    lines = [line for line in requires("outcheck") or [] if "extra ==" not in line]
    found = (re.match(r"([\w.-]+)\s*(.*)", line) for line in lines)
    return {match[1].lower(): match[2].strip() for match in found if match}


def _told(name: str, wanted: str, purpose: str) -> bool:
    held = _version(name)
    typer.echo(f"  {name:<16}{held or f'MISSING {wanted}':<16}{purpose}")
    return bool(held)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _packs() -> bool:
    """Say which packs are here; whether one of them cannot be loaded."""
    from outcheck.packs import PackError, bundled_packs, load_packs  # noqa: PLC0415  heavy; --help must stay quick

    broken = False
    for name in bundled_packs():
        try:
            pack = load_packs([name])[0]
        except PackError as error:
            typer.echo(str(error), err=True)
            broken = True
            continue
        typer.echo(f"  pack {pack.name} {pack.version}: {len(pack.rules)} rules, sha256 {pack.sha256[:12]}")
    return broken
