"""Files that are handed over in a form of the page."""

from aiohttp import FormData
from visiting import Demo, Visitor

from handlers.chat.turn import Answers, Upload


async def test_a_file_reaches_the_front_with_its_name_but_not_its_folder(demo: Demo, visitor: Visitor) -> None:
    data = FormData(quote_fields=False)
    for name, value in {"token": visitor.token, "as": "amina", "delivery": visitor.delivery()}.items():
        data.add_field(name, value)
    data.add_field("answer.photo", b"\x89PNG", filename="C:\\photos\\pump.png", content_type="image/png")
    data.add_field("answer.involved", "devices")
    data.add_field("answer.involved", "medicines")
    async with visitor.session.post(f"{visitor.url}/form", data=data) as response:
        assert response.status == 200
    said = demo.front.turns[-1].said
    assert isinstance(said, Answers)
    assert said.files == {"photo": (Upload("pump.png", "image/png", b"\x89PNG"),)}
    assert said.values["involved"] == ("devices", "medicines")
