// Links of a hover into sources that lie in no file.

import * as vscode from "vscode";

/** As the server writes them. Words of a draft or a source never look so: it puts a backslash before their brackets. */
const LINK = /\]\(<(onrecord-source:[^<>]*)>\)/g;
const OPEN = "vscode.open";

/** The editor takes links of a scheme that it does not know out of a hover; a command that is named may stand there. */
export function linked(hover: vscode.Hover): vscode.Hover {
  for (const part of hover.contents) {
    if (!(part instanceof vscode.MarkdownString)) continue;
    part.value = part.value.replace(LINK, (_, address: string) => `](<${command(address)}>)`);
    part.isTrusted = { enabledCommands: [OPEN] };
  }
  return hover;
}

/** With the place behind the `#`, which the editor goes to. */
function command(address: string): string {
  return `command:${OPEN}?${encodeURIComponent(JSON.stringify([vscode.Uri.parse(address)]))}`;
}
