"""Finding records: search, order, pages, and an address for each of them."""
import unittest

from panel_case import PanelCase

# Asks for what is sought only when it is let.
HELD = """
    const ask = window.fetch;
    window.held = [];
    window.fetch = (address, ...rest) => String(address).includes("query")
        ? new Promise((resolve) => window.held.push(resolve)).then(() => ask(address, ...rest))
        : ask(address, ...rest);
"""


class Searching(PanelCase):
    def prepare(self):
        entries = [
            {"key": "user:1", "value": {"age": 17, "name": "Ada"}},
            {"key": "user:2", "value": {"age": 40}},
            {"key": "task:1:user", "value": "write tests"},
            {"key": "100%_sure", "value": True},
        ]
        self.server.request("POST", "batch/set", {
            "instanceId": self.instance, "namespace": "n", "entries": entries,
        })

    def test_keys_are_searched_by_what_they_contain_or_start_with(self):
        self.wait_keys("100%_sure", "task:1:user", "user:1", "user:2")
        self.page.fill("#search-text", "user")
        self.wait_keys("task:1:user", "user:1", "user:2")
        self.page.choose("#search-mode", "starts")
        self.wait_keys("user:1", "user:2")
        self.page.choose("#search-mode", "contains")
        self.page.fill("#search-text", "%_")
        self.wait_keys("100%_sure")

    def test_values_are_searched_by_text_and_by_condition(self):
        self.page.choose("#search-mode", "text")
        self.page.fill("#search-text", "tests")
        self.wait_keys("task:1:user")
        self.page.choose("#search-mode", "condition")
        self.page.fill("#search-text", "value.age >= 18")
        self.wait_keys("user:2")
        self.page.fill("#search-text", 'value.name = "Ada"')
        self.wait_keys("user:1")
        self.page.fill("#search-text", "value.age exists")
        self.wait_keys("user:1", "user:2")

    def test_a_condition_that_is_none_is_explained_and_the_list_stays(self):
        self.page.choose("#search-mode", "condition")
        self.page.fill("#search-text", "value.name = Ada")
        self.wait_text("#search-problem", "text in double quotes")
        self.page.fill("#search-text", "what?")
        self.wait_text("#search-problem", "A condition is a field")
        self.wait_keys("100%_sure", "task:1:user", "user:1", "user:2")
        self.page.fill("#search-text", "")
        self.wait_hidden("#search-problem")

    def test_a_search_without_a_match_says_so_and_leads_back(self):
        self.page.fill("#search-text", "nobody")
        self.wait_text("#empty", "No record fits")
        self.page.click("#empty button")
        self.wait_keys("100%_sure", "task:1:user", "user:1", "user:2")
        self.assertEqual(self.page.run("document.getElementById('search-text').value"), "")


class Waiting(PanelCase):
    before = HELD

    def prepare(self):
        self.set("n", "k", 1)

    def test_what_is_being_read_is_shown_when_the_next_search_is_none(self):
        self.page.wait("held.length > 0")
        self.page.choose("#search-mode", "condition")
        self.page.fill("#search-text", "what?")
        self.wait_text("#search-problem", "A condition is a field")
        self.page.run("held.forEach((resolve) => resolve())")
        self.wait_keys("k")


class Paging(PanelCase):
    def prepare(self):
        entries = [{"key": f"k{number:03}", "value": (number * 7) % 60} for number in range(60)]
        self.server.request("POST", "batch/set", {
            "instanceId": self.instance, "namespace": "n", "entries": entries,
        })

    def test_pages_are_turned_and_have_addresses(self):
        self.wait_text("#range", "1–50 of 60")
        self.page.click("#next")
        self.wait_text("#range", "51–60 of 60")
        self.assertEqual(self.keys()[0], "k050")
        self.page.send("Page.reload")
        self.wait_text("#range", "51–60 of 60")
        self.page.run("history.back()")
        self.wait_text("#range", "1–50 of 60")
        self.page.choose("#size", "25")
        self.wait_text("#range", "1–25 of 60")
        self.assertTrue(self.page.run("document.getElementById('previous').disabled"))

    def test_columns_sort_both_ways(self):
        self.page.click("[data-sort=key]")
        self.page.wait("document.querySelector('#rows td.key').textContent === 'k059'")
        self.assertEqual(self.page.run("document.querySelector('th.key').ariaSort"), "descending")
        self.page.click("[data-sort=value]")
        self.page.wait("document.querySelector('#rows td.value').textContent === '0'")
        self.page.click("[data-sort=value]")
        self.page.wait("document.querySelector('#rows td.value').textContent === '59'")
        self.assertEqual(self.keys()[0], f"k{next(n for n in range(60) if n * 7 % 60 == 59):03}")


if __name__ == "__main__":
    unittest.main()
