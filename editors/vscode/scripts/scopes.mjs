/** Texts by name on standard input, as JSON; for each the coloured pieces of each line: [start, end, scopes]. */

import { readFileSync } from "node:fs";
import { grammar, pieces } from "./tokens.mjs";

const { grammar: found } = await grammar();
const told = {};
for (const [name, text] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  told[name] = pieces(found, text).map((line) => {
    let at = 0;
    return line.map((piece) => [at, (at += piece.text.length), piece.scopes.slice(1).join(" ")]);
  });
}
process.stdout.write(JSON.stringify(told));
