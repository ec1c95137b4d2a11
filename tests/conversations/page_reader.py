"""A page of HTML as a small tree, read by the rules of browsers, as one without script would show and send it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

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
        return name in self._classes

    def walk(self, *, dialogs: bool = True) -> "Iterator[Node]":
        """Return every element below, in order."""
        return iter(self._below if dialogs else self._below_without_dialogs)

    def all(self, wanted: "Callable[[Node], bool]", *, dialogs: bool = True) -> "list[Node]":
        """Return the elements that are wanted."""
        return [found for found in self.walk(dialogs=dialogs) if wanted(found)]

    @cached_property
    def _classes(self) -> frozenset[str]:
        return frozenset(self.get("class").split())

    @cached_property
    def _below(self) -> "list[Node]":
        return [found for child in self.children if isinstance(child, Node) for found in (child, *child._below)]

    @cached_property
    def _below_without_dialogs(self) -> "list[Node]":
        shown = [child for child in self.children if isinstance(child, Node) and child.tag != "dialog"]
        return [found for child in shown for found in (child, *child._below_without_dialogs)]

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


def read_page(html: str) -> Node:
    """Return the tree of a page."""
    root = LexborHTMLParser(html).root
    assert root is not None, "an empty page"
    return _read(root)


def _read(found: LexborNode) -> Node:
    children: list[Node | str] = []
    child = found.child
    while child is not None:
        if child.is_element_node:
            children.append(_read(child))
        elif child.is_text_node:
            children.append(child.text_content or "")
        child = child.next
    return Node(found.tag or "", {name: value or "" for name, value in found.attributes.items()}, children)
