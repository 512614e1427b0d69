"""The page is readable in light and dark, in windows of all widths, and says what it is to a reader."""
import unittest

from panel_case import PanelCase

# All texts that are shown, with less contrast than WCAG asks for at level AA. A ground that lets others
# shine through is laid over them.
POOR = """(() => {
    const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const read = (colour) => {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
        return { rgb: [red, green, blue], alpha: alpha / 255 };
    };
    const over = (top, ground) => top.rgb.map((part, at) => part * top.alpha + ground[at] * (1 - top.alpha));
    const ground = (element) => {
        const below = element.parentElement && element.localName !== "dialog"
            ? ground(element.parentElement) : read("Canvas").rgb;
        return over(read(getComputedStyle(element).backgroundColor), below);
    };
    const light = (rgb) => rgb
        .map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const contrast = (one, other) => {
        const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
        return (high + 0.05) / (low + 0.05);
    };
    const dialog = document.querySelector("dialog[open]");
    const found = [];
    let count = 0;
    for (const element of (dialog ?? document.body).querySelectorAll("*")) {
        const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
            || element.matches("input, textarea, select");
        if (!hasText || element.disabled || element.closest("option, datalist")) continue;
        if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        const style = getComputedStyle(element);
        const text = read(style.color);
        // Shown under the mouse or with the focus only.
        if (text.alpha === 0) continue;
        count += 1;
        const below = ground(element);
        const value = contrast(over(text, below), below);
        const isLarge = parseFloat(style.fontSize) >= 24;
        if (value < (isLarge ? 3 : 4.5)) found.push(
            `${element.localName}#${element.id}.${element.className} "${element.textContent.slice(0, 20)}" `
            + `${style.color} ${value.toFixed(2)}`);
    }
    return { found, count };
})()"""


class Appearance(PanelCase):
    own_server = True

    def prepare(self):
        self.server.request("PUT", f"instances/{self.instance}", {"description": "What it is for"})
        self.set("n", "k", {"text": "a", "number": 1.5, "yes": True, "nothing": None, "list": [1]})
        self.set("n", "soon", "x", ttlSeconds=50)
        self.set("n", "later", "x", ttlSeconds=5000)

    def check_contrast(self, what):
        for scheme in ("light", "dark"):
            self.page.scheme(scheme)
            result = self.page.run(POOR)
            self.assertEqual(result["found"], [], f"{what}, {scheme}")
            self.assertGreater(result["count"], 3)

    def halt_what_shines(self):
        """A row that has just changed shines for a moment: from now on it halts where it shines most."""
        self.page.run("""addEventListener("animationstart", () => {
            for (const animation of document.getAnimations()) {
                animation.pause();
                animation.currentTime = 0;
            }
            window.shines = true;
        })""")

    def check_contrast_of_what_shines(self, what):
        self.page.wait("window.shines")
        self.check_contrast(what)
        self.page.run("document.getAnimations().forEach((animation) => animation.finish())")

    def ground(self, scheme):
        self.page.scheme(scheme)
        return self.page.run("getComputedStyle(document.body).backgroundColor")

    def test_every_text_has_enough_contrast_in_light_and_dark(self):
        self.wait_keys("k", "later", "soon")
        self.assertNotEqual(self.ground("light"), self.ground("dark"))
        self.page.wait("document.getAnimations().length === 0")
        self.check_contrast("the list")
        self.halt_what_shines()
        self.set("n", "soon", "y", ttlSeconds=50)
        self.check_contrast_of_what_shines("a row that has just changed")
        self.open_record("k")
        self.check_contrast("a record")
        self.page.fill("#value", "{")
        self.set("n", "k", 1)
        self.wait_shown("#meanwhile")
        self.check_contrast("a conflict and a problem")
        self.page.click("#take-theirs")
        self.page.click("#delete-record")
        self.wait_shown("#confirm[open]")
        self.check_contrast("a question")
        self.page.press("Escape")
        self.page.click("#show-help")
        self.check_contrast("the help")
        self.page.press("Escape")
        self.page.fill("#search-text", "nobody")
        self.wait_text("#empty", "No record fits")
        self.server.kill()
        self.wait_shown("#banner")
        self.check_contrast("a lost connection")
        self.page.click("#instances .open .namespace")
        self.wait_text("#empty", "could not be read")
        self.check_contrast("a list that could not be read")

    def test_narrow_windows_lose_nothing_that_is_needed(self):
        self.wait_keys("k", "later", "soon")
        for width in (1600, 1000, 700, 420, 320):
            self.page.size(width, 800)
            over = self.page.run("document.documentElement.scrollWidth - innerWidth")
            self.assertLessEqual(over, 0, f"at a width of {width}")
            for selector in ("#new-record", "#search-text", "#rows td.key a", "#rows td.value", "#next"):
                self.assertTrue(self.page.run(f"document.querySelector('{selector}').checkVisibility()"))
            self.assertGreaterEqual(
                self.page.run("document.querySelector('#rows td.value').getBoundingClientRect().width"), 60)
            self.open_record("k")
            right = self.page.run("document.getElementById('save').getBoundingClientRect().right")
            self.assertLessEqual(right, width)
            self.page.press("Escape")
            self.wait_hidden("#editor")

    def test_everything_that_can_be_used_has_a_name(self):
        self.wait_keys("k", "later", "soon")
        self.open_record("k")
        tree = self.page.send("Accessibility.getFullAXTree")["nodes"]
        useful = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "table", "dialog", "navigation"}
        nameless = [
            node["role"]["value"] for node in tree
            if not node["ignored"] and node.get("role", {}).get("value") in useful
            and not node.get("name", {}).get("value")
        ]
        self.assertEqual(nameless, [])
        roles = {node.get("role", {}).get("value") for node in tree if not node["ignored"]}
        self.assertLessEqual({"banner", "navigation", "main", "complementary", "search", "table"}, roles)


if __name__ == "__main__":
    unittest.main()
