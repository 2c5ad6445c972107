#!/usr/bin/env python3
"""Makes the documentation a site: the guides, and what programs in Swift call.

    make_site.py OUT [SYMBOLS]

OUT        a new folder for the site: what a web server needs, beginning at OUT/index.html
SYMBOLS    a folder of symbol graphs of the modules, for the pages on what they declare (.ci/run says how they are made);
           without it, only the guides

Guides are Markdown that can be read where it lies, so that links lead to files. DocC, of the Swift toolchain on the path,
wants references: they are made of links to other guides, and links to files that are no guides become their names. Any
warning of DocC's ends this with its message.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def reference(match, own, headings):
    """What DocC has in place of a link from a guide of the catalogue `own`."""
    text, target = match["text"], match["target"]
    path, _, anchor = target.partition("#")
    name = os.path.basename(path).removesuffix(".md")
    module = os.path.basename(os.path.dirname(path)).removesuffix(".docc") or own
    if not path.endswith(".md") or name == "README":
        return text if text.strip("`") == os.path.basename(path) else f"{text} (`{re.sub('^(../)+', '', path)}`)"
    if module != own:
        return f"[{text}](/documentation/{module}/{name})".lower().replace(text.lower(), text)
    heading = next((h for h in headings[name] if slug(h) == anchor), None) if anchor else None
    return f"[{text}](doc:{name}{'#' + re.sub('[^A-Za-z0-9]+', '-', heading).strip('-') if heading else ''})"


def slug(heading):
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def prepare(catalogue, place):
    """A copy of a catalogue with references in place of links."""
    own = os.path.basename(catalogue).removesuffix(".docc")
    shutil.copytree(catalogue, place, ignore=shutil.ignore_patterns("*.ipynb"))
    guides = {}
    for entry in os.scandir(place):
        if entry.name.endswith(".md"):
            with open(entry.path, encoding="utf-8") as file:
                guides[entry.name.removesuffix(".md")] = file.read()
    headings = {name: re.findall(r"^#+ (.+)$", text, re.MULTILINE) for name, text in guides.items()}
    for name, text in guides.items():
        parts = re.split(r"(^```.*?^```)", text, flags=re.DOTALL | re.MULTILINE)  # code stays as it is
        for index in range(0, len(parts), 2):
            parts[index] = re.sub(
                r"(?<!!)\[(?P<text>[^]]+)\]\((?!https?:|doc:|/)(?P<target>[^)]+)\)",
                lambda match: reference(match, own, headings), parts[index])
        text = re.sub(r"^- \[[^]]+\]\((doc:\w+)\)$", r"- <\1>", "".join(parts), flags=re.MULTILINE)
        with open(os.path.join(place, name + ".md"), "w", encoding="utf-8") as file:
            file.write(text)


def convert(module, folder, symbols):
    """Returns the archive of a module's documentation."""
    place = os.path.join(folder, module + ".docc")
    prepare(os.path.join(ROOT, "Sources", module, module + ".docc"), place)
    archive = os.path.join(folder, module + ".doccarchive")
    command = ["docc", "convert", place, "--output-path", archive, "--warnings-as-errors",
               "--fallback-display-name", module, "--fallback-bundle-identifier", module]  # fmt: skip
    if symbols:
        command += ["--additional-symbol-graph-dir", symbols]
    done = subprocess.run(command, check=False, text=True, capture_output=True)
    if done.returncode != 0 or (done.stdout + done.stderr).strip():
        sys.exit(f"docc, of {module}:\n{done.stdout}{done.stderr}")
    return archive


def main(out, symbols=None):
    if os.path.exists(out):
        sys.exit(f"{out} exists")
    with tempfile.TemporaryDirectory() as folder:
        archives = [convert("memprobe", folder, None)]
        if symbols:
            archives.append(convert("MemoryMeasures", folder, symbols))
            merged = ["docc", "merge", *archives, "--output-path", out, "--synthesized-landing-page-name", "memprobe"]
            subprocess.run(merged, check=True)
        else:
            shutil.move(archives[0], out)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
