"""The invented people whom a visitor of the demo can be. A persona holds no rights: the handlers look those up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Persona:
    """One invented member of staff.

    ``user`` is the page's own user id, ``title`` says what they do ("Nurse, Ward 7"). ``tries`` are words to offer
    as a first message, and ``email`` is what the page vouches for when somebody looks the person up.
    """

    user: str
    name: str
    title: str
    tries: tuple[str, ...] = ()
    email: str | None = None
