"""What files add to the bot: a form, the buttons about them, and what happens with a file that nobody asked for."""

from typing import Final

from handlers.attachments import flow
from handlers.attachments.examples import examples
from handlers.attachments.form import PhotoForm, applies
from handlers.capability import Capability, FormRoute, Route

ATTACHMENTS: Final = Capability(
    "files",
    presses={
        "files.fine": Route(flow.fine),
        "files.delete": Route(flow.delete),
        "files.remove": Route(flow.remove),
        "files.list": Route(flow.listing, reads=True),
        "files.download": Route(flow.download),
        "files.erase": Route(flow.erase),
    },
    forms={"files.add": FormRoute(PhotoForm, flow.opens, flow.answered, "Add a photo or PDF", applies=applies)},
    files=flow.dropped,
    examples=examples,
)
