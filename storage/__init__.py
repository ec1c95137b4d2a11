"""What the trust knows: records, rules and tables. It knows nobody above it."""
