"""The Python interface: check files or data frames, and assert in a test that they may leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from outcheck.clearance import Request
from outcheck.clearance import check as check_request
from outcheck.model.report import Report, Verdict
from outcheck.renderers import render

if TYPE_CHECKING:
    import pandas as pd


def check(
    what: str | Path | Sequence[str | Path] | pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    packs: Sequence[str] = (),
    config: str | Path | None = None,
    today: date | None = None,
    show_values: bool = False,
    baseline: str | Path | None = None,
) -> Report:
    """Check what is about to leave, as the command ``outcheck check`` does.

    Parameters
    ----------
    what
        Files and folders, or data frames before they are written. A frame is checked as the CSV that ``to_csv`` makes of it, in a
        folder of its own that is deleted at once; its index goes into the file where it has a name. A mapping gives each
        frame the name of its file.
    packs
        Packs by name or file; none means those of the manifest, else ons-srs.
    config
        The manifest, instead of the nearest ``outcheck.yaml`` above ``what``.
    today
        Day on which waivers are judged; today if not given.
    show_values
        Whether the report may carry confidential values.
    baseline
        A file of what was found before: then the exit code of the report follows what is new, the verdict everything.

    Raises
    ------
    outcheck.packs.PackError
        A pack or the manifest says something that it may not.
    """
    day = today or datetime.now().astimezone().date()

    def asked(paths: tuple[Path, ...]) -> Report:
        manifest = Path(config) if config is not None else None
        known = Path(baseline) if baseline is not None else None
        return check_request(Request(paths, tuple(packs), manifest, show_values=show_values, baseline=known), today=day)

    frames = _frames(what)
    if frames is None:
        return asked(_paths(what))
    with TemporaryDirectory() as place:
        for name, frame in frames.items():
            target = Path(place) / name
            if target.parent != Path(place) or target.suffix.lower() != ".csv":
                raise ValueError(f"{name!r} cannot name a data frame; give a name such as 'earnings.csv'")
            named = any(level is not None for level in frame.index.names)
            frame.to_csv(target, index=named, encoding="utf-8")
        return asked((Path(place),))


def assert_clear(
    what: str | Path | Sequence[str | Path] | pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    packs: Sequence[str] = (),
    config: str | Path | None = None,
) -> None:
    """Fail a test unless the verdict on ``what`` is clear. The failure is the report, without values; see `check`."""
    __tracebackhide__ = True
    report = check(what, packs=packs, config=config)
    if report.verdict is not Verdict.CLEAR:
        raise AssertionError("\n" + render(report, "terminal"))


def _frames(what: object) -> dict[str, pd.DataFrame] | None:
    """Frames by the names of their files; None where paths were given."""
    import pandas as pd  # noqa: PLC0415  only needed here, and slow to import

    if isinstance(what, pd.DataFrame):
        return {"frame.csv": what}
    if isinstance(what, Mapping):
        return dict(what)
    return None


def _paths(what: object) -> tuple[Path, ...]:
    if isinstance(what, str | Path):
        return (Path(what),)
    if isinstance(what, Sequence):
        return tuple(Path(path) for path in what)
    raise TypeError(f"outcheck checks paths and data frames, not {type(what).__name__}")
