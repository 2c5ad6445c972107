#!/usr/bin/env python3
"""Checks reports in a real browser: Chromium without a window.

    check_report.py REPORT.html...

REPORT    from 'memprobe report' of finished results, with at least one figure for every file

Opens each page as it is, on a phone of 360 pixels, a tablet and a desk, in light and in dark, and on paper, and checks
that it says nothing on the console, asks nothing of the network, shows every figure with its letters where they were
measured, never scrolls sideways, reaches every column of a table with its rows named, can be used with the keyboard
alone and has no violation that axe (https://github.com/dequelabs/axe-core) finds. Prints one line per check and, at the end,
"N passed, N failed"; exits with 1 if any failed. requirements-report.txt lists the packages; chromium and
chromedriver must be on the PATH.
"""

import base64
import json
import pathlib
import re
import shutil
import sys

import axe_core_python
from selenium import webdriver

from check_tally import Tally, require

PHONE, TABLET, DESK = WIDTHS = 360, 768, 1280
SCHEMES = ("light", "dark")
PAPER = 718  # A4 less margins of 15 mm, at 96 pixels to the inch


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    return webdriver.Chrome(options=options, service=service)


def open_page(driver, url, width, scheme="light", medium="screen"):
    emulate(driver, width, scheme, medium)
    driver.get(url)


def emulate(driver, width, scheme="light", medium="screen"):
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width == PHONE})
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": medium, "features": [{"name": "prefers-color-scheme", "value": scheme}]})


def requests(driver):
    events = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]


def check_loading(tally, driver, url):
    with tally.check("asks for nothing but itself and says nothing on the console"):
        driver.get_log("performance"), driver.get_log("browser")
        open_page(driver, url, DESK)
        found = [request for request in requests(driver) if request != url and not request.startswith("data:")]
        require(not found, f"requests {found}")
        said = driver.get_log("browser")
        require(not said, f"console: {said}")
    with tally.check("holds no address of another place"):
        leaving = driver.execute_script(
            "return [...document.querySelectorAll('[src], [href]')].map(e => e.getAttribute('src')"
            " ?? e.getAttribute('href')).filter(a => !a.startsWith('#') && !a.startsWith('data:'))")
        require(not leaving, str(leaving))
        require(driver.execute_script("return document.scripts.length") == 0, "a script")


