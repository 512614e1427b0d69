"""What others do appears by itself, what ends disappears, and a lost connection is no secret."""
import unittest

from panel_case import PanelCase

# Lets a test see the sockets of the page, and cut them.
SOCKETS = """
    window.sockets = [];
    window.WebSocket = class extends WebSocket {
        constructor(address) {
            super(address);
            sockets.push(this);
        }
    };
"""
# A page whose socket never opens learns of the others' writes only when it writes itself.
DEAF = """
    window.WebSocket = class { close() {} };
    const later = window.setTimeout;
    // Nor does it ever take too long to open.
    window.setTimeout = (work, time, ...rest) => time === 10000 ? 0 : later(work, time, ...rest);
"""
# Keeps the page's requests until the test lets them go, or answers them as a busy server does.
REQUESTS = """
    const ask = window.fetch;
    window.isBusy = false;
    window.hold = () => {
        window.held = new Promise((resolve) => { window.letGo = resolve; });
    };
    window.fetch = async (...request) => {
        await window.held;
        return window.isBusy
            ? new Response('{"success": false, "error": "The server is busy."}', { status: 503 })
            : ask(...request);
    };
"""


class Following(PanelCase):
    def test_records_of_others_come_change_and_go(self):
        self.set("n", "one", 1)
        self.wait_keys("one")
        self.wait_text("#instances .open .namespace .count", "1")
        self.set("n", "two", {"a": 1})
        self.wait_keys("one", "two")
        self.wait_text("#instances .open .instance .count", "2")
        self.set("n", "one", "changed")
        self.wait_text("#rows td.value", '"changed"')
        self.server.delete(self.instance, "n", "one")
        self.wait_keys("two")
        self.server.request("DELETE", f"namespace/{self.instance}/n")
        self.wait_text("#empty", "holds no records")

    def test_instances_of_others_come_change_and_go(self):
        other = self.server.create_instance(f"{self.name} of others")
        self.wait_text("#instances", f"{self.name} of others")
        self.server.request("PUT", f"instances/{other}", {"name": f"{self.name} renamed"})
        self.wait_text("#instances", f"{self.name} renamed")
        self.server.request("DELETE", f"instances/{other}")
        self.page.wait(f"!document.getElementById('instances').textContent.includes('{self.name} renamed')")

    def test_an_open_record_follows_while_nothing_is_edited(self):
        self.set("n", "k", 1)
        self.open_record("k")
        self.set("n", "k", {"new": True})
        self.page.wait("document.getElementById('value').value.includes('new')")
        self.server.delete(self.instance, "n", "k")
        self.wait_text("#meanwhile", "was deleted")

    def test_many_writes_are_followed_to_the_last(self):
        for number in range(200):
            self.set("n", f"k{number % 10}", number)
        self.page.wait("""[...document.querySelectorAll("#rows td.value")].map((cell) => cell.textContent)
            .join() === "190,191,192,193,194,195,196,197,198,199" """)

    def test_a_lifetime_counts_down(self):
        self.set("n", "k", 1, ttlSeconds=50)
        seconds = "parseInt(document.querySelector('#rows td.expires')?.textContent)"
        self.page.wait(f"{seconds} <= 50")
        shown = self.page.run(seconds)
        self.page.wait(f"{seconds} < {shown}")

    def test_a_record_disappears_at_the_end_of_its_lifetime(self):
        self.set("n", "stays", 1)
        self.set("n", "goes", 1, ttlSeconds=3)
        self.wait_keys("stays")
        self.wait_text("#instances .open .namespace .count", "1")

    def test_a_lifetime_that_others_change_is_noticed_without_an_event(self):
        self.set("n", "k", 1, ttlSeconds=5000)
        self.open_record("k")
        self.wait_text("#rows td.expires", "1 h 23 min")
        place = {"instanceId": self.instance, "namespace": "n", "key": "k"}
        self.server.request("POST", "expire", {**place, "ttlSeconds": 50_000})
        self.wait_text("#rows td.expires", "13 h 53 min")
        self.wait_text("#facts", "in 13 h 53 min")
        self.server.request("POST", "expire", {**place, "ttlSeconds": None})
        self.wait_text("#facts", "never")
        self.page.wait("document.querySelector('#rows td.expires').textContent === '–'")


