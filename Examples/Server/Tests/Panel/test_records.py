"""Looking at records and changing them."""
import unittest

from panel_case import PanelCase


class Creating(PanelCase):
    def test_the_first_instance_and_record_are_made_in_the_page(self):
        self.page.click("#new-instance")
        self.page.fill("#instance-name", f"{self.name} made here")
        self.page.fill("#instance-description", "By hand")
        self.page.click("#instance-save")
        self.wait_text("#place-title", f"{self.name} made here")
        self.wait_text("#place-description", "By hand")
        self.wait_text("#empty", "holds no records")
        self.page.click("#empty button")
        self.page.fill("#new-namespace", "config")
        self.page.fill("#new-key", "theme")
        self.page.fill("#value", '{"colour": "dark"}')
        self.save()
        self.wait_keys("theme")
        self.wait_text("#editor-title", "theme")
        found = self.server.get(f"{self.name} made here", "config", "theme")
        self.assertEqual(found["value"], {"colour": "dark"})
        self.wait_text("#instances .namespace .count", "1")

    def test_a_name_that_is_taken_is_said_where_it_is_typed(self):
        self.page.click("#new-instance")
        self.page.fill("#instance-name", self.name)
        self.page.click("#instance-save")
        self.wait_text("#instance-problem", self.name)
        self.wait_shown("#instance-dialog[open]")

    def test_a_new_record_does_not_write_over_one_that_is_there(self):
        self.set("config", "theme", "dark")
        self.wait_keys("theme")
        self.type_new("theme", '"light"')
        self.save()
        self.wait_text("#editor-problem", "already")
        self.assertEqual(self.value("config", "theme"), "dark")

    def type_new(self, key, value):
        """Types a new record, and does not save it."""
        self.page.click("#new-record")
        self.page.fill("#new-namespace", "config")
        self.page.fill("#new-key", key)
        self.page.fill("#value", value)

    def draft(self):
        """Types a new record after another was open."""
        self.set("config", "theme", "dark")
        self.open_record("theme")
        self.type_new("draft", "1")

    def check_draft(self):
        # The address goes back after the question is closed.
        self.page.wait("!location.hash.includes('key=')")
        self.page.wait("!document.querySelector('#rows tr').classList.contains('open')")
        fields = self.page.run("['new-namespace', 'new-key', 'value'].map((id) => document.getElementById(id).value)")
        self.assertEqual(fields, ["config", "draft", "1"])
        self.assertEqual(self.page.text("#editor-title"), "New record")

    def test_a_new_record_is_not_dropped_for_one_of_the_list_without_a_question(self):
        self.draft()
        self.page.click("#rows td.value")
        self.answer_confirm("#confirm-cancel")
        self.check_draft()
        self.page.run("document.querySelector('#rows a').focus()")
        self.page.press("Enter")
        self.answer_confirm("#confirm-cancel")
        self.check_draft()
        self.wait_focus("#rows a")
        self.page.press("Enter")
        self.answer_confirm()
        self.wait_text("#editor-title", "theme")
        self.page.wait("document.querySelector('#rows tr').classList.contains('open')")

    def test_a_new_record_is_not_dropped_on_the_way_back_without_a_question(self):
        self.draft()
        self.page.run("history.back()")
        self.answer_confirm("#confirm-cancel")
        self.check_draft()
        self.save()
        self.wait_keys("draft", "theme")
        self.wait_text("#editor-title", "draft")
        self.assertEqual(self.value("config", "draft"), 1)

    def test_a_new_record_stays_where_only_the_list_changes(self):
        self.draft()
        self.page.click("#instances .namespace")
        self.wait_text("#place-title", "/ config")
        self.page.fill("#search-text", "theme")
        self.page.wait("location.hash.includes('search=theme')")
        self.wait_hidden("#confirm")
        self.check_draft()


