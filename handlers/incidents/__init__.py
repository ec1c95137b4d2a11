"""Safety events in conversation. It never sends: others hear from the outbox."""
