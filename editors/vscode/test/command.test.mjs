/** Where the command is found, and what a terminal is told. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const { code, find, previz } = createRequire(import.meta.url)("../dist/parts/command.js");

function folder(...files) {
  const made = mkdtempSync(join(tmpdir(), "shotscript-"));
  for (const file of files) {
    mkdirSync(join(made, file, ".."), { recursive: true });
    writeFileSync(join(made, file), "#!/bin/sh\nprintf '<%s>' \"$@\"\n");
    chmodSync(join(made, file), 0o755);
  }
  return made;
}

test("a name is looked for in the path, then in .venv of the folders", () => {
  const path = folder("shotscript");
  const project = folder(".venv/bin/shotscript");
  assert.equal(find("shotscript", [project], path), join(path, "shotscript"));
  assert.equal(find("shotscript", [folder(), project], folder()), join(project, ".venv/bin/shotscript"));
  assert.equal(find("shotscript", [], folder()), undefined);
});

test("a path is taken as it is, from the folder if it is no whole one", () => {
  const project = folder("tools/shotscript");
  assert.equal(find(join(project, "tools/shotscript"), [], ""), join(project, "tools/shotscript"));
  assert.equal(find("tools/shotscript", [project], ""), join(project, "tools/shotscript"));
  assert.equal(find("tools/none", [project], project), undefined);
  assert.equal(find("tools/", [project], ""), undefined);
});

test("a shell gets every word whole", { skip: process.platform === "win32" }, () => {
  const command = join(folder("my tools/shotscript"), "my tools/shotscript");
  const file = "/films/it's $HOME; `rm`.fountain";
  assert.equal(execFileSync("sh", ["-c", previz(command, file)], { encoding: "utf8" }), `<previz><${file}>`);
});

test("a code is found in any words", () => {
  assert.equal(code("tm401"), "TM401");
  assert.equal(code("see AX101 and TM401"), "AX101");
  assert.equal(code("ABC123 or TM40"), undefined);
});
