"""What a recorded command computed, for versions to 0.4, which do not say it otherwise."""

from __future__ import annotations

import ast
import warnings

_OF_FUNCTIONS = {"mean": "Mean", "sum": "Sum", "median": "Median", "std": "StandardDeviation", "count": "FrequencyTable"}
_MOST_SIGNS = 10_000
_OF_COUNTS = 2
"""A crosstab of rows and columns alone counts; its third argument would be values."""


def analysis_of(command: str) -> str:
    """Name of the one analysis of a crosstab or pivot table, as versions from 1.0 give it; empty where it is not plain.

    The command is only read, never run.
    """
    call = _call(command)
    if call is None or not isinstance(call.func, ast.Attribute):
        return ""
    named = {word.arg: word.value for word in call.keywords}
    if None in named or "normalize" in named or any(isinstance(each, ast.Starred) for each in call.args):
        return ""
    if call.func.attr == "crosstab" and not {"values", "aggfunc"} & named.keys() and len(call.args) <= _OF_COUNTS:
        return "FrequencyTable"
    if call.func.attr in ("crosstab", "pivot_table") and "aggfunc" in named:
        return _of_function(named["aggfunc"])
    return ""


def _call(command: str) -> ast.Call | None:
    """The one call of a command, with or without a name for its result; None where it is anything else, or a part of a line."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a parser thinks of somebody's command belongs on no screen
            body = ast.parse(command.strip()).body if len(command) <= _MOST_SIGNS else []
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if len(body) != 1 or not isinstance(body[0], ast.Expr | ast.Assign):
        return None
    return body[0].value if isinstance(body[0].value, ast.Call) else None


def _of_function(word: ast.expr) -> str:
    held = word.elts[0] if isinstance(word, ast.List) and len(word.elts) == 1 else word
    return _OF_FUNCTIONS.get(str(held.value), "") if isinstance(held, ast.Constant) else ""
