"""The framework layer: it joins Slack, Teams and the browser to the handlers, and decides nothing about safety."""

import sys

# structlog loads rich to draw tracebacks in colour, which are never drawn here: 6 MB of every process. While it is
# loaded, rich seems not to be installed; afterwards the command line finds it as usual.
if "structlog" not in sys.modules and "rich" not in sys.modules:
    sys.modules["rich"] = None  # type: ignore[assignment]
    import structlog  # noqa: F401

    del sys.modules["rich"]
