/** The extension in one file, `dist/extension.js`, without source maps; and its parts for the tests. */

import { build } from "esbuild";

const options = { bundle: true, platform: "node", target: "node18", format: "cjs", legalComments: "none" };

await build({
  ...options, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js", external: ["vscode"], minify: true,
});
await build({ ...options, entryPoints: ["src/command.ts"], outfile: "dist/parts/command.js" });
