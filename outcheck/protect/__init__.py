"""Proposes what to change so that a release may leave: the numbers that offend, and as few others as will protect them."""

from outcheck.protect.changes import Change, NewNumber, Renumbered, Why
from outcheck.protect.plan import Plan, Stuck, plan
from outcheck.protect.rounding import CannotRound
from outcheck.protect.wishes import Aim, HowToRound, Method, Wishes

__all__ = [
    "Aim",
    "CannotRound",
    "Change",
    "HowToRound",
    "Method",
    "NewNumber",
    "Plan",
    "Renumbered",
    "Stuck",
    "Why",
    "Wishes",
    "plan",
]
