"""Signing in and out, one-time codes, and the slips a manager prints."""
