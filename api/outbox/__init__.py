"""Mails to send: one row each, claimed by one sender at a time, tried again when it fails."""
