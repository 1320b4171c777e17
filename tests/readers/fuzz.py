"""Fuzzes one reader, guided by coverage: ``python tests/readers/fuzz.py KIND FOLDER [options of libFuzzer]``.

It needs atheris. FOLDER keeps the inputs that reached something new, and in ``unforeseen`` the first input for each kind of
exception that only the last net of a reader caught. An input that fails a judgement is left as ``crash-…`` in the current folder.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

import atheris

import outcheck.layout  # noqa: F401  and what it is not to watch, before: the readers ask it a little

with atheris.instrument_imports(include=["outcheck.readers"]):
    from readers.fuzzed import LIMITS, changed, judged, seeds, unforeseen, words

_SECONDS, _MEGABYTES = 30, 3_000
"""For one input, and for the process. Both are far more than a reader may take within the limits of ``fuzzed``."""


def main(kind: str, folder: Path, options: list[str]) -> None:
    """Fuzz until the options say that it is enough; ends the process."""
    corpus, odd = folder / "corpus", folder / "unforeseen"
    for place in (corpus, odd):
        place.mkdir(parents=True, exist_ok=True)
    for seed in seeds(kind):
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    listed = folder / "words"
    quoted = sorted("".join(f"\\x{byte:02x}" for byte in word) for word in words(kind))
    listed.write_text("".join(f'"{word}"\n' for word in quoted), encoding="ascii")
    seen: set[str] = set()

    with TemporaryDirectory() as made:

        def judge(data: bytes) -> None:
            new = unforeseen(judged(kind, data, Path(made))) - seen
            for name in new:
                (odd / f"{name}.{kind}").write_bytes(data)
            seen.update(new)

        def change(data: bytes, most: int, seed: int) -> bytes:
            return changed(kind, data, most, seed, atheris.Mutate)

        bounds = [f"-timeout={_SECONDS}", f"-rss_limit_mb={_MEGABYTES}", f"-max_len={min(LIMITS.file_bytes, 2**16)}"]
        arguments = [sys.argv[0], str(corpus), f"-dict={listed}", "-len_control=0", *bounds, *options]
        atheris.Setup(arguments, judge, custom_mutator=change)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