class Conflicts(PanelCase):
    def prepare(self):
        self.set("n", "k", 1)

    def edit(self):
        self.open_record("k")
        self.page.fill("#value", "2")
        self.set("n", "k", 3)

    def test_a_change_while_editing_is_said_and_theirs_can_be_taken(self):
        self.edit()
        self.wait_text("#meanwhile", "was changed while you edited it")
        self.assertEqual(self.page.text("#meanwhile pre"), "3")
        self.assertTrue(self.page.run("document.getElementById('save').disabled"))
        self.page.click("#take-theirs")
        self.wait_hidden("#meanwhile")
        self.assertEqual(self.page.run("document.getElementById('value').value"), "3")
        self.assertEqual(self.value("n", "k"), 3)

    def test_mine_is_written_over_theirs_only_when_asked_to(self):
        self.edit()
        self.page.click("#keep-mine")
        self.wait_hidden("#meanwhile")
        self.assertEqual(self.value("n", "k"), 2)

    def test_a_record_that_was_deleted_can_be_made_again(self):
        self.open_record("k")
        self.page.fill("#value", "2")
        self.server.delete(self.instance, "n", "k")
        self.wait_text("#meanwhile", "was deleted")
        self.page.click("#keep-mine")
        self.wait_hidden("#meanwhile")
        self.assertEqual(self.value("n", "k"), 2)


class Unheard(PanelCase):
    before = DEAF

    def prepare(self):
        self.set("n", "k", 1)

    def open(self, address=None):
        # It never gets to be live.
        self.token = "none"
        return super().open(address)

    def test_a_record_disappears_at_the_end_of_its_lifetime_without_an_event(self):
        self.wait_keys("k")
        self.set("n", "goes", 1, ttlSeconds=10)
        self.page.send("Page.reload")
        self.wait_keys("goes", "k")
        self.wait_keys("k")

    def test_saving_is_refused_when_the_record_is_another_by_now(self):
        self.open_record("k")
        self.set("n", "k", 3)
        self.page.fill("#value", "2")
        self.save()
        self.wait_text("#meanwhile", "was changed while you edited it")
        self.assertEqual(self.value("n", "k"), 3)

    def test_deleting_is_refused_when_the_record_is_another_by_now(self):
        self.open_record("k")
        self.set("n", "k", 3)
        self.page.click("#delete-record")
        self.answer_confirm()
        self.wait_text("#notices", "was not deleted")
        self.assertEqual(self.value("n", "k"), 3)


class Waiting(PanelCase):
    before = REQUESTS

    def prepare(self):
        self.set("n", "a", 1)
        self.set("n", "b", 2)

    def choose(self, key):
        self.page.click(f"#rows tr:has([aria-label='Delete {key}']) td.key a")
        self.page.wait(f"location.hash.includes('key={key}')")

    def type_value(self, text):
        """Types where a value is typed, if it can be, and saves."""
        self.page.run("document.getElementById('value').focus()")
        self.page.press("a", control=True)
        self.page.type(text)
        self.page.press("s", control=True)

    def test_nothing_is_written_while_the_record_that_was_chosen_is_read(self):
        self.open_record("a")
        self.page.run("hold()")
        self.choose("b")
        self.type_value("3")
        self.page.run("letGo()")
        self.wait_text("#editor-title", "b")
        self.page.wait("document.getElementById('value').value === '2'")
        self.assertEqual((self.value("n", "a"), self.value("n", "b")), (1, 2))
        self.type_value("4")
        self.wait_text("#notices", "Saved b")
        self.assertEqual((self.value("n", "a"), self.value("n", "b")), (1, 4))

    def test_who_returns_before_it_is_read_goes_on_with_the_record_that_is_open(self):
        self.open_record("a")
        self.page.run("hold()")
        self.choose("b")
        self.page.run("history.back()")
        self.page.wait("location.hash.includes('key=a')")
        self.page.fill("#value", "3")
        self.page.run("letGo()")
        self.save()
        self.wait_text("#notices", "Saved a")
        self.assertEqual(self.page.text("#editor-title"), "a")
        self.assertEqual((self.value("n", "a"), self.value("n", "b")), (3, 2))

    def test_a_record_that_could_not_be_read_is_opened_as_soon_as_it_can_be(self):
        self.open_record("a")
        self.page.run("isBusy = true")
        self.choose("b")
        self.wait_text("#notices", "is busy")
        self.wait_hidden("#editor")
        self.page.run("isBusy = false")
        self.wait_text("#editor-title", "b")
        self.assertEqual(self.page.run("document.getElementById('value').value"), "2")

    def test_a_record_that_is_chosen_while_a_new_one_is_saved_is_opened(self):
        self.page.click("#new-record")
        self.page.fill("#new-namespace", "n")
        self.page.fill("#new-key", "c")
        self.page.fill("#value", "3")
        self.page.run("hold()")
        self.save()
        self.choose("b")
        self.page.run("letGo()")
        self.wait_text("#notices", "Saved c")
        self.wait_text("#editor-title", "b")
        self.assertIn("key=b", self.page.run("location.hash"))

    def test_a_list_that_could_not_be_read_is_shown_as_soon_as_it_can_be(self):
        self.set("o", "c", 3)
        self.page.wait("document.querySelectorAll('#instances .open .namespace').length === 2")
        self.page.run("isBusy = true")
        self.page.click("#instances .open li:nth-child(2) a")
        self.wait_text("#empty", "could not be read")
        self.wait_hidden("#rows")
        self.page.run("isBusy = false")
        self.wait_shown("#rows")
        self.wait_keys("c")


