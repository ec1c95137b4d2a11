"""Time: what is due becomes messages. It decides nothing that a rule has not decided."""
