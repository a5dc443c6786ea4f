"""Site search that forgives: other words, other forms, wrong spellings."""
