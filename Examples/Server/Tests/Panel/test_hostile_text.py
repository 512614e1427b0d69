"""Whatever a name, key or value holds, the panel shows it as text and reaches it."""
import json
import unittest

from panel_case import PanelCase

SCRIPTS = [
    "<img src=x onerror=\"window.hacked = 1\">",
    "</script><script>window.hacked = 1</script>",
    "javascript:window.hacked=1",
    "${window.hacked = 1}{{constructor}}",
    "'\"><svg onload='window.hacked = 1'>",
]
ODD = ["a/b", "%2F", "100%", ".", "..", "?q#f", "Grüße 日本 👩‍🚀", "two\nlines", " space ", "constructor", "__proto__", "a\\b"]


class HostileText(PanelCase):
    def prepare(self):
        for index, text in enumerate(SCRIPTS):
            self.set(text, text, {text: text, "list": [text]})
            self.set("odd", f"{index}{text}", text)
        for key in ODD:
            self.set("odd", key, key)

    def assert_unharmed(self):
        self.assertIsNone(self.page.run("window.hacked ?? null"))
        self.assertEqual(self.page.run("document.querySelectorAll('script').length"), 1)
        inside = "document.querySelectorAll('#columns :is(img, svg, script, iframe)').length"
        self.assertEqual(self.page.run(inside), 0)

    def test_scripts_are_text_everywhere_they_are_shown(self):
        name = f"{self.name} {SCRIPTS[0]}"
        self.server.request("PUT", f"instances/{self.instance}", {"name": name, "description": SCRIPTS[1]})
        self.wait_text("#place-title", name)
        self.wait_text("#place-description", SCRIPTS[1])
        for text in SCRIPTS:
            self.open_record(text)
            self.assertEqual(self.page.text("#editor-title"), text)
            shown = self.page.run("document.getElementById('value').value")
            self.assertEqual(json.loads(shown), {text: text, "list": [text]})
            namespaces = self.page.run(
                "[...document.querySelectorAll('#instances .namespace .name')].map((name) => name.textContent)")
            self.assertIn(text, namespaces)
        self.page.fill("#value", json.dumps(SCRIPTS[0]) + "x")
        self.wait_text("#value-problem", "the value ends here")
        self.page.fill("#value", "1")
        self.set(SCRIPTS[-1], SCRIPTS[-1], SCRIPTS[0])
        self.wait_text("#meanwhile pre", json.dumps(SCRIPTS[0]))
        self.page.click("#take-theirs")
        self.page.fill("#search-text", SCRIPTS[0])
        self.page.wait("document.getElementById('range').textContent.includes('1–2 of 2')")
        self.page.click("#delete-record")
        self.wait_text("#confirm-text", SCRIPTS[-1])
        self.answer_confirm()
        self.wait_text("#notices", SCRIPTS[-1])
        self.assert_unharmed()

    def test_scripts_are_written_and_found_again_by_hand(self):
        self.page.click("#new-record")
        self.page.fill("#new-namespace", SCRIPTS[1])
        self.page.fill("#new-key", SCRIPTS[0] + " by hand")
        self.page.fill("#value", json.dumps(SCRIPTS[4]))
        self.save()
        self.wait_text("#notices", "Saved")
        self.assertEqual(self.value(SCRIPTS[1], SCRIPTS[0] + " by hand"), SCRIPTS[4])
        self.assert_unharmed()

    def test_every_key_is_opened_changed_and_deleted(self):
        for number, key in enumerate(ODD):
            self.open_record(key)
            self.page.fill("#value", str(number))
            self.save()
            self.page.wait(f"""[...document.querySelectorAll("#rows tr")].some((row) =>
                row.children[0].textContent === {json.dumps(key)} && row.children[2].textContent === "{number}")""")
            self.page.click("#delete-record")
            self.answer_confirm()
            self.page.wait(f"""![...document.querySelectorAll("#rows td.key")]
                .some((cell) => cell.textContent === {json.dumps(key)})""")
        counted = self.server.request("GET", f"count/{self.instance}?namespace=odd")["count"]
        self.assertEqual(counted, len(SCRIPTS))

    def test_a_namespace_that_is_a_step_in_a_path_is_opened_and_cleared(self):
        self.set("..", "k", 1)
        self.page.wait("""[...document.querySelectorAll("#instances .namespace .name")]
            .some((name) => name.textContent === "..")""")
        self.page.run("""[...document.querySelectorAll("#instances .namespace")]
            .find((link) => link.firstChild.textContent === "..").click()""")
        self.wait_keys("k")
        self.page.click("#clear-namespace")
        self.answer_confirm()
        self.wait_text("#empty", "holds no records")


class ReadingJSON(PanelCase):
    """What the panel reads and writes as JSON, held against what is in the text."""

    def json(self, expression):
        return self.page.run(f"import('/json.js').then(({{ parse, stringify, preview }}) => {expression})")

    def test_nothing_is_lost_by_reading_and_writing(self):
        for text in [
            '{"b":9007199254740993,"10":1,"2":[],"__proto__":{"x":null}}', "-0", "1.0", "1e5", "0.1",
            "-9223372036854775808", '"\\ud800"', '"é\\n\\u0001\\"\\\\"', "[[],{},[{}]]", '{"":""}',
        ]:
            self.assertEqual(self.json(f"stringify(parse({json.dumps(text)}))"), text)

    def test_text_that_is_no_json_is_refused_with_its_place(self):
        for text, place in [
            ("", "1, column 1"), ("{", "1, column 2"), ('{"a" 1}', "1, column 6"), ("[1 2]", "1, column 4"),
            ("01", "1, column 1"), ("+1", "1, column 1"), ("1.", "1, column 1"), (".5", "1, column 1"),
            ("NaN", "1, column 1"), ("tru", "1, column 1"), ("truex", "1, column 5"), ("'a'", "1, column 1"),
            ('"a\tb"', "1, column 3"), ('"\\x"', "1, column 2"), ('"\\u12g4"', "1, column 2"),
            ("[1,\n2,\n]", "3, column 1"), ("{} {}", "1, column 4"), ("// no\n1", "1, column 1"),
            ("\u00a01", "1, column 1"), ("[" * 5000, "1, column 1001"),
        ]:
            message = self.page.run(f"""import('/json.js').then(({{ parse }}) => {{
                try {{ return "read as " + String(parse({json.dumps(text)})); }}
                catch (problem) {{ return problem.message; }}
            }})""")
            self.assertTrue(message.startswith(f"Line {place}: "), (text[:20], message))


if __name__ == "__main__":
    unittest.main()
