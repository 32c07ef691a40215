// A reporter's five minutes in VS Code, without the reporter: mouse and keys in a real window.
// Reads what it is to see from scene.json; works on a copy of the examples (E2E_WORKSPACE).
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const base = process.argv[2];
const { E2E_ROOT, E2E_WORKSPACE, E2E_FINDINGS, E2E_SHOTS, E2E_SETTINGS, E2E_RECORDED, E2E_SESSIONS } = process.env;
const scene = JSON.parse(fs.readFileSync(path.join(E2E_ROOT, "tests/e2e/scene.json"), "utf8"));
const findings = fs.readFileSync(E2E_FINDINGS, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const draft = path.join(E2E_WORKSPACE, scene.draft);
const source = path.join(E2E_WORKSPACE, scene.source.file);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
page.setDefaultTimeout(30_000);

let held = 0;
let broken = 0;
async function step(name, run) {
  const began = Date.now();
  try {
    await run();
    held++;
    console.log(`ok   vscode: ${name} (${Date.now() - began} ms)`);
  } catch (error) {
    broken++;
    console.log(`FAIL vscode: ${name}\n${String(error).split("\n").slice(0, 12).join("\n")}`);
    // A screenshot stays on the machine that failed; this goes into its log.
    console.log(`status: ${await status().catch(String)}`);
    console.log(`notifications: ${JSON.stringify(await toasts.locator(".notification-toast").allInnerTexts().catch(String))}`);
    await shot(`FAIL ${name.replace(/\W+/g, "-")}`).catch(() => {});
  }
}

// --- what there is in the window

const editor = page.locator(".editor-instance .monaco-editor").first();
const statusItem = page.locator(".statusbar-item", { hasText: "onrecord" }).first();
const problems = page.locator(".markers-panel");
const problemRows = problems.locator(".monaco-list-row");
const hover = page.locator(".monaco-hover:not(.hidden)");
const toasts = page.locator(".notifications-toasts");
const plain = (text) => text.replace(/\u00a0/g, " ").replace(/\u200b/g, "");

// --- what a hand does

/** Waits for what fades in. */
async function shot(name) {
  await page.waitForTimeout(400);
  await page.screenshot({ path: path.join(E2E_SHOTS, `${name}.png`) });
}

async function until(what, done, limit = 30_000) {
  const end = Date.now() + limit;
  let last;
  while (Date.now() < end) {
    last = await done().catch((error) => error);
    if (last === true) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`waited in vain for ${what}: ${String(last)}`);
}

async function openFromExplorer(file) {
  const parts = file.split("/");
  const row = (name) => page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).first();
  for (const folder of parts.slice(0, -1)) {
    await row(folder).waitFor();
    if ((await row(folder).getAttribute("aria-expanded")) !== "true") await row(folder).click();
  }
  await row(parts.at(-1)).dblclick();
  await page.locator(`.tab.active[data-resource-name="${parts.at(-1)}"]`).waitFor();
}

async function showTab(file) {
  await page.locator(`.tab[data-resource-name="${path.basename(file)}"]`).click();
  await page.locator(`.tab.active[data-resource-name="${path.basename(file)}"]`).waitFor();
}

async function command(title) {
  await page.keyboard.press("F1");
  await page.locator(".quick-input-widget input").first().fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click();
}

/** Line and column, from 1, of `at` in the line of the file that holds `context`. */
function place(file, context, at) {
  const lines = fs.readFileSync(file, "utf8").split(/\r?\n/);
  const line = lines.findIndex((text) => text.includes(context));
  assert(line >= 0, `no line of ${file} holds ${context}`);
  const column = lines[line].indexOf(at, lines[line].indexOf(context));
  assert(column >= 0, `no “${at}” after “${context}”`);
  return { line: line + 1, column: column + 1 };
}

async function cursorTo({ line, column }) {
  await editor.locator(".view-lines").click();
  await page.keyboard.press("Control+G");
  await page.locator(".quick-input-widget input").first().fill(`:${line}:${column}`);
  await page.keyboard.press("Enter");
  await page.locator(".statusbar-item", { hasText: new RegExp(`Ln ${line}, Col ${column}(?!\\d)`) }).waitFor();
}

