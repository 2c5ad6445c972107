#!/usr/bin/env python3
"""Opens the pages of the documentation's site in Chromium: on a phone, a tablet and a desk, in light and in dark.

    check_site.py SITE

SITE    a folder from make_site.py

Each guide, and each page of a module or a type, has to show its heading and every picture, to lead only to pages that are
there, to say nothing on the console, never to scroll sideways, and to have no violation that axe
(https://github.com/dequelabs/axe-core) finds. Prints one line per page and "N passed, N failed"; exits with 1 if any failed.
requirements-report.txt lists the packages; chromium and chromedriver must be on the PATH.
"""

import functools
import http.server
import pathlib
import sys
import threading
import time

from selenium.webdriver.support.ui import WebDriverWait

from check_report import SCHEMES, WIDTHS, axe_violations, browser, emulate, open_page
from check_tally import Tally, require

# The menu around the page and the button that unfolds the path to it are DocC's own, and have faults that are not ours.
OURS = "{include: [['main']], exclude: [['button.toggle']]}"
# Browsers give the keyboard whatever scrolls, DocC's tables, too; axe 4.4.3 is older than that.
RULES = "{'scrollable-region-focusable': {enabled: false}}"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def pages(site):
    """Addresses of all pages, as the site names them."""
    data = pathlib.Path(site, "data")
    return sorted(f"/{path.relative_to(data).with_suffix('')}/" for path in data.rglob("*.json"))


def check_page(driver, address, page, all_pages):
    driver.get_log("browser")
    open_page(driver, address + page, WIDTHS[0])
    WebDriverWait(driver, 60).until(
        lambda d: d.execute_script(  # pictures further down, too, which wait until they are seen
            "return document.querySelector('main h1')"
            " && [...document.images].every(i => (i.loading = 'eager', i.complete))"))
    lost = driver.execute_script("return [...document.images].filter(i => !i.naturalWidth).map(i => i.src)")
    require(not lost, f"pictures that are not there: {lost}")
    linked = driver.execute_script(
        "return [...document.querySelectorAll('main a[href^=\"/\"]')].map(a => new URL(a.href).pathname)")
    lost = {link for link in linked if link.rstrip("/") + "/" not in all_pages}
    require(not lost, f"leads to no page: {sorted(lost)}")
    for width in WIDTHS:
        for scheme in SCHEMES:
            emulate(driver, width, scheme)
            found = driver.execute_script("return document.scrollingElement.scrollWidth")
            require(found <= width, f"scrolls sideways: {found} pixels of {width}, {scheme}")
            if width != WIDTHS[0] and page.count("/") > 3 and not page.startswith("/documentation/memprobe/"):
                continue  # pages of declarations are all made alike
            found = axe_violations(driver, OURS, RULES)
            if found:  # Colours may still be on their way from one scheme to the other.
                time.sleep(2)
                found = axe_violations(driver, OURS, RULES)
            require(not found, f"axe, {width} pixels, {scheme}: {'; '.join(found)}")
    said = [entry["message"] for entry in driver.get_log("browser")]
    require(not said, f"console: {said}")


def main(site):
    handler = functools.partial(Quiet, directory=site)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    tally, driver, all_pages = Tally(), browser(), pages(site)
    try:
        for page in all_pages:
            if page.count("/") > 4:
                continue
            with tally.check(f"{page} in {len(WIDTHS)} widths, light and dark"):
                check_page(driver, address, page, all_pages)
    finally:
        driver.quit()
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
