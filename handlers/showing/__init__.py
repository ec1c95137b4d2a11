"""How reports and alert actions look, for every capability that shows one. It reads nothing and decides nothing."""
