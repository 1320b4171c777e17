"""``outcheck check``: read, assess, report; changes nothing."""

from __future__ import annotations

import difflib
import os
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcheck.cli.exits import BROKEN, complain, refuse, refusing
from outcheck.cli.options import Config, Packs, Paths
from outcheck.cli.paths import given_path
from outcheck.cli.patience import patience

if TYPE_CHECKING:
    from outcheck.model.report import Report


class FailOn(StrEnum):
    """From which verdict the exit code says so."""

    REVIEW = "review"
    BLOCKED = "blocked"


class Format(StrEnum):
    """What standard output carries."""

    TERMINAL = "terminal"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    BASELINE = "baseline"


def check(
    paths: Paths,
    *,
    pack: Packs = None,
    config: Config = None,
    select: Annotated[list[str] | None, typer.Option("--select", help="Ask only these: code, prefix, check or rule.")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help="Do not ask these.")] = None,
    output: Annotated[list[Path] | None, typer.Option("--output", "-o", help="Write a report; its suffix says which.")] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="Format of standard output.")] = Format.TERMINAL,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="Verdict from which the exit code is 1.")] = FailOn.REVIEW,
    show_values: Annotated[bool, typer.Option("--show-values", help="Show confidential values in the report.")] = False,
    ledger: Annotated[str, typer.Option("--ledger", "-l", metavar="FILE|URL", help="Compare with what left before.")] = "",
    baseline: Annotated[
        Path | None, typer.Option("--baseline", "-b", parser=given_path, metavar="FILE", help="Fail for what is not in it.")
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option("--since", parser=given_path, metavar="PATH", help="Say what changed: an earlier folder, file or request."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no report.")] = False,
) -> None:
    """Check files and folders, and write a clearance report.

    Exit codes: 0 clear; 1 review or blocked; 2 incomplete, bad usage, nothing to check, or a crash.
    """
    from outcheck import clearance, resubmitting  # noqa: PLC0415  heavy; --help must stay quick

    outputs = _formats(output or [])
    _keep_out_of_release(output or [], paths)
    request = clearance.Request(
        paths=tuple(paths),
        packs=tuple(pack or ()),
        config=config,
        select=tuple(select or ()),
        ignore=tuple(ignore or ()),
        show_values=show_values,
        fail_on_blocked_only=fail_on is FailOn.BLOCKED,
        ledger=ledger,
        baseline=baseline,
    )
    with refusing("check the path"), patience("Checking the release") as progress:
        today = datetime.now().astimezone().date()
        report = resubmitting.check_since(replace(request, progress=progress), today=today, before=since)
    _refuse_unknown([*(select or ()), *(ignore or ())], report)
    folder = _folder_from_here(paths)
    written = [_write(path, name, report, folder) for path, name in outputs]
    if not quiet:
        _print(report, form, folder)
    raise typer.Exit(report.exit_code if all(written) else BROKEN)


def _formats(paths: list[Path]) -> list[tuple[Path, str]]:
    """Formats by suffix, settled before any work, so that a typing error costs nothing."""
    from outcheck.renderers import SUFFIXES, format_of  # noqa: PLC0415  heavy; --help must stay quick

    outputs = []
    for path in paths:
        name = format_of(path)
        if name is None:
            refuse(f"{path}: no report format has this suffix; use {', '.join(SUFFIXES)}")
        if not path.parent.is_dir():
            refuse(f"{path}: there is no folder {path.parent}; create it, or choose another place")
        if name == "baseline" and _is_another(path):
            refuse(f"{path}: is no baseline, and would be lost; choose another name")
        outputs.append((path, name))
    return outputs


def _is_another(path: Path) -> bool:
    """Whether a YAML file is there that is no baseline, such as a manifest or a pack."""
    from outcheck.renderers.baseline import FIRST_LINE  # noqa: PLC0415  heavy; --help must stay quick

    if path.name == "outcheck.yaml" or path.is_dir():
        return True
    try:
        return path.exists() and not path.read_bytes().startswith(FIRST_LINE.encode())
    except OSError:
        return True


def _keep_out_of_release(outputs: list[Path], release: list[Path]) -> None:
    """Refuse a report that would overwrite a file that is to leave, or leave together with the others."""
    leaving = {Path(os.path.realpath(path)) for path in release}
    for path in outputs:
        place = Path(os.path.realpath(path))
        if leaving.intersection((place, *place.parents)):
            refuse(f"{path}: the report would become part of the release; choose a place outside it")


def _refuse_unknown(words: list[str], report: Report) -> None:
    """Refuse a word of --select or --ignore that means no rule: a slip must not decide what is asked."""
    names = {name for rule in report.rules for name in (rule.rule, rule.check, rule.code)}
    for word in words:
        if word not in names and not any(rule.code.startswith(word.upper()) for rule in report.rules):
            near = difflib.get_close_matches(word, sorted(names), n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted({rule.rule for rule in report.rules}))}"
            refuse(f"no rule of these packs has the name or code {word!r}; {hint}")


def _folder_from_here(paths: list[Path]) -> str:
    """Where the files of the report lie, seen from the current folder; empty where it cannot be said."""
    if len(paths) != 1:
        return ""
    folder = Path(os.path.realpath(paths[0] if paths[0].is_dir() else paths[0].parent))
    here = Path(os.path.realpath("."))
    return folder.relative_to(here).as_posix() if here in folder.parents else ""


def _write(path: Path, name: str, report: Report, folder: str) -> bool:
    """Write a report. Where that fails, the other reports are still made, and the exit code tells."""
    from outcheck.renderers import render  # noqa: PLC0415  heavy; --help must stay quick

    text = render(report, name, folder=folder)
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        complain(f"{path}: the report could not be written ({error.strerror}); choose another place")
        return False
    return True


def _print(report: Report, form: Format, folder: str) -> None:
    if form is Format.TERMINAL:
        from rich.console import Console  # noqa: PLC0415  heavy; --help must stay quick

        from outcheck.renderers.terminal import print_report  # noqa: PLC0415  likewise

        print_report(report, Console())
        return
    from outcheck.renderers import render  # noqa: PLC0415  likewise

    # Bytes, because a Windows pipe is not UTF-8 and would put question marks for names, and ends of lines of its own.
    typer.echo(render(report, form.value, folder=folder).encode(), nl=False)
