"""What there is in a sandbox, and the rules for it: it knows no HTTP."""
