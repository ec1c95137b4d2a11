"""The safety team's review of reports, and what their reporters hear. It never sends: others hear from the outbox."""
