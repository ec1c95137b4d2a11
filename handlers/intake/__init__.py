"""What comes in about national alerts: understood, shown to a CAS officer, and an alert only when they confirm it."""
