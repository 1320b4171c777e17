"""The commands: thin faces of ``clearance``."""
