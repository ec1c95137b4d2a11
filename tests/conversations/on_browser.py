"""The driver for the demo page: a browser without script that reads HTML, posts what forms hold and follows."""

import json
from collections.abc import Mapping
from uuid import uuid4

from aiohttp import ClientSession, FormData
from page_reader import Node, read_page
from talking import FILES, Answer, Sight

_UNSAID = frozenset({"unseen", "optional"})


class BrowserDriver:
    """People in front of the demo page, each with their own view of it."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self.session = session
        self.url = url
        self.last: tuple[str, list[tuple[str, str]]] | None = None
        self._in_front: dict[str, Node] = {}

    async def say(self, user: str, words: str) -> None:
        """Type words into the box and send them."""
        page = await self._look(user)
        composer = page.all(lambda node: node.get("id") == "composer")[0]
        await self._post(user, "/say", [*_held(composer), ("words", words)], page)

    async def command(self, user: str, words: str) -> None:
        """Type a command as in Slack."""
        await self.say(user, f"/safety {words}")

    async def press(self, user: str, label: str, yes: str = "") -> None:
        """Press the last button of the page with this label, and the one in its dialog when it asks."""
        page = await self._look(user)
        for article in reversed(_articles(page)):
            pressed = [one for one in _buttons(article) if _label(one) == label]
            if pressed:
                break
        else:
            raise AssertionError(f"no button {label!r} on the page of {user}")
        button = pressed[-1]
        form = next(one for one in article.all(lambda node: node.tag == "form") if button in one.walk())
        fields = [*_hidden(form), ("press", button.get("value"))]
        asks = button.get("data-confirm")
        answer = ""
        if asks:
            dialog = article.all(lambda node: node.get("id") == asks)[0]
            answer = _label(_buttons(dialog)[0])
            fields.append(("sure", "yes"))
        assert answer == yes, f"{label!r} asks {answer!r}, not {yes!r}"
        await self._post(user, "/press", fields)

    async def fill(self, user: str, answers: Mapping[str, Answer]) -> None:
        """Fill in the last form of the page, search fields by what the list offers, and send it off."""
        page = await self._look(user)
        forms = page.all(lambda node: node.tag == "form" and node.get("action") == "/form")
        assert forms, f"no form on the page of {user}"
        form = forms[-1]
        fields = _held(form)
        places = {_question(one): one for one in form.all(lambda node: node.is_in_class("field"))}
        missing = sorted(set(answers) - set(places))
        assert not missing, f"no questions {missing} among {sorted(places)}"
        for question, answer in answers.items():
            name, given = await self._answer(places[question], answer)
            fields = [(key, value) for key, value in fields if key.partition(".")[2] != name] + given
        await self._post(user, "/form", fields)

    async def attach(self, user: str, answers: Mapping[str, Answer], name: str, content: bytes) -> None:
        """Choose the file in the last form of the page and send it off."""
        page = await self._look(user)
        form = page.all(lambda node: node.tag == "form" and node.get("action") == "/form")[-1]
        places = {_question(one): one for one in form.all(lambda node: node.is_in_class("field"))}
        data = FormData(quote_fields=False)
        for key, value in _held(form):
            data.add_field(key, value)
        for question, answer in answers.items():
            for key, value in (await self._answer(places[question], answer))[1]:
                data.add_field(key, value)
        asked = next(places[one] for one in FILES if one in places)
        data.add_field(asked.all(lambda node: node.get("type") == "file")[0].get("name"), content, filename=name)
        async with self.session.post(f"{self.url}/form", data=data, allow_redirects=False) as posted:
            assert posted.status == 303, posted.status

    async def home(self, user: str) -> None:
        """Press Home."""
        page = await self._look(user)
        token = page.all(lambda node: node.get("name") == "token")[0].get("value")
        await self._post(user, "/home", [("token", token), ("as", user), ("delivery", str(uuid4()))])

    async def forge(self, user: str, action: str, value: str) -> None:
        """Post a press that no button of the page makes."""
        page = await self._look(user)
        composer = page.all(lambda node: node.get("id") == "composer")[0]
        fields = [one for one in _hidden(composer) if one[0] in {"token", "as"}]
        press = ("press", json.dumps([action, value]))
        await self._post(user, "/press", [*fields, ("message", "0"), ("delivery", str(uuid4())), press])

    async def again(self) -> None:
        """Post the same fields again, as a double click does."""
        assert self.last is not None
        await self._send(*self.last)

    async def sights(self, user: str) -> list[Sight]:
        """Return every message of the bot on the page, from top to bottom."""
        self._in_front[user] = page = await self._loaded(user)
        return [_sight(article) for article in _articles(page)]

    def everybody_turns_away(self) -> None:
        """Let each person load the page anew before the next thing they do: something has changed."""
        self._in_front.clear()

    async def _look(self, user: str) -> Node:
        """Return the page that a person looked at last, and acts on once; load it where there is none."""
        return self._in_front.pop(user, None) or await self._loaded(user)

    async def _loaded(self, user: str) -> Node:
        async with self.session.get(f"{self.url}/?as={user}") as answer:
            assert answer.status == 200, answer.status
            return read_page(await answer.text())

    async def _post(self, user: str, path: str, fields: list[tuple[str, str]], page: Node | None = None) -> None:
        del user, page
        self.last = (path, fields)
        await self._send(path, fields)

    async def _send(self, path: str, fields: list[tuple[str, str]]) -> None:
        async with self.session.post(self.url + path, data=fields, allow_redirects=False) as answer:
            assert answer.status == 303, (answer.status, await answer.text())

    async def _answer(self, place: Node, answer: Answer) -> tuple[str, list[tuple[str, str]]]:
        """Return a field's name and what it sends for an answer."""
        inputs = place.all(lambda node: node.get("name").startswith("answer."))
        key = inputs[0].get("name")
        name = key.partition(".")[2]
        search = place.all(lambda node: node.is_in_class("search"))
        if search and isinstance(answer, str):
            return name, await self._found(search[0].get("data-kind"), name, answer)
        labels = {_label(one): found.get("value") for one in place.all(lambda node: node.is_in_class("option"))
                  for found in one.all(lambda node: node.tag == "input")}  # fmt: skip
        labels |= {one.words(): one.get("value") for one in place.all(lambda node: node.tag == "option")}
        several = answer if isinstance(answer, tuple) else (answer,)
        if labels:
            unknown = [one for one in several if one not in labels]
            assert not unknown, f"{unknown} not offered: {sorted(labels)}"
            return name, [(key, labels[one]) for one in several]
        return name, [(key, one) for one in several]

    async def _found(self, kind: str, name: str, typed: str) -> list[tuple[str, str]]:
        """Pick the first of the list that the page's script would show."""
        async with self.session.get(f"{self.url}/find", params={"kind": kind, "query": typed}) as answer:
            offered = await answer.json()
        assert offered, f"{typed!r} is not offered"
        first = offered[0]
        return [
            (f"answer.{name}", first["label"]),
            (f"found.{name}", first["value"]),
            (f"found-as.{name}", first["label"]),
        ]


