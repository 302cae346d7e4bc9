/** The packed extension: what is in it, and its main against the real server, in a window that stands for the editor. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Position, change, load, nobody, open, problems, seen, settings, type } from "./window.mjs";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
const MANIFEST = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const VSIX = join(PROJECT, `build/shotscript-${MANIFEST.version}.vsix`);
const SCRIPT = join(PROJECT, "examples/the-last-light/the-last-light.fountain");
const COMMAND = [join(PROJECT, ".venv/bin"), ...(process.env.PATH ?? "").split(delimiter)]
  .map((folder) => join(folder, "shotscript")).find(existsSync);
const unpacked = mkdtempSync(join(tmpdir(), "shotscript-vsix-"));
const served = { skip: COMMAND ? false : "the command `shotscript` is not installed" };
let main;
let document;

before(() => {
  execFileSync("python3", ["-m", "zipfile", "-e", VSIX, unpacked]);
  settings.set("shotscript.path", COMMAND);
  main = load(join(unpacked, "extension/dist/extension.js"));
});
after(() => main.deactivate());

const line = (start) => document.text.split("\n").findIndex((one) => one.startsWith(start));
const ask = (kind, ...words) => {
  const method = { Hover: "provideHover", DocumentSemanticTokens: "provideDocumentSemanticTokens",
    CompletionItem: "provideCompletionItems", FoldingRange: "provideFoldingRanges" }[kind];
  return seen.providers.get(`register${kind}Provider`)[method](document, ...words);
};

test("the package holds what it needs and no more", () => {
  const files = readdirSync(join(unpacked, "extension"), { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(unpacked, "extension", name)).isFile()).sort();
  assert.deepEqual(files, [
    "LICENSE.txt", "dist/extension.js", "language-configuration.json", "package.json", "readme.md",
    "snippets/shotscript.json", "syntaxes/fountain.tmLanguage.json", "syntaxes/shotscript.tmLanguage.json",
  ]);
  assert.ok(statSync(VSIX).size < 1_000_000, `${statSync(VSIX).size} bytes`);
  const packed = JSON.parse(readFileSync(join(unpacked, "extension/package.json"), "utf8"));
  assert.equal(packed.main, "./dist/extension.js");
  for (const one of [...packed.contributes.grammars, ...packed.contributes.snippets]) {
    assert.ok(existsSync(join(unpacked, "extension", one.path)), one.path);
  }
  assert.ok(existsSync(join(unpacked, "extension", packed.contributes.languages[0].configuration)));
});

test("no file of the package tells where it was made", () => {
  const code = readFileSync(join(unpacked, "extension/dist/extension.js"), "utf8");
  assert.ok(!code.includes("sourceMappingURL"));
  for (const name of readdirSync(unpacked, { recursive: true, encoding: "utf8" })) {
    const file = join(unpacked, name);
    if (statSync(file).isFile()) {
      assert.ok(!readFileSync(file, "utf8").includes(PROJECT), name);
    }
  }
});

test("without the command it says so and does not fall over", async () => {
  settings.set("shotscript.path", "/nowhere/shotscript");
  await main.activate({ subscriptions: [] });
  assert.match(seen.warnings.at(-1), /no command `\/nowhere\/shotscript`/);
  const [page] = seen.pages;
  assert.match(await page.provideTextDocumentContent({ path: "install" }), /pip install/);
  const promised = MANIFEST.contributes.commands.map((one) => one.command).sort();
  assert.deepEqual([...seen.commands.keys()].sort(), promised);
  settings.set("shotscript.path", COMMAND);
});

test("the server is started, and finds nothing wrong with the example", served, async () => {
  document = open(SCRIPT, readFileSync(SCRIPT, "utf8"));
  await seen.commands.get("shotscript.restart")();
  assert.deepEqual(await problems(document, () => true), []);
});

test("a lens is hovered over", served, async () => {
  const hover = await ask("Hover", new Position(line("!! 1A"), 19), nobody);
  assert.match(hover.contents.value, /24 mm f\/8.*sees 73\.7°/s);
});

test("every kind of token the server sends has a scope for themes that know no tokens", served, async () => {
  const tokens = await ask("DocumentSemanticTokens", nobody);
  assert.ok(tokens.data.length > 1000);
  const { legend } = seen.legends.at(-1);
  const scopes = Object.keys(MANIFEST.contributes.semanticTokenScopes[0].scopes);
  assert.deepEqual([...legend.tokenTypes].sort(), scopes.sort());
});

test("letters typed are read, told with their code, and can be explained", served, async () => {
  const at = line("!! 1A");
  type(document, at, document.text.split("\n")[at].length, ", dolyl in");
  const [problem] = await problems(document, (found) => found.length > 0);
  assert.equal(problem.code.value ?? problem.code, "SY105");
  await seen.commands.get("shotscript.explain")("SY105");
  assert.equal(seen.sent.at(-1), "shotscript-code:SY105");
  const words = await seen.pages.at(-1).provideTextDocumentContent({ path: "SY105" });
  assert.match(words, /SY105|explain/);
});

test("a changed setting reaches the server", served, async () => {
  const infos = (found) => found.some((one) => one.severity === 2);
  change("shotscript.infos", true);
  await problems(document, infos);
  change("shotscript.infos", false);
  await problems(document, (found) => !infos(found));
});

test("what may come next is completed", served, async () => {
  const at = line("!! 1B");
  const place = new Position(at, "!! 1B: FS on MAYA, ".length);
  const found = await ask("CompletionItem", place, nobody, { triggerKind: 0 });
  const labels = (found.items ?? found).map((one) => one.label.label ?? one.label);
  assert.ok(labels.includes("low angle") || labels.includes("low"), labels.slice(0, 20).join(" "));
});

test("the previz is made in a terminal", served, async () => {
  await seen.commands.get("shotscript.previz")();
  assert.equal(seen.sent.at(-1), `${COMMAND} previz ${SCRIPT}`);
});
