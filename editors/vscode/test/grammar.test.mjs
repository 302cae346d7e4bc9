/** What the data files beside do not say: every shot of the examples is one, and so it is over another's grammar. */

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { FOUNTAIN, ROOT, grammar, pieces } from "../scripts/tokens.mjs";

const PROJECT = new URL("../../", ROOT);
const OTHER = { [FOUNTAIN]: new URL("test/others/dialogue-as-string.tmLanguage.json", ROOT) };

const text = (file) => readFileSync(new URL(file, PROJECT), "utf8");
const has = (line, scope) => line.some((piece) => piece.scopes.some((one) => one === scope || one.startsWith(`${scope}.`)));

function scripts() {
  const found = readdirSync(new URL("examples/", PROJECT), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".fountain")).map((name) => [name, text(`examples/${name}`)]);
  const page = new URL("../shared/LANGUAGE.md", PROJECT);
  const fences = existsSync(page) ? readFileSync(page, "utf8").matchAll(/^```\n(.*?)^```/gms) : [];
  return [...found, ...[...fences].map((match, at) => [`LANGUAGE.md ${at + 1}`, match[1]])];
}

for (const others of [{}, OTHER]) {
  const over = others === OTHER ? "another's grammar" : "our own";
  test(`every shot of the examples is a shot over ${over}`, async () => {
    const { grammar: found } = await grammar(others);
    let shots = 0;
    for (const [name, script] of scripts()) {
      const lines = script.split("\n");
      pieces(found, script).forEach((line, at) => {
        if (/^!!|\[\[shot/.test(lines[at])) {
          shots += 1;
          assert.ok(has(line, "meta.shot"), `${name}:${at + 1} ${lines[at]}`);
          assert.ok(has(line, "support.function.framing") || has(line, "keyword.other"), `${name}:${at + 1} ${lines[at]}`);
        } else if (/^\[\[(block|light|state|sound|over)/.test(lines[at])) {
          assert.ok(has(line, "meta.directive"), `${name}:${at + 1} ${lines[at]}`);
        } else if (/^\/\*@/.test(lines[at])) {
          assert.ok(has(line, "keyword.control.block"), `${name}:${at + 1} ${lines[at]}`);
        }
      });
    }
    assert.ok(shots > 15, `${shots} shots`);
  });
}

test("a speech goes on after a shot in it, over another's grammar too", async () => {
  const { grammar: found } = await grammar(OTHER);
  const [, , , before, , after] = pieces(found, "INT. A\n\nJON\nOne. [[shot 1A: CU]] Two.\n!! 1B: MS\nThree.\n");
  assert.equal(before.at(-1).scopes.join(" "), "text.source.fountain string");
  assert.equal(after[0].scopes.join(" "), "text.source.fountain string");
});

test("a title in capitals is no words over the picture", async () => {
  for (const others of [{}, OTHER]) {
    const { grammar: found } = await grammar(others);
    const lines = pieces(found, "TITLE: One\nAuthor: Two\nTITLE: Three\n\nINT. A\n\nTITLE: Four\n");
    assert.deepEqual(lines.map((line) => has(line, "keyword.control.directive")),
      [false, false, false, false, false, false, true, false]);
  }
});

test("a plain screenplay has none of our scopes", async () => {
  const { grammar: found } = await grammar();
  const plain = "Title: A\n\nINT. A - DAY #1#\n\nShe dollies in, 24mm! [[a note: WS]] /* !! 1A: WS */\n\nMAYA (V.O.)\nCut.\n";
  const ours = pieces(found, plain).flat().flatMap((piece) => piece.scopes).filter((one) => one.endsWith(".shotscript"));
  assert.deepEqual(ours, []);
});

test("long lines are told to their end", async () => {
  const { grammar: found } = await grammar();
  const words = ["WS on MAYA, 24mm, ", "[[shot: ", "*_", "A ", "A(", "{a", "1.2.", '"'];
  for (const word of words) {
    for (const start of ["", "!! ", "[[sound: ", "/*@cast "]) {
      const line = start + word.repeat(4000 / word.length);
      assert.equal(found.tokenizeLine(line, null, 30_000).stoppedEarly, false, line.slice(0, 20));
    }
  }
});
