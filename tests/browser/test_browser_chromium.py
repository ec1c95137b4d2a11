"""The page in a real Chromium: script, keyboard, focus, live messages, phone width, and what axe finds."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect
from visiting import Demo

from handlers.chat.card import say
from handlers.chat.turn import Answers, Press


async def send(page: Page, words: str) -> None:
    """Type words and press Enter."""
    await page.get_by_label("Your message to Safety").fill(words)
    await page.keyboard.press("Enter")


async def focused(page: Page) -> str:
    """Return the words of what has the focus."""
    found: str = await page.evaluate("document.activeElement.textContent.trim()")
    return found


async def test_words_are_answered_without_a_reload_and_the_cursor_stays(page: Page) -> None:
    await page.evaluate("window.same = true")
    await send(page, "hello")
    await expect(page.locator("#chat").get_by_text("You said hello.")).to_be_visible()
    await expect(page.get_by_label("Your message to Safety")).to_be_focused()
    await expect(page.get_by_label("Your message to Safety")).to_have_value("")
    assert await page.evaluate("window.same") is True


async def test_words_that_were_not_taken_stay_in_the_box(demo: Demo, page: Page) -> None:
    demo.front.failing = True
    await send(page, "pt fell")
    await expect(page.locator("#chat").get_by_text("That did not work.")).to_be_visible()
    await expect(page.get_by_label("Your message to Safety")).to_have_value("pt fell")


async def test_a_pressed_card_changes_in_place_and_takes_the_focus(demo: Demo, page: Page) -> None:
    await send(page, "cards")
    await page.get_by_role("button", name="Acknowledge").press("Enter")
    await expect(page.get_by_text("Done by you, 09:12.")).to_be_visible()
    assert await focused(page) == "Acknowledged"
    assert demo.front.turns[-1].said == Press("show.ack", "7")


async def test_a_dangerous_press_counts_only_after_the_question(demo: Demo, page: Page) -> None:
    await send(page, "cards")
    withdraw = page.get_by_role("button", name="Withdraw", exact=True)
    await withdraw.press("Enter")
    await expect(page.get_by_role("dialog", name="Withdraw this report?")).to_be_visible()
    await page.get_by_role("button", name="Go back").click()
    await expect(withdraw).to_be_focused()
    assert not any(isinstance(turn.said, Press) for turn in demo.front.turns)
    await withdraw.click()
    await page.get_by_role("button", name="Withdraw it").click()
    await expect(page.get_by_text("Done by you, 09:12. (show.gone 7)")).to_be_visible()


async def test_home_moves_to_the_end_without_a_reload(page: Page) -> None:
    await send(page, "hello")
    await expect(page.locator("#chat").get_by_text("You said hello.")).to_be_visible()
    await page.get_by_role("button", name="Home").click()
    await expect(page.locator("#chat .message").last.get_by_role("heading", name="Good morning")).to_be_focused()
    await expect(page.get_by_role("heading", name="Good morning")).to_have_count(1)


async def test_a_double_click_is_one_press(demo: Demo, page: Page) -> None:
    await send(page, "cards")
    await page.get_by_role("button", name="Acknowledge").dblclick()
    await expect(page.get_by_text("Done by you, 09:12.")).to_be_visible()
    assert sum(isinstance(turn.said, Press) for turn in demo.front.turns) == 1


async def test_a_form_is_filled_with_the_keyboard_and_wrong_answers_are_led_to(demo: Demo, page: Page) -> None:
    await send(page, "form")
    await expect(page.get_by_role("heading", name="Report a safety event")).to_be_focused()
    await page.get_by_label("What happened?").fill("He slipped")
    await page.get_by_role("combobox", name="Where?").press_sequentially("ward 12")
    await page.get_by_role("option", name="Ward 12").wait_for()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Check it").press("Enter")
    summary = page.get_by_role("group", name="Please look at these answers")
    await expect(summary).to_be_focused()
    await summary.get_by_role("link", name="Which day?").press("Enter")
    await expect(page.get_by_label("Which day?")).to_be_focused()
    await expect(page.get_by_label("What happened?")).to_have_value("He slipped")
    await expect(page.get_by_role("combobox", name="Where?")).to_have_value("Ward 12")
    await page.get_by_role("button", name="Yesterday").click()
    await expect(page.get_by_label("Which day?")).to_have_value("Yesterday")
    await page.get_by_label("How many patients?").fill("1")
    await page.get_by_role("radio", name="Low").check()
    await page.get_by_role("checkbox", name="Devices").check()
    await page.get_by_role("button", name="Check it").click()
    await expect(page.get_by_role("heading", name="Report SE-2026-000123")).to_be_focused()
    said = demo.front.turns[-1].said
    assert isinstance(said, Answers)
    assert (said.values["where"], said.values["day"], said.values["involved"]) == ("#12", "Yesterday", "devices")


async def test_moving_time_shows_that_it_works_and_then_who_heard_something(demo: Demo, page: Page) -> None:
    demo.gate.clear()
    await page.get_by_role("button", name="To the next deadline").click()
    await expect(page.get_by_text("Moving time forward and sending what is due")).to_be_visible()
    demo.gate.set()
    await expect(page.get_by_text("1 message was delivered:")).to_be_visible()
    await expect(page.get_by_text("Tue 24 Nov 2026, 10:00")).to_be_visible()
    await expect(page.get_by_role("link", name="Dr Leila Haddad Clinical lead, Medicine 1 new")).to_be_visible()
    await page.get_by_role("link", name="Be Dr Leila Haddad").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("as Dr Leila Haddad")
    await expect(page.get_by_role("heading", name="over-infusion")).to_be_visible()


async def test_a_second_window_sees_what_arrives_and_what_changes(demo: Demo, chromium: Chromium) -> None:
    second = await chromium.new_page()
    second.set_default_timeout(10_000)
    await second.goto(f"{demo.url}/?as=leila")
    address = await demo.send("leila", say("An alert for you.", title="New alert"))
    await expect(second.get_by_role("heading", name="New alert")).to_be_visible()
    await expect(second.locator("#arrived")).to_contain_text("New message: New alert")
    await demo.send("leila", say("Taken back.", title="Withdrawn"), address=address, replaces=True)
    await expect(second.get_by_role("heading", name="Withdrawn")).to_be_visible()
    await expect(second.get_by_role("heading", name="New alert")).to_have_count(0)
    await second.close()


async def test_an_answer_on_one_page_shows_on_another_of_the_same_person(
    demo: Demo, page: Page, chromium: Chromium
) -> None:
    second = await chromium.new_page()
    await second.goto(f"{demo.url}/?as=amina")
    await send(page, "hello")
    await expect(second.locator("#chat").get_by_text("You said hello.")).to_be_visible()
    await second.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light"), (320, "dark")])
async def test_axe_finds_nothing_wrong_and_nothing_runs_off_the_side(
    demo: Demo, chromium: Chromium, width: int, scheme: str
) -> None:
    dark = "dark" if scheme == "dark" else "light"
    page = await chromium.new_page(viewport={"width": width, "height": 740}, color_scheme=dark, reduced_motion="reduce")
    page.set_default_timeout(10_000)
    await page.goto(f"{demo.url}/?as=amina")
    await send(page, "cards")
    await page.get_by_role("heading", name="over-infusion").wait_for()
    await send(page, "form")
    await page.get_by_role("button", name="Check it").click()
    await page.get_by_text("Please look at these answers").wait_for()
    await page.get_by_role("button", name="An hour on").click()
    await page.get_by_text("1 message was delivered:").wait_for()
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    asking = {"runOnly": {"type": "tag", "values": rules}, "resultTypes": ["violations"]}  # what passed is not listed
    found = await Axe().run(page, options=asking)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.get_by_role("button", name="Withdraw", exact=True).first.click()
    asked = await Axe().run(page, options=asking)
    assert asked.violations_count == 0, asked.generate_report()
    await page.close()


async def test_when_the_demo_stops_the_page_says_so_and_keeps_the_words(page: Page) -> None:
    await page.get_by_label("Your message to Safety").fill("pt fell")
    await page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('gone')); }")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("The demo did not answer.")
    await expect(page.get_by_label("Your message to Safety")).to_have_value("pt fell")
