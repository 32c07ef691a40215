import assert from "node:assert/strict";
import { test } from "node:test";
import { findServer, NoServer, type Places } from "./server";

const nothingSet: Places = {
  environment: undefined,
  setting: "",
  extension: "/extension",
  searchPath: "bin:/usr/bin:/opt/bin",
  home: "/home/ana",
  platform: "linux",
};

const withPrograms = (...files: string[]) => (file: string) => files.includes(file);

test("the variable is stronger than the setting, and that than the extension", () => {
  const all = withPrograms("/dev/onrecord", "/own/onrecord", "/extension/server/onrecord", "/opt/bin/onrecord");
  const set = { ...nothingSet, setting: "/own/onrecord" };
  assert.equal(findServer({ ...set, environment: "/dev/onrecord" }, all).command, "/dev/onrecord");
  assert.equal(findServer(set, all).command, "/own/onrecord");
  assert.equal(findServer(nothingSet, all).command, "/extension/server/onrecord");
});

test("without a server in the extension, PATH is searched in order", () => {
  const found = findServer(nothingSet, withPrograms("/opt/bin/onrecord"));
  assert.deepEqual(found, { command: "/opt/bin/onrecord", from: "PATH" });
});

test("a folder of PATH that depends on where the editor was started is passed over", () => {
  assert.throws(() => findServer(nothingSet, withPrograms("bin/onrecord")), NoServer);
});

test("a path that names nothing is an error, even where another server is at hand", () => {
  const set = { ...nothingSet, setting: "/gone/onrecord" };
  assert.throws(() => findServer(set, withPrograms("/extension/server/onrecord")), /\/gone\/onrecord/);
});

test("a path from the workspace's folder is not taken", () => {
  const set = { ...nothingSet, setting: "./onrecord" };
  assert.throws(() => findServer(set, withPrograms("./onrecord", "onrecord")), NoServer);
});

test("a tilde is the home folder, and a bare name is looked up on PATH", () => {
  const own = withPrograms("/home/ana/bin/onrecord", "/usr/bin/onrecord-next");
  assert.equal(findServer({ ...nothingSet, setting: "~/bin/onrecord" }, own).command, "/home/ana/bin/onrecord");
  assert.equal(findServer({ ...nothingSet, setting: "onrecord-next" }, own).command, "/usr/bin/onrecord-next");
});

test("on Windows the program has its own name", () => {
  const found = findServer({ ...nothingSet, platform: "win32" }, withPrograms("/extension/server/onrecord.exe"));
  assert.equal(found.from, "the extension");
});
