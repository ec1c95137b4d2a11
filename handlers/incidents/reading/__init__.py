"""Reading free text: a message, the instant of posting and the trust's places become a draft report.

Deterministic and offline: rules, word lists and fitted tables of weights. Each answer says where it comes from and
how sure it is.
"""

from handlers.incidents.reading.cues import warm
from handlers.incidents.reading.read import read
from handlers.incidents.reading.routing import REASON, ROLE_OF
from handlers.incidents.reading.values import SURE, Answer, Place, Reading
from handlers.incidents.reading.worth_reading import looks_like_a_report

__all__ = ["REASON", "ROLE_OF", "SURE", "Answer", "Place", "Reading", "looks_like_a_report", "read", "warm"]