class Editing(PanelCase):
    def prepare(self):
        self.set("config", "limits", {"tokens": 9007199254740993, "1": 1, "share": 1.5, "tools": ["a"]})

    def test_a_value_is_edited_as_json_and_nothing_else_of_it_changes(self):
        self.open_record("limits")
        text = self.page.run("document.getElementById('value').value")
        self.page.fill("#value", text.replace('"a"', '"a", "b"'))
        self.save()
        self.wait_text("#notices", "Saved limits")
        expected = {"tokens": 9007199254740993, "1": 1, "share": 1.5, "tools": ["a", "b"]}
        self.assertEqual(self.value("config", "limits"), expected)
        self.assertEqual(list(self.value("config", "limits")), list(expected))

    def test_broken_json_is_explained_and_not_saved(self):
        self.open_record("limits")
        self.page.fill("#value", '{\n  "tokens": 1,\n}')
        self.wait_text("#value-problem", "Line 3, column 1: there is a comma too many")
        self.save()
        self.wait_text("#editor-problem", "not JSON")
        self.wait_focus("#value")
        self.assertEqual(self.value("config", "limits")["tokens"], 9007199254740993)

    def test_a_lifetime_is_given_kept_and_taken_away(self):
        self.open_record("limits")
        self.page.choose("#lifetime-choice", "new")
        self.page.fill("#lifetime-text", "90 min")
        self.save()
        self.wait_text("#facts", "in 1 h ")
        self.page.fill("#value", "2")
        self.save()
        self.wait_text("#rows td.value", "2")
        self.assertIn("expiresAt", self.server.get(self.instance, "config", "limits"))
        # Even if the answer to what was saved comes only now, what is chosen here stays.
        self.page.choose("#lifetime-choice", "none")
        self.page.wait("!document.getElementById('save').disabled")
        self.save()
        self.wait_text("#facts", "never")
        self.assertNotIn("expiresAt", self.server.get(self.instance, "config", "limits"))

    def test_a_wrong_lifetime_is_explained(self):
        self.open_record("limits")
        self.page.choose("#lifetime-choice", "new")
        self.page.fill("#lifetime-text", "soon")
        self.save()
        self.wait_text("#editor-problem", "A lifetime is a number")
        self.wait_focus("#lifetime-text")

    def test_changes_are_not_dropped_without_a_question(self):
        self.open_record("limits")
        self.page.fill("#value", "1")
        self.page.press("Escape")
        self.answer_confirm("#confirm-cancel")
        self.assertEqual(self.page.run("document.getElementById('value').value"), "1")
        self.page.press("Escape")
        self.answer_confirm()
        self.wait_hidden("#editor")


class Deleting(PanelCase):
    def prepare(self):
        for key in ("a", "b", "c"):
            self.set("runs", key, key)
        self.set("config", "z", 1)

    def test_a_record_is_deleted_after_a_question(self):
        self.open_record("b")
        self.page.click("#delete-record")
        self.wait_text("#confirm-text", "b, in the namespace runs")
        self.answer_confirm("#confirm-cancel")
        self.assertEqual(self.value("runs", "b"), "b")
        self.page.click("#delete-record")
        self.answer_confirm()
        self.wait_keys("a", "c", "z")
        self.wait_hidden("#editor")
        self.assertIsNone(self.value("runs", "b"))

    def test_a_namespace_is_cleared_after_a_question(self):
        self.page.click("#instances li li:nth-child(2) a")
        self.wait_keys("a", "b", "c")
        self.page.click("#clear-namespace")
        self.wait_text("#confirm-text", "3 records")
        self.answer_confirm()
        self.wait_text("#empty", "holds no records")
        self.assertEqual(self.server.request("GET", f"instances/{self.instance}")["instance"]["recordCount"], 1)

    def test_an_instance_is_deleted_after_a_question(self):
        self.page.click("#delete-instance")
        self.wait_text("#confirm-text", "4 records")
        self.answer_confirm()
        self.page.wait(f"![...document.querySelectorAll('#instances .name')].some("
                       f"(name) => name.textContent === '{self.name}')")
        known = [one["id"] for one in self.server.request("GET", "instances")["instances"]]
        self.assertNotIn(self.instance, known)

    def test_an_instance_is_renamed(self):
        self.page.click("#edit-instance")
        self.page.fill("#instance-name", f"{self.name} anew")
        self.page.click("#instance-save")
        self.wait_text("#place-title", f"{self.name} anew")


if __name__ == "__main__":
    unittest.main()