/** Rests the mouse on a place of the draft, and gives back what the window shows there. */
async function hoverAt(where, ...pieces) {
  await cursorTo({ line: where.line, column: where.column + 1 });
  const cursor = await editor.locator(".cursors-layer .cursor").first().boundingBox();
  await page.mouse.move(700, 5);
  await page.mouse.move(cursor.x + 2, cursor.y + cursor.height / 2, { steps: 4 });
  await until(`a hover with ${pieces.join(", ")}`, async () => {
    const text = plain((await hover.allInnerTexts()).join("\n"));
    return pieces.every((piece) => text.includes(piece)) || text;
  });
}

async function hoverAway() {
  await page.mouse.move(700, 5);
  await page.keyboard.press("Escape");
}

async function filterProblems(text) {
  const field = page.locator(".viewpane-filter input, .markers-panel-action-filter input").first();
  await field.fill(text);
}

const draftText = () => fs.readFileSync(draft, "utf8");
const theFinding = () => problemRows.filter({ hasText: scene.finding.code }).filter({ hasText: scene.finding.says[0] });

const status = () => statusItem.locator("a").first().getAttribute("aria-label", { timeout: 1_000 });

/**
 * Changes the settings as another program would, and waits until the status bar says what it should.
 * The editor's own watcher misses a change now and then; one that it missed is written again.
 */
async function changeSettings(changes, says) {
  const settings = { ...JSON.parse(fs.readFileSync(E2E_SETTINGS, "utf8")), ...changes };
  let written = 0;
  await until(`the status to say “${says}”`, async () => {
    if (Date.now() - written > 5_000) {
      fs.writeFileSync(E2E_SETTINGS, JSON.stringify(settings, null, 2));
      written = Date.now();
    }
    const label = (await status()) ?? "";
    return label.includes(says) || label;
  });
}

// --- the scene

await step("the window opens on the newsroom", async () => {
  await page.goto(`${base}/?folder=${encodeURIComponent(E2E_WORKSPACE)}`);
  await page.locator(".monaco-workbench .explorer-folders-view").waitFor({ timeout: 90_000 });
});

await step("a draft opens, and the status bar says that it is checked", async () => {
  await openFromExplorer(scene.draft);
  await until("the state", async () => {
    const label = await status();
    return /Quotations are checked by .*\/server\/onrecord/.test(label ?? "") || label;
  });
});

await step("as many findings as the command reports", async () => {
  const counts = page.locator("#status\\.problems");
  const grave = (...severities) => findings.filter(({ severity }) => severities.includes(severity)).length;
  await until("the counts", async () => {
    const label = (await counts.locator("a").first().getAttribute("aria-label")) ?? "";
    const count = (word) => Number(new RegExp(`(\\d+) ${word}|${word}\\w*: (\\d+)`, "i").exec(label)?.slice(1).find(Boolean) ?? 0);
    const same = count("Error") === grave("error") && count("Warning") === grave("warning") && count("Info") === grave("info");
    return (same && findings.length > 1) || `${label}, and the command has ${findings.length}`;
  });
  await shot("1-draft");
});

await step("the Problems panel has the finding's words, code and source", async () => {
  await page.keyboard.press("Control+Shift+M");
  await problems.waitFor();
  await shot("2-problems");
  await filterProblems(scene.finding.code);
  await theFinding().first().waitFor();
  const text = plain(await theFinding().first().innerText());
  for (const piece of [...scene.finding.says, scene.finding.code, "onrecord"]) assert(text.includes(piece), `no “${piece}” in: ${text}`);
});

await step("pressing the finding selects its words", async () => {
  const { line, column } = place(draft, scene.finding.line, scene.finding.words);
  await theFinding().first().dblclick();
  await page.locator(".statusbar-item", { hasText: new RegExp(`Ln ${line}, Col \\d+`) }).waitFor();
  const label = plain(await page.locator(".statusbar-item", { hasText: /Ln \d+, Col \d+/ }).first().innerText());
  const end = column + scene.finding.words.length;
  assert.match(label, new RegExp(`Col (${column}|${end}) \\(${scene.finding.words.length} selected\\)`));
});

