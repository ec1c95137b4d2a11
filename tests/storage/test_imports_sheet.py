"""Files as trusts really save them: with marks, in other encodings, half empty, with a column too many."""

import pytest

from storage.imports.sheet import MAX_BYTES, Problem, read_sheet

NEEDED = ("name", "email")


def reasons(content: bytes) -> list[Problem]:
    return list(read_sheet(content, needed=NEEDED, optional=("roles",)).problems)


def test_rows_keep_the_line_on_which_they_start() -> None:
    content = b'name,email\n"Amina\nYusuf",a@x.example\n\n Ben , b@x.example \n'
    lines = read_sheet(content, needed=NEEDED).lines
    assert [(line.number, line.cells["name"]) for line in lines] == [(2, "Amina\nYusuf"), (5, "Ben")]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(mark: bytes, ending: bytes) -> None:
    sheet = read_sheet(mark + "Name,EMAIL\nSiân,s@x.example\n".encode().replace(b"\n", ending), needed=NEEDED)
    assert [dict(line.cells) for line in sheet.lines] == [{"name": "Siân", "email": "s@x.example"}]
    assert sheet.problems == ()


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "empty"),
        (b"\xef\xbb\xbf \n", 1, "empty"),
        (b"name,email\n", 1, "no row"),
        (b"name\nA\n", 1, "the column “email” is missing"),
        (b"name;email\nA;b\n", 1, "separated by commas"),
        (b"name,email,role\nA,b,c\n", 1, "did you mean “roles”"),
        (b"name,email,email\nA,b,c\n", 1, "twice"),
        (b"name,email\nA,b\nA\n", 3, "1 cells where the first line names 2"),
        ("name,email\nSiân,s@x.example\n".encode("cp1252"), 2, "not UTF-8"),
        ("name,email\n".encode("utf-16"), 1, "not UTF-8"),
        (b"name,email\nA\0,b\n", 2, "not a text file"),
        (b'name,email\n"A,b\n', 1, "quotation mark"),
        (b"x" * (MAX_BYTES + 1), 1, "larger than 5 MB"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(content: bytes, line: int, words: str) -> None:
    (problem, *_) = reasons(content)
    assert problem.line == line
    assert words in problem.reason


def test_a_quotation_mark_inside_a_cell_does_not_show_the_cell() -> None:
    (problem,) = reasons(b'name,email\n"Secret" person,b\n')
    assert "Secret" not in problem.reason
