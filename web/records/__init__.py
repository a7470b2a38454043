"""Certificates, their public check, and what is stored about oneself."""
