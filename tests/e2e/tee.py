#!/usr/bin/env python3
"""Stands between an editor and the server and writes down what they say.

usage: tee.py SERVER [ARGUMENT...]   with LSP_RECORDS naming a folder: one file a process, one {"dir", "msg"} a line

Bytes pass unchanged; a message that cannot be read is written down as such.
"""
import json
import os
import subprocess
import sys
import threading

os.makedirs(os.environ["LSP_RECORDS"], exist_ok=True)
record = open(os.path.join(os.environ["LSP_RECORDS"], f"{os.getpid()}.jsonl"), "w", encoding="utf-8")
lock = threading.Lock()


def write_down(direction, body):
    try:
        entry = {"dir": direction, "msg": json.loads(body)}
    except ValueError:
        entry = {"dir": direction, "unreadable": body.decode("utf-8", "replace")}
    with lock:
        record.write(json.dumps(entry, ensure_ascii=False) + "\n")
        record.flush()


def pass_on(direction, source, target):
    """Hands on each message whole; ends with the stream, and closes the other side."""
    try:
        while True:
            head, length = b"", 0
            while not head.endswith(b"\r\n\r\n"):
                line = source.readline()
                if not line:
                    return
                head += line
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            body = source.read(length)
            # Written down first: otherwise an answer could come before what it answers.
            write_down(direction, body)
            target.write(head + body)
            target.flush()
    except BrokenPipeError:
        pass
    finally:
        try:
            target.close()
        except BrokenPipeError:
            pass


server = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
threading.Thread(target=pass_on, args=("client", sys.stdin.buffer, server.stdin), daemon=True).start()
pass_on("server", server.stdout, sys.stdout.buffer)
# Not sys.exit: the thread that reads standard input may still hold its lock.
os._exit(server.wait())
