"""Who should know of what was read. The rules stand in ``storage.rules.routing``, where stored reports use them too."""

from storage.rules.routing import REASON, ROLE_OF, routes_of_event

__all__ = ["REASON", "ROLE_OF", "route"]

route = routes_of_event
