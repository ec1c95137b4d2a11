"""The vocabulary that handlers and platforms share: turns, cards, forms, replies. It knows no platform."""
