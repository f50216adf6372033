"""Converts cases of the semantic SBML test suite to other levels and versions of SBML with libSBML.

    python3 -m venv .venv && .venv/bin/pip install -r tests/conformance/requirements.txt
    .venv/bin/python tests/conformance/convert_levels.py SUITE/semantic OUT --cases 100
    for folder in OUT/*; do lca conformance sbml-semantic $folder; done

OUT holds one folder for each level and version, laid out as the suite is, with the case's own settings and
results: what was converted must give the same values. Cases are chosen so that every tag of the suite that
libSBML can convert occurs as soon as possible, the rarest first; the choice depends on the suite alone. A case
is converted to those levels at which the suite says it exists.
"""

import argparse
import collections
import pathlib
import re
import shutil
import sys

import libsbml

# libSBML reads Level 1 Version 1 but does not write it.
TARGETS = [(1, 2), (2, 1), (2, 2), (2, 3), (2, 4), (2, 5), (3, 1), (3, 2)]


def described(folder):
    """The tags of a case and the levels at which it exists; none for cases of packages."""
    text = (folder / f"{folder.name}-model.m").read_text(encoding="utf-8", errors="replace")
    field = {
        key: [item.strip() for item in value.split(",") if item.strip()]
        for key, value in re.findall(r"^(\w+):[ \t]*(.*?)\s*$", text, re.MULTILINE)
    }
    if field.get("testType") != ["TimeCourse"] or field.get("packagesPresent"):
        return None
    levels = {tuple(int(part) for part in level.split(".")) for level in field.get("levels", [])}
    return set(field.get("componentTags", [])) | set(field.get("testTags", [])), levels


def chosen(suite, count):
    """Cases, each the one whose tags have occurred least so far."""
    cases = {}
    for folder in sorted(path for path in suite.iterdir() if path.name.isdigit()):
        about = described(folder)
        if about and len(about[1]) > 1:
            cases[folder] = about
    frequency = collections.Counter(tag for tags, _ in cases.values() for tag in tags)
    seen, picked = collections.Counter(), []
    while cases and len(picked) < count:
        def worth(folder):
            tags, levels = cases[folder]
            new = sum(1.0 / (frequency[tag] * (1 + seen[tag]) ** 2) for tag in tags)
            return new + 0.02 * len(levels) / (1 + len(tags)), folder.name

        best = max(cases, key=worth)
        picked.append((best, cases[best][1]))
        seen.update(cases.pop(best)[0])
    return sorted(picked, key=lambda pair: pair[0].name)


def convert(path, level, version):
    """The text of a model at a level and version; none where libSBML cannot say it there."""
    document = libsbml.readSBMLFromFile(str(path))
    if document.getNumErrors(libsbml.LIBSBML_SEV_ERROR) or document.getNumErrors(libsbml.LIBSBML_SEV_FATAL):
        return None
    if (document.getLevel(), document.getVersion()) != (level, version):
        if not document.setLevelAndVersion(level, version, False):
            return None
    return libsbml.writeSBMLToString(document)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--cases", type=int, default=100)
    arguments = parser.parse_args()
    written, refused = collections.Counter(), collections.Counter()
    for folder, levels in chosen(arguments.suite, arguments.cases):
        case = folder.name
        model = next(folder.glob(f"{case}-sbml-l*.xml"))
        for level, version in TARGETS:
            if (level, version) not in levels:
                continue
            text = convert(model, level, version)
            if text is None:
                refused[level, version] += 1
                continue
            target = arguments.out / f"l{level}v{version}" / case
            target.mkdir(parents=True, exist_ok=True)
            (target / f"{case}-sbml-l{level}v{version}.xml").write_text(text, encoding="utf-8")
            for name in ("model.m", "settings.txt", "results.csv"):
                shutil.copyfile(folder / f"{case}-{name}", target / f"{case}-{name}")
            written[level, version] += 1
    for target in TARGETS:
        print(f"Level {target[0]} Version {target[1]}: {written[target]} converted, {refused[target]} refused")
    return 0 if written else 1


if __name__ == "__main__":
    sys.exit(main())
