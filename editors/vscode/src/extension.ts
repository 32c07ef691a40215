// Finds the server, starts it, and says how it is. What a reporter sees beyond that comes from the server.

import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";
import { LanguageClient, State, type LanguageClientOptions } from "vscode-languageclient/node";
import { linked } from "./hover";
import { Report } from "./report";
import { findServer, type Server } from "./server";
import { Status } from "./status";

const LANGUAGES = ["markdown", "mdx", "plaintext", "html"];

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("onrecord", { log: true });
  const status = new Status();
  const running = new Session(context.extensionPath, output, status);
  session = running;
  context.subscriptions.push(
    output,
    status,
    vscode.commands.registerCommand("onrecord.showOutput", () => output.show()),
    vscode.commands.registerCommand("onrecord.restartServer", () => running.restart()),
    // Trust brings in the workspace's own server path, which the editor held back until then.
    vscode.workspace.onDidGrantWorkspaceTrust(() => running.restart()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("onrecord.server") || change.affectsConfiguration("onrecord.workspaceDiagnostics")) void running.restart();
    }),
  );
  await running.restart();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}

/** At most one server at a time: starts and stops wait for each other, in the order they were asked for. */
class Session {
  private client: LanguageClient | undefined;
  private last: Promise<void> = Promise.resolve();
  /** How many starts and stops are under way or wait. */
  private turns = 0;
  private readonly report = new Report();

  constructor(
    private readonly extension: string,
    private readonly output: vscode.LogOutputChannel,
    private readonly status: Status,
  ) {}

  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.end();
      await this.begin();
    });
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.end());
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turns += 1;
    this.last = this.last.then(work, work).finally(() => {
      this.turns -= 1;
    });
    return this.last;
  }

  private async begin(): Promise<void> {
    this.status.show({ is: "starting" });
    try {
      const server = this.find();
      this.output.info(`Server: ${server.command}, from ${server.from}`);
      const client = new LanguageClient("onrecord", "onrecord", { command: server.command, args: ["lsp"] }, this.options());
      this.client = client;
      client.onDidChangeState(({ newState }) => this.tell(client, server, newState));
      await client.start();
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client?.needsStop()) await client.stop().catch((error: unknown) => this.output.warn(`The server did not stop: ${String(error)}`));
  }

  private find(): Server {
    const setting = vscode.workspace.getConfiguration("onrecord").get<string>("server.path", "");
    return findServer(
      {
        environment: process.env["ONRECORD_SERVER"],
        setting,
        extension: this.extension,
        searchPath: process.env["PATH"] ?? "",
        home: os.homedir(),
        platform: process.platform,
      },
      isProgram,
    );
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: LANGUAGES.flatMap((language) => [
        { scheme: "file", language },
        { scheme: "untitled", language },
      ]),
      outputChannel: this.output,
      // What the server offers depends on it, so it is told at once; a change starts the server anew.
      initializationOptions: { workspaceDiagnostics: everything() },
      middleware: {
        provideHover: async (document, position, token, next) => {
          const hover = await next(document, position, token);
          return hover && linked(hover);
        },
        // From the palette the command comes without the draft that it is about.
        executeCommand: (command, args: unknown[], next) => {
          const draft = vscode.window.activeTextEditor?.document.uri.toString();
          return next(command, command === Report.COMMAND && args.length === 0 && draft !== undefined ? [draft] : args) as vscode.ProviderResult<unknown>;
        },
        window: {
          showDocument: async (params, token, next) => {
            const page = vscode.Uri.parse(params.uri);
            if (params.external !== true || !Report.is(page)) return next(params, token);
            return { success: await this.report.show(page) };
          },
        },
        workspace: {
          // A change may be what stops this server; the next one asks for the settings when it starts.
          didChangeConfiguration: async (sections, next) => {
            if (this.turns === 0 && this.client?.isRunning()) await next(sections);
          },
        },
      },
    };
  }

  private tell(client: LanguageClient, server: Server, state: State): void {
    // A client that was replaced may still report its own end.
    if (client !== this.client) return;
    switch (state) {
      case State.Starting:
        return this.status.show({ is: "starting" });
      case State.Running:
        return this.status.show({ is: "ready", server: server.command, version: client.initializeResult?.serverInfo?.version });
      case State.Stopped:
        return this.status.show({ is: "stopped" });
    }
  }

  /** Says it once, with what can be done; does not wait for the answer. */
  private fail(why: string): void {
    this.output.error(why);
    this.status.show({ is: "failed", why });
    const settings = "Open Settings";
    const log = "Show Output";
    void vscode.window.showErrorMessage(`onrecord cannot check quotations. ${why}`, settings, log).then((pressed) => {
      if (pressed === settings) openPathSetting();
      if (pressed === log) this.output.show();
    });
  }
}

/** Whether all drafts are to be listed: in one of the open folders at least. */
function everything(): boolean {
  const set = (folder?: vscode.WorkspaceFolder) => vscode.workspace.getConfiguration("onrecord", folder).get<boolean>("workspaceDiagnostics", false);
  return set() || (vscode.workspace.workspaceFolders ?? []).some(set);
}

/** In a remote window the path belongs to the remote machine, and the user's own page does not show it. */
function openPathSetting(): void {
  const page = vscode.env.remoteName === undefined ? "workbench.action.openSettings" : "workbench.action.openRemoteSettings";
  void vscode.commands.executeCommand(page, { query: "onrecord.server.path" });
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
