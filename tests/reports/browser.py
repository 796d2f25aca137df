"""A real browser without a window: opens pages of ours as a customer's phone does, and tells what they show."""

import html
import json
import re
import shutil
import subprocess
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

FOUND = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(FOUND is None, reason="no Chromium on PATH (Debian: apt-get install chromium)")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--window-size=360,740",
)  # fmt: skip
VISITOR = """<!doctype html><meta charset="utf-8"><iframe id="phone" style="width:360px;height:740px;border:0"></iframe>
<img src="/until-done" alt=""><pre id="seen"></pre><script>
const steps = %s, phone = document.getElementById("phone"), seen = [];
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
function tell() {
  const page = phone.contentDocument, main = page.getElementById("main");
  return {text: main.innerText, lang: page.documentElement.lang, title: page.title,
    links: [...main.querySelectorAll("a")].map((one) => one.getAttribute("href")),
    tags: [...new Set([...page.querySelectorAll("*")].map((one) => one.tagName))],
    back: getComputedStyle(page.body).backgroundColor, wide: page.documentElement.scrollWidth,
    low: [...page.querySelectorAll("a.button, nav button")].map((one) => one.offsetHeight),
    asked: phone.contentWindow.performance.getEntriesByType("resource").map((one) => one.name)};
}
async function shown(before) {
  for (let n = 0; n < 500; n++) {
    const page = phone.contentDocument, main = page && page.getElementById("main");
    if (page !== before && main && main.childElementCount && page.readyState === "complete") return;
    await wait(20);
  }
}
(async () => {
  for (const step of steps) {
    try {
      if (step.bare) {
        phone.sandbox = "allow-same-origin";  // and no scripts
        await new Promise((done) => { phone.onload = done; phone.src = step.bare; });
        seen.push({text: phone.contentDocument.body.innerText});
        continue;
      }
      if (step.open) {
        const before = phone.contentDocument;
        phone.src = step.open;
        await shown(before);
      }
      if (step.hash !== undefined) {
        phone.contentDocument.getElementById("main").textContent = "";
        phone.contentWindow.location.hash = step.hash;
        await shown(null);
      }
      if (step.click) phone.contentDocument.querySelector(step.click).click();
      seen.push(tell());
    } catch (error) { seen.push({text: "FAULT " + error}); }
  }
  document.getElementById("seen").textContent = JSON.stringify(seen);
  await fetch("/done");
})();
</script>"""


class Server(ThreadingHTTPServer):
    """Serves a folder; one picture in it comes only when the visit is over, so that the browser waits for it."""

    daemon_threads = True
    over: threading.Event


class Handler(SimpleHTTPRequestHandler):
    """Files, the picture that is waited for, and silence."""

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        if self.path == "/until-done":
            server.over.wait(60)
        elif self.path == "/done":
            server.over.set()
        else:
            super().do_GET()
            return
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_words) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path):
    """The address under which a folder is served on this machine."""
    server = Server(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    server.over = threading.Event()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()


def visit(folder: Path, steps: list[dict], *flags: str) -> list[dict]:
    """What a phone of 360 pixels shows after each step: {"open": path}, {"hash": text} or {"click": selector}.

    {"bare": path} opens a page with scripts switched off, and tells its text alone.

    `text`, `links`, `lang`, `tags`, `back` (colour), `wide` and `low` (pixels), and what else it `asked` for.
    """
    (folder / "visitor.html").write_text(VISITOR % json.dumps(steps).replace("<", "\\u003c"), "utf-8")
    with serving(folder) as address:
        dumped = dump(f"{address}/visitor.html", folder, *flags)
    found = re.search(r'<pre id="seen">(.*?)</pre>', dumped, re.DOTALL)
    assert found, dumped[-2000:]
    return json.loads(html.unescape(found[1]))


def dump(address: str, folder: Path, *flags: str) -> str:
    """The document as it stands once all of it has come."""
    assert FOUND is not None
    command = [FOUND, *QUIET, f"--user-data-dir={folder / 'profile'}", *flags, "--dump-dom", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
