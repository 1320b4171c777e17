"""What a process that reads a release, and the one that watches over it, leave for each other in a folder of their own."""

from __future__ import annotations

from enum import StrEnum

FOLDER = "OUTCHECK_WATCHED_IN"
"""Variable of the environment that names the folder; a process without it is not watched."""

BEGUN = "begun"
"""File to which the process that reads adds a line, in JSON, for each file that it begins; an empty text when it is through."""

BARRED = "barred"
"""File of JSON in which the one that watches has the files that ended earlier attempts, with how."""

MADE_IN = "OUTCHECK_MADE_IN"
"""Variable of the environment that names a file: a line of it, in JSON, is a folder that the process has made for a while."""

MADE = "made"
"""That file, in the same folder."""

LISTENS = "listens"
"""File that is there once an interruption from the keyboard ends the process; before, it hears nothing of one."""

DONE = "done"
"""File that is there when the process ended of itself."""

STOPPED = 130
"""Exit code of a process that was interrupted from the keyboard, as shells give it."""

SAID_WHEN_STOPPED = "Stopped before it was done: nothing was cleared, and nothing half-written is left.\n"


class Ending(StrEnum):
    """How a file ended an attempt to read it."""

    BROKE_OFF = "broke-off"
    TOO_LONG = "too-long"
