"""Assesses a release under rules and gives the verdict."""
