"""Pure rules: records and an instant in, a value or a refusal out. No database, no clock."""
