#!/usr/bin/env python3
"""Writes a man page for the program and one for each subcommand, from what it says of itself.

    memprobe --experimental-dump-help | manual.py VERSION FOLDER
"""

import json
import pathlib
import sys


def text(words):
    """As roff reads it: nothing of it is a request."""
    lines = (words or "").replace("\\", "\\e").replace("-", "\\-").strip().split("\n")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in lines)


def paragraphs(words):
    return "\n.PP\n".join(text(part) for part in (words or "").split("\n\n") if part.strip())


def names(argument):
    dashes = {"long": "--", "short": "-", "longWithSingleDash": "-"}
    return [dashes[name["kind"]] + name["name"] for name in argument.get("names", [])]


def heading(argument):
    """The names of an option, and what stands behind them."""
    value = argument.get("valueName")
    told = ", ".join(f"\\fB{text(name)}\\fR" for name in names(argument))
    if argument["kind"] == "flag" or not value:
        return told
    return f"{told} \\fI{text(value)}\\fR".strip()


def listed(arguments):
    lines = []
    for argument in arguments:
        lines += [".TP", heading(argument), paragraphs(argument.get("abstract"))]
        lines += [".IP", paragraphs(argument["discussion"])] if argument.get("discussion") else []
    return lines


def page(command, program, version):
    title = program if command["commandName"] == program else f"{program}-{command['commandName']}"
    shown = [argument for argument in command.get("arguments", []) if argument["shouldDisplay"]]
    subcommands = [sub for sub in command.get("subcommands", []) if sub["commandName"] != "help"]
    positional = [argument for argument in shown if argument["kind"] == "positional"]
    options = [argument for argument in shown if argument["kind"] != "positional"]
    synopsis = " ".join(
        [f"\\fB{text(title.replace('-', ' ', 1))}\\fR"] + (["\\fIsubcommand\\fR"] if subcommands else [])
        + [heading(argument) + (" ..." if argument["isRepeating"] else "") for argument in positional]
        + (["[\\fIoptions\\fR]"] if options else []))
    lines = [
        f'.TH "{title.upper()}" 1 "" "{program} {version}"', ".SH NAME",
        f"{text(title)} \\- {text(command.get('abstract'))}", ".SH SYNOPSIS", synopsis,
        ".SH DESCRIPTION", paragraphs(command.get("discussion") or command.get("abstract"))]
    if positional:
        lines += [".SH ARGUMENTS", *listed(positional)]
    sections = dict.fromkeys(argument.get("sectionTitle") or "Options" for argument in options)
    for section in sections:
        lines.append(f".SH {section.upper()}")
        lines += listed([one for one in options if (one.get("sectionTitle") or "Options") == section])
    if subcommands:
        lines.append(".SH SUBCOMMANDS")
        for sub in subcommands:
            lines += [".TP", f"\\fB{program}\\-{sub['commandName']}\\fR(1)", text(sub.get("abstract"))]
    return title, "\n".join(lines) + "\n"


version, folder = sys.argv[1], pathlib.Path(sys.argv[2])
root = json.load(sys.stdin)["command"]
folder.mkdir(parents=True, exist_ok=True)
for command in [root, *root["subcommands"]]:
    if command["commandName"] != "help":
        title, roff = page(command, root["commandName"], version)
        (folder / f"{title}.1").write_text(roff)
