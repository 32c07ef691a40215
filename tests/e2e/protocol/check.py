#!/usr/bin/env python3
"""Holds recorded sessions against the Language Server Protocol.

usage: check.py SESSION.jsonl ...      one process a file, one {"dir": "client"|"server", "msg": {...}} a line, as tee.py writes it

The types come from lsprotocol, which is generated from the protocol's own model. On top of them: what a server
may only send if the editor announced it, and ranges that lie inside the document they speak of.
Only the server is blamed; what an editor does wrong is printed as a note.
"""
import enum
import json
import sys

from lsprotocol import converters, types

CONVERTER = converters.get_converter()
# Below these anything may stand.
FREE = {"data", "initializationOptions", "settings", "experimental", "arguments", "registerOptions"}
# Without one of each a record shows nothing: some editors ask for diagnostics, the others are sent them.
NEEDED = (
    {"answer to initialize"},
    {"textDocument/publishDiagnostics", "answer to textDocument/diagnostic"},
    {"answer to textDocument/hover"},
    {"answer to textDocument/definition"},
)
# Request of the editor -> the server's capability that invites it.
INVITED = {
    "textDocument/hover": "hoverProvider",
    "textDocument/definition": "definitionProvider",
    "textDocument/references": "referencesProvider",
    "textDocument/documentLink": "documentLinkProvider",
    "textDocument/documentSymbol": "documentSymbolProvider",
    "textDocument/codeAction": "codeActionProvider",
    "textDocument/codeLens": "codeLensProvider",
    "textDocument/inlayHint": "inlayHintProvider",
    "textDocument/completion": "completionProvider",
    "textDocument/diagnostic": "diagnosticProvider",
    "textDocument/typeDefinition": "typeDefinitionProvider",
    "textDocument/prepareRename": "renameProvider",
    "textDocument/rename": "renameProvider",
    "textDocument/foldingRange": "foldingRangeProvider",
    "textDocument/selectionRange": "selectionRangeProvider",
    "textDocument/semanticTokens/full": "semanticTokensProvider",
}
# Request of the server -> what the editor announces for it.
ASKED = {
    "window/workDoneProgress/create": ("window", "workDoneProgress"),
    "window/showDocument": ("window", "showDocument", "support"),
    "workspace/configuration": ("workspace", "configuration"),
    "workspace/applyEdit": ("workspace", "applyEdit"),
    "workspace/workspaceFolders": ("workspace", "workspaceFolders"),
    "workspace/diagnostic/refresh": ("workspace", "diagnostics", "refreshSupport"),
    "workspace/textDocumentContent/refresh": ("workspace", "textDocumentContent"),
    "workspace/inlayHint/refresh": ("workspace", "inlayHint", "refreshSupport"),
    "workspace/codeLens/refresh": ("workspace", "codeLens", "refreshSupport"),
    "workspace/semanticTokens/refresh": ("workspace", "semanticTokens", "refreshSupport"),
}


def differences(raw, typed, path=""):
    """What of a message its type does not know."""
    if isinstance(typed, enum.Enum):
        typed = typed.value
    if isinstance(raw, dict):
        if not isinstance(typed, dict):
            yield f"{path}: {raw!r} became {typed!r}"
            return
        for key, value in raw.items():
            if key in typed:
                if key not in FREE:
                    yield from differences(value, typed[key], f"{path}/{key}")
            elif value is not None:
                yield f"{path}/{key}: unknown property"
    elif isinstance(raw, list):
        if not isinstance(typed, list) or len(raw) != len(typed):
            yield f"{path}: list changed"
            return
        for index, (left, right) in enumerate(zip(raw, typed)):
            yield from differences(left, right, f"{path}/{index}")
    elif isinstance(raw, bool) != isinstance(typed, bool) or raw != typed:
        yield f"{path}: {raw!r} became {typed!r}"


def shape(message, kind):
    try:
        typed = CONVERTER.unstructure(CONVERTER.structure(message, kind), unstructure_as=kind)
    except Exception as error:  # cattrs raises what the hooks raise
        yield f"does not fit {kind.__name__}: {error!r}"[:600]
        return
    yield from differences(message, typed)


