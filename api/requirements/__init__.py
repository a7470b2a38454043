"""Requirements: who must be trained in what, by when; and exemptions from them."""
