#!/usr/bin/env python3
"""Counts the sessions of Exchange logs of make_logs.py by another way: all rows of a session together, then one question after the other.

truth.py FILE...     prints protocol, error, sessions, encrypted, plain, failed, messages: one line per group, as JSON
"""
import collections
import csv
import json
import re
import sys

VERSIONS = {"SP_PROT_TLS1_0_SERVER": "Tls10", "SP_PROT_TLS1_2_SERVER": "Tls12", "4096": "Tls13"}


def main():
    sessions = collections.defaultdict(list)
    for path in sys.argv[1:]:
        with open(path, newline="", encoding="utf-8") as rows:
            for row in csv.reader(rows):
                if not row[0].startswith("#"):
                    sessions[row[2]].append((row[6], row[7], row[8]))
    groups = collections.defaultdict(lambda: [0] * 5)
    for rows in sessions.values():
        told = next((re.match("TLS protocol (\\S+) negotiation succeeded", context) for _, _, context in rows if context.startswith("TLS protocol ")), None)
        error = next((context[34:] for _, _, context in rows if context.startswith("TLS negotiation failed with error ")), None)
        mail = any(event == "<" and data.startswith("MAIL FROM:") for event, data, _ in rows)
        group = groups[VERSIONS[told.group(1)] if told else "", error or ""]
        group[0] += 1
        group[1] += told is not None
        group[2] += told is None and error is None and mail and rows[0][0] == "+"
        group[3] += told is None and error is not None
        group[4] += sum(event == ">" and data.startswith("250 2.6.0") for event, data, _ in rows)
    for (version, error), counts in sorted(groups.items()):
        print(json.dumps([version, error, *counts]))


if __name__ == "__main__":
    main()