def ranges(value, path=""):
    """Every range in a value, with where it stands; not in free data."""
    if isinstance(value, dict):
        if set(value) == {"start", "end"} and isinstance(value["start"], dict):
            yield path, value
        for key, item in value.items():
            if key not in FREE:
                yield from ranges(item, f"{path}/{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from ranges(item, f"{path}/{index}")


def inside(inner, outer):
    order = lambda position: (position["line"], position["character"])
    return order(outer["start"]) <= order(inner["start"]) and order(inner["end"]) <= order(outer["end"])


class Session:
    """One connection: what was announced, which requests are open, what the documents hold."""

    def __init__(self):
        self.open = {"client": {}, "server": {}}
        # Requests that the editor took back, or that were under way when it said that it is done.
        self.excused = set()
        self.client, self.server, self.encoding = {}, {}, "utf-16"
        self.lines, self.versions = {}, {}
        # Progress that the server may report: bars that it asked for, and numbers that came with a request.
        self.tokens = set()

    def width(self, line):
        if self.encoding == "utf-32":
            return len(line)
        return len(line.encode(self.encoding if self.encoding == "utf-8" else "utf-16-le")) // (1 if self.encoding == "utf-8" else 2)

    def offset(self, line, character):
        """How many letters stand before a column of a line, as this session counts columns; no more than it has."""
        units = 0
        for at, letter in enumerate(line):
            if units >= character:
                return at
            units += self.width(letter)
        return len(line)

    def edited(self, lines, change):
        """The lines after a change of a part of them."""
        start, end = change["range"]["start"], change["range"]["end"]
        if end["line"] > len(lines) or start["line"] >= len(lines):
            return None
        before = lines[start["line"]][: self.offset(lines[start["line"]], start["character"])]
        after = lines[end["line"]][self.offset(lines[end["line"]], end["character"]) :] if end["line"] < len(lines) else ""
        text = change["text"].replace("\r\n", "\n").replace("\r", "\n")
        return lines[: start["line"]] + (before + text + after).split("\n") + lines[end["line"] + 1 :]

    def follow(self, method, params):
        """Keeps the documents' texts."""
        document = params.get("textDocument", {}) if isinstance(params, dict) else {}
        if "version" in document:
            self.versions[document["uri"]] = document["version"]
        if method == "$/cancelRequest":
            self.excused.add(params["id"])
        elif method == "shutdown":
            self.excused.update(self.open["client"])
        elif method == "textDocument/didOpen":
            self.lines[document["uri"]] = document["text"].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        elif method == "textDocument/didChange":
            for change in params["contentChanges"]:
                if "range" in change:
                    lines = self.lines.pop(document["uri"], None)
                    # A CR that a change parts from its LF, or joins to one, is no longer to be told here.
                    lines = self.edited(lines, change) if lines is not None and "\r" not in change["text"] else None
                    if lines is not None:
                        self.lines[document["uri"]] = lines
                else:
                    self.lines[document["uri"]] = change["text"].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        elif method == "textDocument/didClose":
            self.lines.pop(document["uri"], None)

    def outside(self, uri, value):
        lines = self.lines.get(uri)
        if lines is None:
            return
        for path, span in ranges(value):
            for end in ("start", "end"):
                position = span[end]
                if position["line"] >= len(lines) or position["character"] > self.width(lines[position["line"]]):
                    yield f"{path}/{end}: {position} is outside {uri}"
            if (span["start"]["line"], span["start"]["character"]) > (span["end"]["line"], span["end"]["character"]):
                yield f"{path}: ends before it starts"

    def announced(self, *path):
        value = self.client
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def diagnostics(self, uri, diagnostics, current):
        """What is wrong with diagnostics, sent or asked for; places only where they are of the current text."""
        if current:
            yield from self.outside(uri, [{"range": d["range"]} for d in diagnostics])
        taken = self.announced("textDocument", "publishDiagnostics") or {}
        tags = (taken.get("tagSupport") or {}).get("valueSet", [])
        for diagnostic in diagnostics:
            if any(tag not in tags for tag in diagnostic.get("tags", [])):
                yield f"tags {diagnostic['tags']}; the editor takes {tags}"
            if diagnostic.get("source") != "onrecord":
                yield "a diagnostic without its source"
            for field, capability in (("relatedInformation", "relatedInformation"), ("codeDescription", "codeDescriptionSupport"), ("data", "dataSupport")):
                if field in diagnostic and not taken.get(capability):
                    yield f"{field} was not announced"

    def server_says(self, method, params):
        """What a server may not send to this editor."""
        if method == "textDocument/publishDiagnostics":
            # What was sent before the server saw the last change is of the text before it.
            current = params.get("version") in (None, self.versions.get(params["uri"]))
            yield from self.diagnostics(params["uri"], params["diagnostics"], current)
            if "version" in params and not self.announced("textDocument", "publishDiagnostics", "versionSupport"):
                yield "versions were not announced"
        elif method == "client/registerCapability":
            for registration in params["registrations"]:
                section, _, name = registration["method"].partition("/")
                if not self.announced(section, name, "dynamicRegistration"):
                    yield f"{registration['method']} cannot be registered in this editor"
        elif method in ASKED and not self.announced(*ASKED[method]):
            yield f"{'.'.join(ASKED[method])} was not announced"
        elif method == "$/progress" and params["token"] not in self.tokens:
            yield f"nobody knows of the progress {params['token']!r}"
        if method == "window/workDoneProgress/create":
            self.tokens.add(params["token"])

    def moved(self, params):
        """Whether a document was edited since it was asked about."""
        return params.get("#version") != self.versions.get(params["textDocument"]["uri"])

    def announced_in_answer(self, method, result):
        """What of an answer an editor has to be able to take."""
        document = lambda *path: self.announced("textDocument", *path)
        rows = result if isinstance(result, list) else []
        if method in ("textDocument/definition", "textDocument/typeDefinition"):
            name = method.split("/")[1]
            if any("targetUri" in row for row in rows) and not document(name, "linkSupport"):
                yield f"links for {name} were not announced"
        elif method == "textDocument/documentSymbol":
            if any("selectionRange" in row for row in rows) and not document("documentSymbol", "hierarchicalDocumentSymbolSupport"):
                yield "symbols in symbols were not announced"
        elif method == "textDocument/documentLink":
            if any("tooltip" in row for row in rows) and not document("documentLink", "tooltipSupport"):
                yield "tooltips were not announced"
        elif method == "textDocument/codeAction":
            if rows and not document("codeAction", "codeActionLiteralSupport"):
                yield "code actions as such were not announced"
            if any("isPreferred" in row for row in rows) and not document("codeAction", "isPreferredSupport"):
                yield "isPreferred was not announced"
            if any("data" in row for row in rows) and not document("codeAction", "dataSupport"):
                yield "data of code actions was not announced"
        elif method == "textDocument/prepareRename" and result and not document("rename", "prepareSupport"):
            yield "prepareRename was not announced"
        elif method == "textDocument/completion" and result:
            items = result["items"] if isinstance(result, dict) else result
            if any(item.get("insertTextFormat") == 2 for item in items) and not document("completion", "completionItem", "snippetSupport"):
                yield "snippets were not announced"
        edits = [row["edit"] for row in rows if isinstance(row, dict) and "edit" in row]
        edits += [result] if isinstance(result, dict) and "documentChanges" in result else []
        if any("documentChanges" in edit for edit in edits) and not self.announced("workspace", "workspaceEdit", "documentChanges"):
            yield "documentChanges were not announced"

    def places_in_answer(self, method, uri, result):
        """Places of the text that was asked about; those of other files are not to be told."""
        if result is None or uri is None:
            return
        rows = result if isinstance(result, list) else [result]
        if method in ("textDocument/definition", "textDocument/typeDefinition", "textDocument/references"):
            yield from self.outside(uri, [{"range": row["originSelectionRange"]} for row in rows if "originSelectionRange" in row])
            for row in rows:
                if "uri" in row:
                    yield from self.outside(row["uri"], {"range": row["range"]})
        elif method in ("textDocument/documentSymbol", "textDocument/codeLens", "textDocument/documentLink", "textDocument/selectionRange"):
            yield from self.outside(uri, rows)
            for row in rows:
                selection, whole = row.get("selectionRange"), row.get("range")
                if selection and not inside(selection, whole):
                    yield f"a selection {selection} is not in its range {whole}"
                parent = row.get("parent")
                if parent and not inside(row["range"], parent["range"]):
                    yield f"a range {row['range']} is not in its parent's {parent['range']}"
        elif method == "textDocument/foldingRange":
            lines = self.lines.get(uri)
            for row in rows:
                if lines is not None and not row["startLine"] <= row["endLine"] < len(lines):
                    yield f"a folding {row} is outside {uri}"
        elif method == "textDocument/inlayHint":
            yield from self.outside(uri, [{"range": {"start": row["position"], "end": row["position"]}} for row in rows])
        elif method == "textDocument/prepareRename":
            yield from self.outside(uri, {"range": result} if "start" in result else {})
        elif method == "textDocument/rename":
            for change in result.get("documentChanges", []):
                yield from self.outside(change["textDocument"]["uri"], change["edits"])
            for target, edits in (result.get("changes") or {}).items():
                yield from self.outside(target, edits)
        elif method == "textDocument/completion":
            items = result["items"] if isinstance(result, dict) else result
            yield from self.outside(uri, [item["textEdit"] for item in items if "textEdit" in item])
        elif method == "textDocument/semanticTokens/full":
            yield from self.tokens_outside(uri, result["data"])

    def tokens_outside(self, uri, data):
        """Whether colours lie in the text, one behind the other, of kinds that were told."""
        legend = self.server["semanticTokensProvider"]["legend"]
        line = column = end = 0
        if len(data) % 5:
            yield "numbers that are no whole tokens"
        for at in range(0, len(data) - 4, 5):
            down, right, length, kind, modifiers = data[at : at + 5]
            column, end = (column + right, end) if down == 0 else (right, 0)
            line += down
            if column < end:
                yield f"the token at {line}:{column} begins in the one before"
            end = column + length
            if kind >= len(legend["tokenTypes"]) or modifiers >> len(legend["tokenModifiers"]):
                yield f"the token at {line}:{column} is of a kind that was not told"
            span = {"start": {"line": line, "character": column}, "end": {"line": line, "character": end}}
            yield from self.outside(uri, {"range": span})

    def server_answers(self, method, params, result):
        if method == "initialize":
            capabilities = result["capabilities"]
            self.server, self.encoding = capabilities, capabilities.get("positionEncoding", "utf-16")
            if self.encoding not in (self.announced("general", "positionEncodings") or ["utf-16"]):
                yield f"{self.encoding} was not offered"
        if method in INVITED and not self.server.get(INVITED[method]):
            return
        uri = params.get("textDocument", {}).get("uri") if isinstance(params, dict) else None
        # Between a question and its answer the text may have moved on; then its places are not to be told.
        if uri is not None and self.moved(params):
            return
        yield from self.announced_in_answer(method, result)
        yield from self.places_in_answer(method, uri, result)
        if method == "textDocument/hover" and result:
            formats = self.announced("textDocument", "hover", "contentFormat") or ["plaintext"]
            kind = result["contents"].get("kind") if isinstance(result["contents"], dict) else "markdown"
            if kind not in formats:
                yield f"hover in {kind}; the editor takes {formats}"
            yield from self.outside(uri, {"range": result["range"]} if result.get("range") else {})
        elif method == "textDocument/diagnostic":
            # Whether the text has changed since it was asked for is not to be told.
            yield from self.diagnostics(uri, result.get("items", []), False)
        elif method == "textDocument/codeAction":
            for action in result or []:
                for target, edits in (action.get("edit", {}).get("changes") or {}).items():
                    yield from self.outside(target, edits)
                for change in action.get("edit", {}).get("documentChanges") or []:
                    if change["textDocument"].get("version") in (None, self.versions.get(change["textDocument"]["uri"])):
                        yield from self.outside(change["textDocument"]["uri"], change["edits"])


def check_message(session, sender, message):
    """Name and faults of one message."""
    other = {"client": "server", "server": "client"}[sender]
    method, params, faults = message.get("method"), message.get("params") or {}, []
    if method is not None:
        if method not in types.METHOD_TO_TYPES:
            if "id" in message:
                session.open[sender][message["id"]] = (method, types.ResponseErrorMessage, params)
            return method, [] if method.startswith("$/") else ["unknown method"]
        request, response, *_ = types.METHOD_TO_TYPES[method]
        faults += shape(message, request)
        if "id" in message:
            uri = params.get("textDocument", {}).get("uri") if isinstance(params, dict) else None
            if uri is not None:
                params = {**params, "#version": session.versions.get(uri)}
            if isinstance(params, dict):
                session.tokens.update(params[key] for key in ("partialResultToken", "workDoneToken") if key in params)
            session.open[sender][message["id"]] = (method, response, params)
        direction = types.message_direction(method)
        if direction == "clientToServer" and sender == "server" or direction == "serverToClient" and sender == "client":
            faults.append(f"wrong direction: {direction}")
        if sender == "client":
            if method == "initialize":
                session.client = params["capabilities"]
            session.follow(method, params)
        elif not faults:
            faults += session.server_says(method, params)
        return method, faults
    asked = session.open[other].pop(message.get("id"), None)
    if asked is None:
        return "answer", ["nothing was asked, or it was answered before"]
    method, response, params = asked
    if "error" in message:
        faults += shape(message, types.ResponseErrorMessage)
    elif "result" not in message:
        faults.append("neither result nor error")
    else:
        faults += shape(message, response)
        if sender == "server" and not faults:
            faults += session.server_answers(method, params, message["result"])
    return f"answer to {method}", faults


def main(files):
    faulty, recorded = 0, set()
    for file in files:
        session, seen = Session(), 0
        for number, line in enumerate(open(file, encoding="utf-8"), 1):
            entry = json.loads(line)
            if "unreadable" in entry:
                name, faults = "message", ["is not JSON"]
            else:
                name, faults = check_message(session, entry["dir"], entry["msg"])
            seen += 1
            recorded.add(name)
            for fault in faults:
                faulty += entry["dir"] == "server"
                print(f"{'' if entry['dir'] == 'server' else 'note: '}{file}:{number}: {entry['dir']}: {name}: {fault}")
        for identity, (method, *_) in session.open["client"].items():
            excused = identity in session.excused
            faulty += not excused
            print(f"{'note: ' if excused else ''}{file}: {method} ({identity}) was never answered")
        print(f"{file}: {seen} messages")
    for needed in NEEDED:
        if not needed & recorded:
            faulty += 1
            print(f"no {' or '.join(sorted(needed))} was recorded, so nothing is shown by these sessions")
    print(f"{faulty} faults of the server")
    return 1 if faulty else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
