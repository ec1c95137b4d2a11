"""The framework layer: it joins Slack, Teams and the browser to the handlers, and decides nothing about safety."""