class Connection(PanelCase):
    own_server = True
    before = SOCKETS

    def test_a_server_that_is_gone_is_said_and_its_return_noticed(self):
        self.set("n", "before", 1)
        self.wait_keys("before")
        self.server.kill()
        self.wait_text("#banner", "The connection is lost")
        self.wait_text("#banner", "may be old")
        self.assertTrue(self.page.run("document.body.classList.contains('stale')"))
        self.assertEqual(self.page.text("#connection"), "Not connected")
        self.assertEqual(self.keys(), ["before"])
        self.write_behind_its_back("meanwhile")
        self.server.start()
        # By then the page may have tried by itself.
        self.page.run("document.getElementById('retry').click()")
        self.wait_hidden("#banner")
        self.wait_keys("before", "meanwhile")
        self.wait_text("#notices", "no longer remembers")
        self.set("n", "after", 3)
        self.wait_keys("after", "before", "meanwhile")
        self.assertFalse(self.page.run("document.body.classList.contains('stale')"))

    def write_behind_its_back(self, key):
        """Writes through a server elsewhere on the same folder: the next one does not remember that."""
        port, self.server.port = self.server.port, 0
        self.server.start()
        self.set("n", key, 2)
        self.server.kill()
        self.server.port = port

    def test_saving_without_a_connection_says_so_and_keeps_what_was_typed(self):
        self.set("n", "k", 1)
        self.open_record("k")
        self.page.fill("#value", "2")
        self.server.kill()
        self.wait_shown("#banner")
        self.save()
        self.wait_text("#editor-problem", "does not answer")
        self.server.start()
        self.wait_hidden("#banner")
        self.assertEqual(self.page.run("document.getElementById('value').value"), "2")
        self.save()
        self.wait_text("#notices", "Saved k")
        self.assertEqual(self.value("n", "k"), 2)

    def test_a_record_that_is_chosen_without_a_connection_is_opened_with_its_return(self):
        self.set("n", "a", 1)
        self.set("n", "b", 2)
        self.wait_keys("a", "b")
        self.open_record("a")
        self.server.kill()
        self.wait_shown("#banner")
        self.page.click("#rows tr:nth-child(2) td.value")
        self.page.wait("document.querySelector('#rows tr:nth-child(2)').classList.contains('open')")
        self.wait_hidden("#editor")
        self.server.start()
        self.page.run("document.getElementById('retry').click()")
        self.wait_text("#editor-title", "b")
        self.page.fill("#value", "3")
        self.save()
        self.wait_text("#notices", "Saved b")
        self.assertEqual((self.value("n", "a"), self.value("n", "b")), (1, 3))

    def test_the_list_of_another_place_is_not_taken_for_one_that_could_not_be_read(self):
        self.set("m", "in m", 1)
        self.set("n", "in n", 1)
        self.page.wait("document.querySelectorAll('#instances .open .namespace').length === 2")
        self.page.click("#instances .open li:nth-child(1) a")
        self.wait_keys("in m")
        self.server.kill()
        self.wait_shown("#banner")
        self.page.click("#instances .open li:nth-child(2) a")
        self.wait_text("#place-title", "/ n")
        self.wait_text("#empty", "could not be read")
        self.wait_hidden("#rows")
        self.wait_hidden("#range")
        self.assertEqual(self.page.run("document.getElementById('list').ariaBusy"), "true")
        # The list that was read is there for who returns to it.
        self.page.run("history.back()")
        self.wait_text("#place-title", "/ m")
        self.wait_shown("#rows")
        self.wait_text("#range", "1–1 of 1")
        self.page.wait("document.getElementById('list').ariaBusy === null")
        self.assertEqual(self.keys(), ["in m"])
        self.page.run("history.forward()")
        self.wait_hidden("#rows")
        self.server.start()
        self.page.run("document.getElementById('retry').click()")
        self.wait_shown("#rows")
        self.wait_keys("in n")
        self.wait_text("#range", "1–1 of 1")

    def test_a_cut_socket_is_resumed_after_the_last_revision(self):
        revision = self.set("n", "first", 1)["revision"]
        self.wait_text("#revision", f"revision {revision}")
        self.page.run("sockets.at(-1).close()")
        self.set("n", "second", 2)
        self.wait_keys("first", "second")
        self.page.wait("sockets.length === 2 && document.getElementById('connection').dataset.state === 'live'")
        self.assertEqual(self.page.run("new URL(sockets.at(-1).url).searchParams.get('after')"), str(revision))
        self.assertNotIn("no longer remembers", self.page.text("#notices"))


if __name__ == "__main__":
    unittest.main()