await step("hovering a name says who that is", async () => {
  await hoverAt(place(draft, scene.speaker.line, scene.speaker.at), ...scene.speaker.says);
  await shot("3-speaker");
  await hoverAway();
});

await step("hovering the words at fault shows the finding", async () => {
  await hoverAt(place(draft, scene.finding.line, scene.finding.words), scene.finding.code, ...scene.finding.says);
  await shot("4-quotation");
  await hoverAway();
});

async function definitionLands() {
  await cursorTo(place(draft, scene.source.line, scene.source.at));
  await page.keyboard.press("F12");
  await page.locator(`.tab.active[data-resource-name="${path.basename(source)}"]`).waitFor();
  const { line, column } = place(source, scene.source.words, scene.source.words);
  await page.locator(".statusbar-item", { hasText: new RegExp(`Ln ${line}, Col ${column}(?!\\d)`) }).waitFor();
}

await step("F12 lands on the exact words in the source", async () => {
  await definitionLands();
  await shot("5-source");
  await showTab(draft);
});

await step("F12 opens a source that lies in no file as a text of its own", async () => {
  await openFromExplorer("drafts/wire.md");
  await hoverAt({ line: 1, column: 8 }, "Tasmer Wire");
  await hoverAway();
  await cursorTo({ line: 1, column: 8 });
  await page.keyboard.press("F12");
  await page.locator('.tab.active[data-resource-name="wire.jsonl#w7.txt"]').waitFor();
  await page.locator(".statusbar-item", { hasText: /Ln 5, Col 2(?!\d)/ }).waitFor();
  await until("the words", async () => plain(await editor.innerText()).includes("The late boat will sail in fog as well"));
  // Read-only: what is typed changes nothing.
  await page.keyboard.type("x");
  assert.ok(!plain(await editor.innerText()).includes("xThe late"), "it was written to");
  await shot("6-virtual-source");
  await hoverAway();
  await page.keyboard.press("Escape");
  await page.locator(".tab.active").click({ button: "middle" });
  await showTab(draft);
});

/** Whether the place that the window shows is the first or the last of these words, all of them selected. */
async function selected(line, column, words) {
  const item = page.locator(".statusbar-item", { hasText: new RegExp(`Ln ${line}, Col \\d+ \\(${words.length} selected\\)`) });
  await item.waitFor();
  assert.match(plain(await item.innerText()), new RegExp(`Col (${column}|${column + words.length}) `));
}

/** Presses the link under the mark behind some words of the text that is open, as a hand does. */
async function followLink(where) {
  await cursorTo(where);
  await until("the link", async () => (await editor.locator(".detected-link").count()) > 0);
  const cursor = await editor.locator(".cursors-layer .cursor").first().boundingBox();
  await page.keyboard.down("Control");
  await page.mouse.move(cursor.x + 2, cursor.y + cursor.height / 2);
  await page.mouse.move(cursor.x + 4, cursor.y + cursor.height / 2);
  await editor.locator(".detected-link-active").waitFor();
  await page.mouse.click(cursor.x + 4, cursor.y + cursor.height / 2);
  await page.keyboard.up("Control");
}

const boat = "The late boat will sail in fog as well";

await step("a link leads to the words in a source that lies in no file", async () => {
  await openFromExplorer("drafts/wire.md");
  await followLink({ line: 1, column: boat.length + 3 });
  await page.locator('.tab.active[data-resource-name="wire.jsonl#w7.txt"]').waitFor();
  await selected(5, 2, boat);
  await page.locator(".tab.active").click({ button: "middle" });
});

await step("a link in a hover leads there, too", async () => {
  await showTab("drafts/wire.md");
  await hoverAt({ line: 1, column: 8 }, "Tasmer Wire");
  await hover.locator("a", { hasText: "Tasmer Wire" }).first().click();
  await page.locator('.tab.active[data-resource-name="wire.jsonl#w7.txt"]').waitFor();
  await selected(5, 2, boat);
  await page.locator(".tab.active").click({ button: "middle" });
});

await step("a link leads to the words in a file", async () => {
  const bell = "The bell on the quay is rung at six";
  await openFromExplorer("drafts/bell.md");
  await followLink({ line: 1, column: bell.length + 3 });
  await page.locator('.tab.active[data-resource-name="logbook.txt"]').waitFor();
  await selected(3, 18, bell);
  await showTab(draft);
});

