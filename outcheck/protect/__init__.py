"""Proposes what to change so that a release may leave: the numbers that offend, and as few others as will protect them."""

from outcheck.protect.changes import Change, NewNumber, Renumbered, Together, Why
from outcheck.protect.hiding import masks
from outcheck.protect.merged_numbers import Sheet, sheets_of
from outcheck.protect.merging import Group, Merged, merges
from outcheck.protect.needs import gives_back, takes_hiding
from outcheck.protect.plan import plan
from outcheck.protect.planned import Plan, Stuck
from outcheck.protect.rounding import CannotRound
from outcheck.protect.tallies import Tally, tallies
from outcheck.protect.weighed import Weighed
from outcheck.protect.wishes import Aim, HowToRound, Method, WishError, Wishes, fit

__all__ = [
    "Aim",
    "CannotRound",
    "Change",
    "Group",
    "HowToRound",
    "Merged",
    "Method",
    "NewNumber",
    "Plan",
    "Renumbered",
    "Sheet",
    "Stuck",
    "Tally",
    "Together",
    "Weighed",
    "Why",
    "WishError",
    "Wishes",
    "fit",
    "gives_back",
    "masks",
    "merges",
    "plan",
    "sheets_of",
    "takes_hiding",
    "tallies",
]