def check_structure(tally, driver):
    with tally.check("has a language, a title, landmarks and headings without gaps"):
        levels = driver.execute_script(
            "return [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
        require(levels.count(1) == 1 and levels[0] == 1, str(levels))
        require(all(after <= before + 1 for before, after in zip(levels, levels[1:])), str(levels))
        facts = driver.execute_script(
            "return [document.documentElement.lang, document.title, document.querySelectorAll('main').length,"
            " document.querySelectorAll('nav[aria-label]').length, document.querySelectorAll('header').length]")
        require(facts[0] == "en" and facts[1] and facts[2:] == [1, 1, 1], str(facts))
    with tally.check("has ids that are unique, and links and references that lead somewhere"):
        ids = driver.execute_script("return [...document.querySelectorAll('[id]')].map(e => e.id)")
        twice = {name for name in ids if ids.count(name) > 1} if len(set(ids)) < len(ids) else set()
        require(not twice, f"twice: {sorted(twice)[:5]}")
        wanted = driver.execute_script(
            r"""const found = [];
            for (const e of document.querySelectorAll('*')) for (const a of e.attributes) {
              if (/href$/.test(a.name) && a.value.startsWith('#')) found.push(a.value.slice(1));
              if (/^aria-(labelledby|describedby)$/.test(a.name)) found.push(...a.value.split(' '));
              for (const m of a.value.matchAll(/url\(#([^)]+)\)/g)) found.push(m[1]);
            }
            return found;""")
        lost = set(wanted) - set(ids)
        require(not lost, f"lead nowhere: {sorted(lost)[:5]}")
    with tally.check("has tables with captions and headers"):
        tables = driver.execute_script(
            "return [...document.querySelectorAll('table')].map(t => [!!t.caption?.textContent,"
            " t.querySelectorAll('th:not([scope])').length, t.querySelectorAll('thead th').length,"
            " t.tBodies[0].rows.length, t.querySelectorAll('tbody th[scope=row]').length])")
        require(tables, "no table")
        for caption, unscoped, heads, rows, row_heads in tables:
            require(caption and unscoped == 0 and heads >= 2 and rows == row_heads > 0, str(tables))


def check_figures(tally, driver, width):
    with tally.check(f"shows every figure, {width} pixels wide"):
        figures = driver.execute_script(
            """return [...document.querySelectorAll('section')].map(s => [...s.querySelectorAll('figure')].map(f => {
              const svg = f.querySelector('svg'), box = svg?.getBoundingClientRect();
              return [f.id, box?.width ?? 0, box?.height ?? 0, svg?.querySelectorAll('path, use, rect').length ?? 0,
                f.querySelector('[role=img]')?.getAttribute('aria-label') ?? '',
                f.querySelector('figcaption')?.textContent ?? '', f.querySelectorAll('.mark').length];
            }))""")
        require(figures and all(figures), f"{sum(not found for found in figures)} sections without a figure")
        for name, across, down, shapes, label, caption, marks in (figure for found in figures for figure in found):
            require(across > 100 and down > 100 and shapes > 10, f"{name}: {across} by {down}, {shapes} shapes")
            require(label and caption and marks, f"{name}: '{label}', '{caption}', {marks} values")
    with tally.check(f"shows every value within its figure, {width} pixels wide"):
        lost = driver.execute_script(
            """return [...document.querySelectorAll('.mark')].filter(m => {
              const mark = m.getBoundingClientRect(), all = m.closest('.picture').getBoundingClientRect();
              return !(mark.width > 0 && mark.height > 0 && mark.left >= all.left - 1 && mark.right <= all.right + 1
                && mark.top >= all.top - 1 && mark.bottom <= all.bottom + 1 && (m.getAttribute('aria-label') || m.title));
            }).map(m => m.outerHTML)""")
        require(not lost, f"{len(lost)}: {lost[:2]}")


def check_width(tally, driver, width):
    with tally.check(f"does not scroll sideways, {width} pixels wide"):
        found = driver.execute_script("return document.scrollingElement.scrollWidth")
        require(found <= width, f"{found} pixels of {width}")


def press_tab(driver):
    for kind in ("rawKeyDown", "keyUp"):
        driver.execute_cdp_cmd(
            "Input.dispatchKeyEvent", {"type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9})


def check_keyboard(tally, driver):
    wanted = driver.execute_script(
        "const all = [...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')];"
        "all.forEach((e, i) => e.dataset.stop = i); return all.map(e => e.className || e.tagName)")
    with tally.check(f"gives the keyboard all {len(wanted)} stops in order, each seen"):
        seen, hidden = [], []
        for _ in wanted:
            press_tab(driver)
            stop, shown = driver.execute_script(
                """const e = document.activeElement, box = e.getBoundingClientRect();
                const tip = e.matches('.mark') ? e.nextElementSibling.getBoundingClientRect() : null;
                const seen = b => b.width > 0 && b.right > 0 && b.left < innerWidth && b.bottom > 0 && b.top < innerHeight;
                const whole = b => b.width > 0 && b.left >= 0 && b.right <= innerWidth && b.top >= 0
                  && b.bottom <= innerHeight;
                const style = getComputedStyle(e);
                return [e.dataset.stop ?? null, seen(box) && (!tip || whole(tip)) && style.outlineStyle !== 'none'];""")
            seen.append(int(stop) if stop is not None else None)
            if not shown:
                hidden.append(driver.execute_script("return document.activeElement.outerHTML.slice(0, 200)"))
        require(seen == list(range(len(wanted))), f"the order is {seen[:20]}...")
        require(not hidden, f"{len(hidden)} not seen: {hidden[:2]}")


def check_pointer(tally, driver):
    with tally.check("tells a value to the pointer"):
        mark = driver.find_element("css selector", ".mark")
        driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", mark)
        if mark.get_attribute("aria-hidden"):  # one of so many that browsers tell its title
            return require(mark.get_attribute("title"), mark.get_attribute("outerHTML"))
        webdriver.ActionChains(driver).move_to_element(mark).perform()
        shown, text = driver.execute_script(
            "const tip = arguments[0].nextElementSibling;"
            "return [getComputedStyle(tip).display, tip.textContent]", mark)
        require(shown == "block" and text == mark.get_attribute("aria-label"), f"{shown} '{text}'")


def axe_violations(driver, context="document", rules="{}"):
    """What axe finds on the page, in a line each; the script stays loaded until the next page."""
    if not driver.execute_script("return typeof axe !== 'undefined'"):
        driver.execute_script(pathlib.Path(axe_core_python.__file__).with_name("axe.min.js").read_text())
    found = driver.execute_async_script(
        f"const done = arguments[0]; axe.run({context}, {{resultTypes: ['violations'], rules: {rules}}}).then(r => done(r.violations))")
    return [f"{v['id']}: {v['nodes'][0]['html'][:150]} ({len(v['nodes'])})" for v in found]


def check_accessibility(tally, driver, width, scheme):
    with tally.check(f"has no violation that axe finds, {width} pixels wide, {scheme}"):
        found = axe_violations(driver)
        require(not found, "; ".join(found))


def check_letters(tally, driver):
    with tally.check("has its letters where they were measured"):
        lengths = driver.execute_script(
            """return [...document.querySelectorAll('svg text[textLength]')].map(t => {
              const told = +t.getAttribute('textLength');
              t.removeAttribute('textLength');
              const found = t.getComputedTextLength();
              t.setAttribute('textLength', told);
              return [t.textContent, told, found];
            })""")
        require(lengths, "no text")
        wrong = [each for each in lengths if abs(each[1] - each[2]) > 0.02 * each[1] + 0.5]
        require(not wrong, f"{len(wrong)} of {len(lengths)}: {wrong[:3]}")


def check_columns(tally, driver, width):
    with tally.check(f"reaches every column with the rows named, {width} pixels wide"):
        lost = driver.execute_script(
            """return [...document.querySelectorAll('.scroll:has(> table)')].filter(region => {
              region.scrollLeft = region.scrollWidth;
              const all = region.getBoundingClientRect(), row = region.querySelector('tbody tr');
              const name = row.cells[0].getBoundingClientRect(), last = row.lastElementChild.getBoundingClientRect();
              region.scrollLeft = 0;
              return !(Math.abs(name.left - all.left) < 2 && name.width <= all.width / 2 && last.right <= all.right + 1);
            }).map(r => r.getAttribute('aria-label'))""")
        require(not lost, f"{len(lost)}: {lost[:3]}")


def check_darkness(tally, driver):
    with tally.check("draws figures light on dark in the dark"):
        found = driver.execute_script(
            """return [...document.querySelectorAll('.picture')].map(p => {
              const text = p.querySelector('svg text');
              return [getComputedStyle(p).backgroundColor, text ? getComputedStyle(text).fill : ''];
            })""")
        wrong = [pair for pair in found if sum(rgb(pair[0])) > 200 or sum(rgb(pair[1])) < 400]
        require(not wrong, str(wrong[:3]))


def rgb(color):
    return [int(part) for part in re.findall(r"\d+", color)[:3]]


def check_paper(tally, driver, url):
    with tally.check("fits on paper and prints"):
        open_page(driver, url, PAPER, medium="print")
        found = driver.execute_script("return document.scrollingElement.scrollWidth")
        require(found <= PAPER, f"{found} pixels of {PAPER}")
        page = driver.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
        data = base64.b64decode(page["data"])
        require(data.startswith(b"%PDF") and len(data) > 10_000, f"{len(data)} bytes")


def check(tally, driver, path):
    url = pathlib.Path(path).resolve().as_uri()
    check_loading(tally, driver, url)
    check_structure(tally, driver)
    check_letters(tally, driver)
    for width in (DESK, PHONE):
        open_page(driver, url, width)
        check_figures(tally, driver, width)
        check_pointer(tally, driver)
        check_keyboard(tally, driver)
    for width in WIDTHS:
        open_page(driver, url, width)
        check_width(tally, driver, width)
        check_columns(tally, driver, width)
        for scheme in SCHEMES:
            emulate(driver, width, scheme)
            check_accessibility(tally, driver, width, scheme)
    check_darkness(tally, driver)
    check_paper(tally, driver, url)


def main(paths):
    if not paths:
        sys.exit(__doc__)
    tally = Tally()
    driver = browser()
    driver.set_script_timeout(300)
    try:
        for path in paths:
            print(path)
            check(tally, driver, path)
    finally:
        driver.quit()
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
