// The report of a draft, in a tab beside it. It is one page that needs nothing beside itself, and runs nothing.

import * as path from "node:path";
import * as vscode from "vscode";

export class Report {
  static readonly COMMAND = "onrecord.showReport";

  private panel: vscode.WebviewPanel | undefined;

  /** Whether a page that the server wants shown is a report, and not some other page for the browser. */
  static is(page: vscode.Uri): boolean {
    return page.scheme === "file" && path.basename(path.dirname(page.fsPath)) === "reports" && page.fsPath.endsWith(".html");
  }

  /** Shows a report where the last one was; false if it cannot be read. */
  async show(page: vscode.Uri): Promise<boolean> {
    const html = await vscode.workspace.fs.readFile(page).then(
      (bytes) => new TextDecoder().decode(bytes),
      () => undefined,
    );
    if (html === undefined) return false;
    if (this.panel === undefined) {
      this.panel = vscode.window.createWebviewPanel("onrecord.report", "Report", vscode.ViewColumn.Beside, {
        enableScripts: false,
        enableFindWidget: true,
        localResourceRoots: [],
      });
      this.panel.onDidDispose(() => (this.panel = undefined));
    }
    // The report's file is named after the draft, and what tells it from others of that name.
    const draft = path.basename(page.fsPath, ".html").replace(/-[0-9a-f]{8}$/, "");
    this.panel.title = `Report: ${draft}`;
    this.panel.webview.html = html;
    this.panel.reveal(undefined, true);
    return true;
  }
}
