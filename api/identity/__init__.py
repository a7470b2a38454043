"""Who is who: sign-in, sessions, one-time codes, role grants and API tokens."""
