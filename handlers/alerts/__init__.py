"""National Patient Safety Alerts in conversation. It never sends: others hear from the outbox."""
