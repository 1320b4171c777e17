from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_file_the_readme_points_to_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all((ROOT / target).exists() for target in re.findall(r"\]\(([^)]+)\)", text))
