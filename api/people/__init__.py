"""Persons, their posts, absences, and appointments as key persons."""
