"""Prints where the truth and what was understood differ: python tests/corpus/differences.py [part of a file's name]."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from corpus.compare import Judgement, judge, read  # noqa: E402  the folder above must be importable first
from corpus.truth import corpus_files, name_of  # noqa: E402  likewise


def lines(judgements: list[Judgement]) -> Iterator[str]:
    """A line per wrong decision."""
    for judgement in judgements:
        if not judgement.right:
            yield f"  {judgement.decision:<12}{judgement.where}: is {judgement.truth!r}, understood {judgement.understood!r}"


def main(part: str = "") -> None:
    """Print the differences of every file with ``part`` in its name."""
    for path in corpus_files(part):
        judgements = judge(read(path))
        wrong = list(lines(judgements))
        print(f"{name_of(path)}: {len(wrong)} of {len(judgements)} decisions wrong", *wrong, sep="\n")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:2])
