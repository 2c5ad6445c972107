#!/usr/bin/env python3
"""Makes the documentation a site: the guides, and what programs in Swift call.

    make_site.py OUT [BUILD]

OUT      a new folder for the site: what a web server needs
BUILD    what `swift build --show-bin-path` tells, of a debug build, for the pages on what modules declare; without it,
         the guides alone

Guides are Markdown that can be read where it lies, so that links lead to files. DocC, of the Swift toolchain on the path,
wants references: they are made of links to other guides, and links to files that are no guides become their names. Any
warning of DocC's ends this with its message, and so does a public declaration that nothing is said of.
"""

import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

LIBRARY = ["LabelledFiles", "MemoryMeasures", "NetworkFiles", "RecurrentNetworks"]
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


def symbol_graph(module, build, folder):
    """Returns a new folder with what the module declares to other packages, each with words of its own or inherited."""
    place = os.path.join(folder, module)
    os.mkdir(place)
    sources = os.path.join(ROOT, "Sources")
    command = ["swift-symbolgraph-extract", "-module-name", module, "-output-dir", place, "-I", f"{build}/Modules",
               "-minimum-access-level", "public", "-skip-synthesized-members"]  # fmt: skip
    command += ["-target", json.loads(subprocess.check_output(["swift", "-print-target-info"]))["target"]["triple"]]
    for include in glob.glob(f"{sources}/C*/include"):
        command += ["-Xcc", f"-I{include}"]
    for module_map in glob.glob(f"{build}/*.build/module.modulemap") + glob.glob(f"{sources}/C*/module.modulemap"):
        command += ["-Xcc", f"-fmodule-map-file={module_map}"]
    subprocess.run(command, check=True)
    silent = []
    for path in glob.glob(f"{place}/*.symbols.json"):
        with open(path, encoding="utf-8") as file:
            silent += [
                ".".join(symbol["pathComponents"]) for symbol in json.load(file)["symbols"]
                if "docComment" not in symbol and symbol["kind"]["identifier"] != "swift.extension"
            ]  # fmt: skip
    if silent:
        sys.exit(f"public, of {module}, and nothing is said of them: {', '.join(silent)}")
    return place


def convert(module, folder, symbols):
    """Returns the archive of a module's documentation."""
    place = os.path.join(folder, module + ".docc")
    archive = os.path.join(folder, module + ".doccarchive")
    command = ["docc", "convert", "--output-path", archive, "--warnings-as-errors",
               "--fallback-display-name", module, "--fallback-bundle-identifier", module]  # fmt: skip
    catalogue = os.path.join(ROOT, "Sources", module, module + ".docc")
    if os.path.exists(catalogue):
        prepare(catalogue, place)
        command.insert(2, place)
    if symbols:
        command += ["--additional-symbol-graph-dir", symbols]
    done = subprocess.run(command, check=False, text=True, capture_output=True)
    if done.returncode != 0 or (done.stdout + done.stderr).strip():
        sys.exit(f"docc, of {module}:\n{done.stdout}{done.stderr}")
    return archive


def main(out, build=None):
    if os.path.exists(out):
        sys.exit(f"{out} exists")
    with tempfile.TemporaryDirectory() as folder:
        archives = [convert("memprobe", folder, None)]
        for module in LIBRARY if build else []:
            archives.append(convert(module, folder, symbol_graph(module, build, folder)))
        subprocess.run(
            ["docc", "merge", *archives, "--output-path", out, "--synthesized-landing-page-name", "memprobe"], check=True)
    with open(os.path.join(out, "theme-settings.json"), "w", encoding="utf-8") as file:
        # What every page asks for. DocC's own colour of comments is too pale on its grey.
        comments = {"light": "rgb(83, 96, 110)", "dark": "rgb(155, 167, 180)"}
        json.dump({"theme": {"color": {"syntax-comments": comments}}}, file)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