await step("the report of the draft opens beside it", async () => {
  await command("onrecord: Show Report");
  await page.locator(".tab.active", { hasText: `Report: ${path.basename(draft)}` }).waitFor();
  const report = page.frameLocator("iframe.webview").frameLocator("#active-frame");
  await report.locator("h1", { hasText: "held against the record" }).waitFor();
  const card = report.locator(".card", { hasText: scene.finding.code }).filter({ hasText: scene.finding.says[0] });
  await card.first().waitFor();
  await report.locator(".first a", { hasText: "altered" }).first().click();
  await shot("7-report");
  await page.locator(".tab.active", { hasText: "Report:" }).click({ button: "middle" });
  await showTab(draft);
});

await step("the quick fix puts the source's words in, and the finding goes", async () => {
  await cursorTo(place(draft, scene.finding.line, scene.source.at));
  await page.keyboard.press("Control+.");
  const action = page.locator(".action-widget .monaco-list-row", { hasText: scene.fix.title });
  await action.first().waitFor();
  await shot("8-quick-fix");
  const before = draftText();
  // The menu takes no clicks while it opens; the keys it does.
  await until("the action to be the chosen one", async () => {
    if (plain(await page.locator(".action-widget .monaco-list-row.focused").innerText()).includes(scene.fix.title)) return true;
    await page.keyboard.press("ArrowDown");
    return false;
  });
  await page.keyboard.press("Enter");
  await theFinding().first().waitFor({ state: "detached" });
  await page.keyboard.press("Control+S");
  // An editor empties a file before it writes it.
  await until("the saved draft", async () => !["", before].includes(draftText()));
  assert(before.includes(scene.fix.before) && scene.fix.before !== scene.fix.after);
  assert.equal(draftText(), before.replace(scene.fix.before, scene.fix.after));
  await shot("9-fixed");
});

await step("the findings of drafts that are not open are listed when they are wanted", async () => {
  await changeSettings({ "onrecord.workspaceDiagnostics": true }, "Quotations are checked");
  // No draft that is open has this one.
  await filterProblems("VER102");
  await problemRows.filter({ hasText: "VER102" }).first().waitFor();
  await shot("10-all-drafts");
  await changeSettings({ "onrecord.workspaceDiagnostics": false }, "Quotations are checked");
  await problemRows.filter({ hasText: "VER102" }).first().waitFor({ state: "detached" });
  await filterProblems(scene.finding.code);
});

await step("a server named in the settings is the one that runs", async () => {
  await changeSettings({ "onrecord.server.path": E2E_RECORDED }, E2E_RECORDED);
  await command("onrecord: Restart Server");
  await hoverAt(place(draft, scene.speaker.line, scene.speaker.at), ...scene.speaker.says);
  await hoverAway();
  await definitionLands();
  await showTab(draft);
  assert.equal(fs.readdirSync(E2E_SESSIONS).length, 2, "one session before the restart, one after");
});

await step("a server that is not there is said, with a way out", async () => {
  await changeSettings({ "onrecord.server.path": "/nowhere/onrecord" }, "Quotations are not checked");
  const message = { hasText: "There is no program at “/nowhere/onrecord”" };
  let toast = toasts.locator(".notification-toast", message);
  // On a slow machine the editor now and then puts a message behind its bell at once.
  await toast.waitFor({ timeout: 10_000 }).catch(async () => {
    await page.locator(".statusbar-item[id='status.notifications']").click();
    toast = page.locator(".notifications-center .notification-list-item", message);
    await toast.waitFor();
  });
  await shot("11-no-server");
  // Others may speak up too; of ours there is one message, not several.
  assert.ok((await toasts.locator(".notification-toast", { hasText: "onrecord" }).count()) <= 1);
  await toast.locator(".monaco-button", { hasText: "Open Settings" }).click();
  await page.locator(".settings-editor", { hasText: "Server: Path" }).waitFor();
  await shot("12-settings");
  await changeSettings({ "onrecord.server.path": "" }, "Quotations are checked");
});

await browser.close();
console.log(`vscode: ${held} steps hold, ${broken} do not`);
process.exit(broken ? 1 : 0);
