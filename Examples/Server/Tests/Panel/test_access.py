"""Who may see it, and what the page may do."""
import unittest

from panel_case import PanelCase
from server import DIRECT


class Token(PanelCase):
    own_server = True
    token = "correct horse battery staple"
    field = "input[type=password]"

    def give(self, token):
        self.wait_shown(self.field)
        self.page.fill(self.field, token)
        self.page.press("Enter")

    def test_the_token_is_asked_for_and_asked_for_again(self):
        self.set("n", "secret", 1)
        self.give("wrong")
        self.page.wait("document.body?.innerText.match(/not (it|the token)/)")
        self.assertNotIn("secret", self.page.text("body"))
        self.give(self.token)
        # The page to sign in on leads to the panel, not to where one wanted to go.
        self.page.wait("document.getElementById('connection')?.dataset.state === 'live'")
        self.wait_keys("secret")

        # Whoever is signed out is asked in the page, and goes on where he was.
        self.open_record("secret")
        self.page.fill("#value", "2")
        self.page.send("Network.clearBrowserCookies")
        self.page.run("sessionStorage.clear()")
        self.save()
        self.wait_shown("#token-dialog[open]")
        self.give("wrong again")
        self.wait_text("#token-problem", "not it")
        self.wait_shown("#token-dialog[open]")
        self.give(self.token)
        self.wait_text("#notices", "Saved secret")
        self.assertEqual(self.value("n", "secret"), 2)

        # Events go on as well, on a socket that is opened with the token; it is kept for the tab only.
        port = self.server.port
        self.server.kill()
        self.wait_shown("#banner")
        self.server.start()
        self.assertEqual(self.server.port, port)
        self.wait_hidden("#banner")
        self.set("n", "later", 1)
        self.wait_keys("later", "secret")
        self.assertEqual(self.page.run("localStorage.length"), 0)
        self.assertEqual(self.page.run("sessionStorage.getItem('agentkv.token')"), self.token)
        self.assertNotIn(self.token.split()[0], self.page.run("location.href + document.cookie"))


class Policy(PanelCase):
    def test_the_page_loads_from_its_own_server_alone_and_runs_no_other_scripts(self):
        self.set("n", "k", 1)
        self.open_record("k")
        own = (f"{self.server.address}/", f"ws://127.0.0.1:{self.server.port}/", "about:")
        self.assertEqual([one for one in self.page.requests if not one.startswith(own)], [])
        self.assertGreater(len(self.page.requests), 10)
        with DIRECT.open(f"{self.server.address}/", timeout=20) as answer:
            policy = answer.headers["Content-Security-Policy"]
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        blocked = self.page.run("""new Promise((resolve) => {
            document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
            const script = document.createElement("script");
            script.textContent = "window.hacked = 1";
            document.body.append(script);
        })""")
        self.assertEqual(blocked, "script-src-elem")
        self.assertIsNone(self.page.run("window.hacked ?? null"))
        # What was blocked here was said on the console; nothing else was.
        self.assertTrue(all("Content Security Policy" in text for text in self.page.complaints))
        self.page.complaints.clear()


if __name__ == "__main__":
    unittest.main()