def _articles(page: Node) -> list[Node]:
    return page.all(lambda node: node.tag == "article" and node.is_in_class("theirs"))


def _buttons(node: Node) -> list[Node]:
    return [
        one for one in node.walk(dialogs=node.tag == "dialog") if one.tag == "button" and one.get("name") == "press"
    ]


def _label(node: Node) -> str:
    return node.words(_UNSAID)


def _hidden(form: Node) -> list[tuple[str, str]]:
    held = form.all(lambda node: node.tag == "input" and node.get("type") == "hidden", dialogs=False)
    return [(one.get("name"), one.get("value")) for one in held]


def _held(form: Node) -> list[tuple[str, str]]:
    """Return what a form would send as it stands: hidden fields, words, what is ticked and what is chosen."""
    fields: list[tuple[str, str]] = []
    for node in form.walk():
        name = node.get("name")
        match node.tag:
            case "input" if name and node.get("type") in {"radio", "checkbox"}:
                fields += [(name, node.get("value"))] if node.has("checked") else []
            case "input" if name and node.get("type") != "file":
                fields.append((name, node.get("value")))
            case "textarea" if name.startswith("answer."):
                fields.append((name, node.words()))
            case "select":
                chosen = [one for one in node.all(lambda one: one.tag == "option") if one.has("selected")]
                fields.append((name, chosen[0].get("value") if chosen else ""))
            case _:
                pass
    return fields


def _question(place: Node) -> str:
    heads = place.all(lambda node: node.tag in {"legend", "label"} and not node.is_in_class("option"))
    return _label(heads[0])


def _sight(article: Node) -> Sight:
    labels = tuple(
        _label(one) for one in article.walk(dialogs=False) if one.tag in {"button", "a"} and one.is_in_class("button")
    )
    fields, errors = {}, {}
    for place in article.all(lambda node: node.is_in_class("field")):
        question = _question(place)
        fields[question] = _standing(place)
        wrong = place.all(lambda node: node.is_in_class("wrong"))
        if wrong:
            errors[question] = wrong[0].words(_UNSAID)
    return Sight(article.get("id"), _tidy(_without_byline(article).lines()), labels, fields, errors)


def _without_byline(article: Node) -> Node:
    """Return a message without who said it and when, which grows older by itself."""
    kept = [one for one in article.children if isinstance(one, str) or not one.is_in_class("byline")]
    return Node(article.tag, article.attributes, kept)


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _standing(place: Node) -> str:
    """Return what stands in a field, in the words that are shown."""
    ticked = [
        _label(one)
        for one in place.all(lambda node: node.is_in_class("option"))
        if one.all(lambda node: node.has("checked") and node.get("value") != "")
    ]
    chosen = [one.words() for one in place.all(lambda node: node.tag == "option" and node.has("selected"))]
    lines = [one.words() for one in place.all(lambda node: node.tag == "textarea")]
    typed = [one.get("value") for one in place.all(lambda node: node.tag == "input" and node.get("type") == "text")]
    return ", ".join([*ticked, *chosen, *lines, *typed])
