"""Training records, their notes, revocation and the public check of a certificate."""
