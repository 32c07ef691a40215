// The item in the status bar: whether quotations are being checked, and what to press when they are not.

import * as vscode from "vscode";

export type State =
  | { readonly is: "starting" }
  | { readonly is: "ready"; readonly server: string; readonly version: string | undefined }
  | { readonly is: "stopped" }
  | { readonly is: "failed"; readonly why: string };

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("onrecord.status", vscode.StatusBarAlignment.Right, 10);

  constructor() {
    this.item.name = "onrecord";
    this.show({ is: "starting" });
  }

  show(state: State): void {
    const look = appearance(state);
    this.item.text = `$(${look.icon}) onrecord`;
    this.item.tooltip = look.tooltip;
    this.item.accessibilityInformation = { label: `onrecord: ${look.tooltip}` };
    this.item.command = look.command;
    this.item.backgroundColor = look.alarming ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}

function appearance(state: State): { icon: string; tooltip: string; command: string; alarming: boolean } {
  switch (state.is) {
    case "starting":
      return { icon: "sync~spin", tooltip: "The server is starting.", command: "onrecord.showOutput", alarming: false };
    case "ready":
      return {
        icon: "quote",
        tooltip: `Quotations are checked by ${state.server}${state.version ? ` (version ${state.version})` : ""}.`,
        command: "onrecord.showOutput",
        alarming: false,
      };
    case "stopped":
      return { icon: "circle-slash", tooltip: "The server has stopped. Press to start it again.", command: "onrecord.restartServer", alarming: false };
    case "failed":
      return { icon: "error", tooltip: `Quotations are not checked. ${state.why}`, command: "onrecord.showOutput", alarming: true };
  }
}
