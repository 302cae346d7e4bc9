/** `build/shotscript-VERSION.vsix` of the project: what an editor installs. */

import { mkdirSync, readFileSync } from "node:fs";
import { createVSIX } from "@vscode/vsce";

const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));
mkdirSync("../../build", { recursive: true });
await createVSIX({
  packagePath: `../../build/${name}-${version}.vsix`, dependencies: false, allowMissingRepository: true,
  skipLicense: true,
});
