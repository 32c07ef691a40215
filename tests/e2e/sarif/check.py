#!/usr/bin/env python3
"""Holds SARIF logs against the format's schema, and their places against the files they name.

usage: check.py SCHEMA FOLDER LOG.sarif ...      FOLDER is where the paths of the logs begin
"""
import json
import os
import sys
import urllib.parse

import fastjsonschema


def outside(region, lines):
    """Whether a region ends behind the text; lines and columns from 1, columns in characters."""
    for line, column in (("startLine", "startColumn"), ("endLine", "endColumn")):
        if region[line] > len(lines) or region[column] > len(lines[region[line] - 1]) + 1:
            return True
    return (region["startLine"], region["startColumn"]) > (region["endLine"], region["endColumn"])


def faults(log, folder):
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        if run["columnKind"] != "unicodeCodePoints":
            yield f"columns in {run['columnKind']}"
        for number, result in enumerate(run["results"]):
            if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
                yield f"result {number}: rule {result['ruleIndex']} is not {result['ruleId']}"
            places = [location["physicalLocation"] for location in result["locations"]]
            for fix in result.get("fixes", []):
                for change in fix["artifactChanges"]:
                    regions = [replacement["deletedRegion"] for replacement in change["replacements"]]
                    places += [{"artifactLocation": change["artifactLocation"], "region": region} for region in regions]
            for place in places:
                path = os.path.join(folder, urllib.parse.unquote(place["artifactLocation"]["uri"]))
                text = open(path, encoding="utf-8", newline="").read().replace("\r\n", "\n").replace("\r", "\n")
                if outside(place["region"], text.split("\n")):
                    yield f"result {number}: {place['region']} is outside {path}"
            for beside in result.get("relatedLocations", []):
                uri = beside["physicalLocation"]["artifactLocation"]["uri"]
                if not os.path.exists(os.path.join(folder, urllib.parse.unquote(uri))):
                    yield f"result {number}: there is no {uri}"


def main(schema, folder, logs):
    valid = fastjsonschema.compile(json.load(open(schema, encoding="utf-8")))
    wrong = 0
    for file in logs:
        log = json.load(open(file, encoding="utf-8"))
        results = sum(len(run["results"]) for run in log["runs"])
        try:
            valid(log)
            found = list(faults(log, folder))
        except fastjsonschema.JsonSchemaException as error:
            found = [str(error)[:600]]
        for fault in found:
            print(f"{file}: {fault}")
        wrong += len(found) + (results == 0)
        print(f"{file}: {results} results, {len(found)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
