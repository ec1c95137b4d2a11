"""Conversation: a turn comes in, a reply goes out. Nothing here calls a platform."""
