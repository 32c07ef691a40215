// Where the server is. Knows nothing of the editor, so that a plain test can ask it anything.

import * as path from "node:path";

/** What can name a server, strongest first. */
export interface Places {
  /** `ONRECORD_SERVER`, for whoever works on onrecord itself. */
  readonly environment: string | undefined;
  /** `onrecord.server.path`. */
  readonly setting: string;
  /** The folder of the extension. */
  readonly extension: string;
  /** `PATH`. */
  readonly searchPath: string;
  /** What `~` stands for. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

export interface Server {
  readonly command: string;
  readonly from: "the variable ONRECORD_SERVER" | "the setting onrecord.server.path" | "the extension" | "PATH";
}

/** No server, and why, in a sentence for the user. */
export class NoServer extends Error {}

/**
 * The server to run. A place that names one which is not there is an error, not a reason to look on:
 * whoever set a path wants that server, and no other.
 */
export function findServer(places: Places, isProgram: (file: string) => boolean): Server {
  const named = [
    { name: places.environment ?? "", from: "the variable ONRECORD_SERVER" },
    { name: places.setting, from: "the setting onrecord.server.path" },
  ] as const;
  for (const { name, from } of named) {
    if (name.trim() === "") continue;
    const command = resolve(name.trim(), places, isProgram);
    if (command === undefined) throw new NoServer(`There is no program at “${name}”, which ${from} names.`);
    return { command, from };
  }

  const program = programName(places.platform);
  const bundled = path.join(places.extension, "server", program);
  if (isProgram(bundled)) return { command: bundled, from: "the extension" };
  const installed = onPath(program, places, isProgram);
  if (installed !== undefined) return { command: installed, from: "PATH" };
  throw new NoServer("This copy of the extension came without a server for your machine, and there is no “onrecord” on PATH.");
}

function resolve(name: string, places: Places, isProgram: (file: string) => boolean): string | undefined {
  if (!/[\\/]/.test(name)) return onPath(name, places, isProgram);
  const file = name.replace(/^~(?=[\\/])/, places.home);
  return path.isAbsolute(file) && isProgram(file) ? file : undefined;
}

function onPath(name: string, places: Places, isProgram: (file: string) => boolean): string | undefined {
  return places.searchPath
    .split(places.platform === "win32" ? ";" : ":")
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find(isProgram);
}

function programName(platform: NodeJS.Platform): string {
  return platform === "win32" ? "onrecord.exe" : "onrecord";
}
