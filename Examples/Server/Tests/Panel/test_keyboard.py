"""Everything is done without a mouse."""
import json
import unittest

from panel_case import PanelCase

# What a user sees of the focus: an outline that is there, on an element in the window.
FOCUS = """(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const inside = box.width > 0 && box.top >= -1 && box.left >= -1
        && box.bottom <= innerHeight + 1 && box.right <= innerWidth + 1;
    return [
        element.id || element.dataset.sort || element.className || element.textContent || element.tagName,
        inside && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    ];
})()"""


class Keyboard(PanelCase):
    def prepare(self):
        for key in ("a", "b", "c"):
            self.set("n", key, key)

    def open(self, address=None):
        page = super().open(address)
        page.wait("document.querySelectorAll('#rows tr').length === 3")
        page.wait("document.querySelector('#instances .open .namespace')")
        return page

    def wait_key_focus(self, key):
        self.page.wait(f"document.activeElement.closest('#rows') && "
                       f"document.activeElement.textContent === {json.dumps(key)}")

    def test_tab_goes_through_all_there_is_in_the_order_of_the_page_and_is_seen(self):
        seen = []
        for _ in range(80):
            self.page.press("Tab")
            name, is_seen = self.page.run(FOCUS)
            if self.page.run("document.activeElement === document.body") or (seen and name == seen[0]):
                break
            # Smooth moves into the window have ended when the outline is where it is looked for.
            self.assertTrue(is_seen, f"the focus on {name} is not seen")
            seen.append(name)
        wanted = ["skip", "show-help", "new-instance", "new-record", "edit-instance", "delete-instance",
                  "search-mode", "search-text", "key", "value", "expiresAt", "size"]
        self.assertEqual([name for name in seen if name in wanted], wanted)
        self.assertIn("namespace", seen)

    def test_a_record_is_made_found_changed_and_deleted_by_keys_alone(self):
        page = self.page
        page.press("n")
        self.wait_focus("#new-namespace")
        page.type("n")
        page.press("Tab")
        self.wait_focus("#new-key")
        page.type("made")
        page.press("Tab")
        self.wait_focus("#value")
        page.type('{"by": "keys"}')
        page.press("s", control=True)
        self.wait_keys("a", "b", "c", "made")
        self.wait_text("#editor-title", "made")
        self.assertEqual(self.value("n", "made"), {"by": "keys"})
        page.press("Escape")
        self.wait_hidden("#editor")
        page.press("/")
        self.wait_focus("#search-text")
        page.type("made")
        self.wait_keys("made")
        page.press("Enter")
        self.wait_key_focus("made")
        page.press("Enter")
        self.wait_text("#editor-title", "made")
        page.run("document.getElementById('value').focus()")
        page.press("a", control=True)
        page.type("2")
        page.press("s", control=True)
        self.wait_text("#rows td.value", "2")
        page.press("Escape")
        self.wait_key_focus("made")
        page.press("Delete")
        self.wait_focus("#confirm-cancel")
        page.press("Tab")
        self.wait_focus("#confirm-yes")
        page.press("Enter")
        self.wait_text("#empty", "No record fits")
        self.assertIsNone(self.value("n", "made"))

    def test_arrows_and_letters_move_in_the_lists(self):
        self.page.press("l")
        self.wait_key_focus("a")
        self.page.press("ArrowDown")
        self.wait_key_focus("b")
        self.page.press("j")
        self.wait_key_focus("c")
        self.page.press("Home")
        self.wait_key_focus("a")
        self.page.press("End")
        self.page.press("k")
        self.wait_key_focus("b")
        self.page.press("g")
        self.wait_focus("#instances a[aria-current]")
        self.page.press("ArrowDown")
        self.page.press("Enter")
        self.wait_text("#place-title", "/ n")

    def test_arrows_on_the_button_of_a_row_move_from_that_row(self):
        for start, key, end in (("b", "ArrowDown", "c"), ("c", "ArrowUp", "b"), ("b", "k", "a"), ("a", "End", "c")):
            self.page.run(f"document.querySelector('#rows [aria-label=\"Delete {start}\"]').focus()")
            self.wait_focus("#rows button")
            self.page.press(key)
            self.wait_key_focus(end)

    def test_arrows_in_the_sidebar_go_from_an_instance_to_its_namespaces_and_back(self):
        self.set("o", "d", "d")
        self.page.wait("document.querySelectorAll('#instances .open .namespace').length === 2")
        self.page.press("g")
        self.wait_focus("#instances .open .instance")
        for key, place in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
            self.page.press(key)
            self.wait_focus(f"#instances .open li:nth-child({place}) .namespace")
        self.page.press("ArrowUp")
        self.wait_focus("#instances .open .instance")

    def test_the_focus_stays_when_others_write(self):
        self.page.press("l")
        self.page.press("ArrowDown")
        self.wait_key_focus("b")
        self.set("n", "aa", 1)
        self.wait_keys("a", "aa", "b", "c")
        self.wait_key_focus("b")
        self.page.run("document.querySelector('[data-sort=value]').click()")
        self.wait_keys("aa", "a", "b", "c")
        self.wait_key_focus("b")
        self.set("n", "b", 0)
        self.wait_keys("b", "aa", "a", "c")
        self.wait_key_focus("b")

    def test_after_a_deletion_the_focus_is_on_the_next_record(self):
        self.page.press("l")
        self.page.press("ArrowDown")
        self.wait_key_focus("b")
        self.page.press("Delete")
        self.wait_focus("#confirm-cancel")
        self.page.press("Tab")
        self.page.press("Enter")
        self.wait_keys("a", "c")
        self.wait_key_focus("c")

    def test_an_instance_is_made_by_keys_alone(self):
        self.page.press("i")
        self.wait_focus("#instance-name")
        self.page.type(f"{self.name} typed")
        self.page.press("Enter")
        self.wait_text("#place-title", f"{self.name} typed")

    def test_the_shortcuts_are_told_and_can_be_switched_off(self):
        self.page.press("?")
        self.wait_shown("#help[open]")
        self.assertIn("New record", self.page.text("#help"))
        self.page.press("Tab")
        self.wait_focus("#letters")
        self.page.press(" ")
        self.page.press("Escape")
        self.wait_hidden("#help")
        self.page.press("n")
        self.page.press("i")
        self.assertTrue(self.page.run("document.getElementById('editor').hidden"))
        self.assertIsNone(self.page.run("document.querySelector('dialog[open]')?.id ?? null"))

    def test_letters_that_are_typed_are_no_shortcuts(self):
        self.page.press("/")
        for letter in "nigr?":
            self.page.press(letter)
        self.page.wait("document.getElementById('search-text').value === 'nigr?'")
        self.assertTrue(self.page.run("document.getElementById('editor').hidden"))


if __name__ == "__main__":
    unittest.main()
