"""A page of HTML as a small tree, read as a browser without script would show and send it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source"})
_BLOCKS = frozenset(
    {"p", "div", "dt", "dd", "li", "h1", "h2", "h3", "label", "legend", "blockquote", "section", "option"}
)
_UNSEEN = frozenset({"dialog", "script", "style", "textarea", "select", "button", "template"})


@dataclass
class Node:
    """An element with its children, which are elements and words."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return an attribute, or nothing."""
        return self.attributes.get(name, "")

    def has(self, name: str) -> bool:
        """Return whether an attribute is there."""
        return name in self.attributes

    def is_in_class(self, name: str) -> bool:
        """Return whether the element is of a class."""
        return name in self.get("class").split()

    def walk(self, *, dialogs: bool = True) -> "Iterator[Node]":
        """Return every element below, in order."""
        for child in self.children:
            if isinstance(child, Node) and (dialogs or child.tag != "dialog"):
                yield child
                yield from child.walk(dialogs=dialogs)

    def all(self, wanted: "Callable[[Node], bool]", *, dialogs: bool = True) -> "list[Node]":
        """Return the elements that are wanted."""
        return [found for found in self.walk(dialogs=dialogs) if wanted(found)]

    def words(self, without: frozenset[str] = frozenset()) -> str:
        """Return the text of the element. ``without`` names classes that are left out."""
        parts: list[str] = []
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            elif not any(child.is_in_class(name) for name in without):
                parts.append(child.words(without))
        return "".join(parts).strip()

    def lines(self) -> str:
        """Return what can be read, with a line for each block; what stands in inputs and dialogs is left out."""
        parts: list[str] = []
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            elif child.tag not in _UNSEEN and not child.has("hidden"):
                parts.append(f"\n{child.lines()}\n" if child.tag in _BLOCKS else child.lines())
        return "".join(parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_page(html: str) -> Node:
    """Return the tree of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root
