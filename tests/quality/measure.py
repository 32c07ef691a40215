#!/usr/bin/env python3
"""Measures the binary on labelled articles and holds the figures against the best there were.

usage: measure.py BINARY SHARED [--raise]

SHARED holds bench/quotations, bench/verdicts and accept/run. Prints their tables, then each figure beside the best
one in ratchet.json. A figure that falls by more than the tolerance fails. --raise writes down what got better;
it never writes down what got worse.
"""
import json
import os
import subprocess
import sys

RATCHET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ratchet.json")
TOLERANCE = 0.01
# Of these less is better.
LESS = {"false_alarms", "false_alarms_not_speech"}


def run(*command):
    """What a bench printed; the run ends here if the bench itself did not work."""
    done = subprocess.run([sys.executable, *command], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    # A bench ends with 1 where not everything holds, and also where the binary fell over: then it printed nothing.
    if done.returncode not in (0, 1) or not done.stdout.strip():
        sys.exit(f"{command[0]} ended with {done.returncode} and gave no figures")
    return done.stdout


def quotation_figures(result):
    figures = {
        "span_f1": result["overlap"]["F1"],
        "exact_span_f1": result["exact"]["F1"],
        "speaker_either": result["speaker"]["either"],
        "end_to_end_recall": result["end_to_end_recall"],
    }
    if result["speaker"]["canonical_n"]:
        figures["speaker_canonical"] = result["speaker"]["canonical"]
    return figures


def verdict_figures(result):
    good = result["source"].get("ok", {})
    figures = {
        "found": result["found"],
        "false_alarms": result["false_alarm_ok"],
        "problem_recall": result["problem_recall"],
        "problem_class_strict": result["problem_class_strict"],
        "alarm_precision": result["alarm_precision"],
        "right_place": good.get("span", 0) / max(1, good.get("n", 0)),
    }
    if "scare" in result["labels"]:
        figures["false_alarms_not_speech"] = result["false_alarm_scare"]
    return figures


def measure(binary, shared):
    bench = os.path.join(shared, "bench")
    sys.path.insert(0, bench)
    import score_quotes
    import score_verdicts

    figures = {}
    for kind, show, pick in (
        ("quotations", score_quotes.show, quotation_figures),
        ("verdicts", score_verdicts.show, verdict_figures),
    ):
        for part, result in json.loads(run(os.path.join(bench, kind), binary, "--json")).items():
            print(f"== {kind}/{part}")
            show(result)
            figures[f"{kind}/{part}"] = pick(result)
    print("== accept")
    accepted = run(os.path.join(shared, "accept", "run"), binary)
    print(accepted, end="")
    held, total = accepted.splitlines()[-1].split(" of ")
    figures["accept"] = {"held": int(held) / int(total.split()[0])}
    return figures


def compare(best, figures):
    """Rows to print, names that fell, and the best of both."""
    rows, fallen, raised = [], [], {}
    for part, values in figures.items():
        raised[part] = {}
        for name, value in values.items():
            value = round(value, 4)
            before = best.get(part, {}).get(name)
            sign = -1 if name in LESS else 1
            gain = 0.0 if before is None else sign * (value - before)
            word = "new" if before is None else "FELL" if gain < -TOLERANCE else "better" if gain > 0 else ""
            if word == "FELL":
                fallen.append(f"{part} {name}")
            raised[part][name] = value if before is None or gain > 0 else before
            rows.append(f"  {part + ' ' + name:46s} {value:7.3f}   best {'-' if before is None else format(before, '.3f')}   {word}")
    # A figure that is no longer measured has not held.
    fallen += [f"{part} {name} (not measured)" for part in best for name in best[part] if name not in figures.get(part, {})]
    return rows, fallen, raised


def main():
    binary, shared = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with open(RATCHET, encoding="utf-8") as file:
        best = json.load(file)
    figures = measure(binary, shared)
    rows, fallen, raised = compare(best, figures)
    print(f"== figures, none of which may fall by more than {TOLERANCE}", *rows, sep="\n")
    if fallen:
        sys.exit("fell: " + ", ".join(fallen))
    if raised != best:
        if "--raise" in sys.argv[3:]:
            with open(RATCHET, "w", encoding="utf-8") as file:
                file.write(json.dumps(raised, indent=2) + "\n")
            print("written down in ratchet.json")
        else:
            print("some are better: tests/quality/measure.py BINARY SHARED --raise writes them down")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main()
