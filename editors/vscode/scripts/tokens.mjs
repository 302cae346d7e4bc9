/** Lines of text to coloured pieces, by the grammars of the extension and the engine of the editor itself. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const { loadWASM, OnigScanner, OnigString } = require("vscode-oniguruma");
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");

export const ROOT = new URL("..", import.meta.url);
export const FOUNTAIN = "text.source.fountain";
const MANIFEST = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8"));

/** The grammar of a scope, with what the manifest injects into it. `others` are files in place of the manifest's. */
export async function grammar(others = {}, theme = undefined) {
  await wasm();
  const files = new Map(MANIFEST.contributes.grammars.map((one) => [one.scopeName, new URL(one.path, ROOT)]));
  for (const [scope, file] of Object.entries(others)) {
    files.set(scope, file);
  }
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new OnigScanner(sources), createOnigString: (text) => new OnigString(text),
    }),
    loadGrammar: async (scope) => {
      const file = files.get(scope);
      return file ? parseRawGrammar(readFileSync(file, "utf8"), fileURLToPath(file)) : null;
    },
    getInjections: (scope) => MANIFEST.contributes.grammars
      .filter((one) => one.injectTo?.includes(scope)).map((one) => one.scopeName),
    ...(theme && { theme }),
  });
  return { grammar: await registry.loadGrammar(FOUNTAIN), colours: () => registry.getColorMap() };
}

/** For each line its pieces: text and scopes. */
export function pieces(grammar, text) {
  let stack = INITIAL;
  return text.split(/\r\n|\n|\r/).map((line) => {
    const found = grammar.tokenizeLine(line, stack);
    stack = found.ruleStack;
    return found.tokens.map((one) => ({ text: line.slice(one.startIndex, one.endIndex), scopes: one.scopes }));
  });
}

let loaded;

function wasm() {
  loaded ??= loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
  return loaded;
}
