"""Reminders in chat: opening one from a digest, and leave. It decides nothing about who is reminded when."""
