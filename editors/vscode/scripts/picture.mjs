/**
 * The example as the editor colours it: `docs/editor.png`, and the page it is a picture of in `build/editor.html`.
 * Grammar, engine and theme are the editor's own; the picture is taken by Chromium, where there is one.
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT, grammar } from "./tokens.mjs";
import { createRequire } from "node:module";

const { INITIAL } = createRequire(import.meta.url)("vscode-textmate");
const PROJECT = fileURLToPath(new URL("../../", ROOT));
const SCRIPT = join(PROJECT, "examples/the-last-light/the-last-light.fountain");
const PAGE = join(PROJECT, "build/editor.html");
const PICTURE = join(PROJECT, "docs/editor.png");
const THEME = JSON.parse(readFileSync(new URL("node_modules/tm-themes/themes/dark-plus.json", ROOT), "utf8"));
const SHOWN = [[1, 4], [15, 20], [42, 82]];
const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"];
const [ITALIC, BOLD, UNDERLINE] = [1, 2, 4];

mkdirSync(join(PROJECT, "build"), { recursive: true });
const { html, height } = page(await coloured());
writeFileSync(PAGE, html);
take(height);

/** Every line of the script as HTML. */
async function coloured() {
  const theme = { name: THEME.name, settings: [{ settings: plain() }, ...THEME.tokenColors] };
  const { grammar: found, colours } = await grammar({}, theme);
  let stack = INITIAL;
  return readFileSync(SCRIPT, "utf8").split("\n").map((line) => {
    const { tokens, ruleStack } = found.tokenizeLine2(line, stack);
    stack = ruleStack;
    return spans(line, tokens, colours());
  });
}

/** Pairs of a place and the look from there on, packed as the editor packs them. */
function spans(line, tokens, colours) {
  let html = "";
  for (let at = 0; at < tokens.length; at += 2) {
    const look = tokens[at + 1];
    const style = (look >>> 11) & 0xf;
    const css = `color:${colours[(look >>> 15) & 0x1ff]}${style & ITALIC ? ";font-style:italic" : ""}`
      + `${style & BOLD ? ";font-weight:bold" : ""}${style & UNDERLINE ? ";text-decoration:underline" : ""}`;
    html += `<span style="${css}">${escaped(line.slice(tokens[at], tokens[at + 2]))}</span>`;
  }
  return html;
}

function page(lines) {
  const rows = SHOWN.flatMap(([first, last], part) => [
    ...(part ? ['<div class="cut"></div>'] : []),
    ...lines.slice(first - 1, last).map((line, at) => `<div><i>${first + at}</i>${line || " "}</div>`),
  ]);
  const { background, foreground } = plain();
  const html = `<!doctype html><meta charset="utf-8"><title>The Last Light</title><style>
body { margin: 0; padding: 16px 20px; background: ${background}; color: ${foreground};
  font: 14px/21px "DejaVu Sans Mono", Menlo, Consolas, monospace; }
div { white-space: pre-wrap; padding-left: 52px; text-indent: -52px; min-height: 21px; }
i { display: inline-block; width: 34px; margin-right: 18px; text-indent: 0; text-align: right; font-style: normal;
  color: #6e7681; }
.cut { border-top: 1px dashed #3c3c3c; min-height: 0; margin: 8px 0; }
</style><body>${rows.join("\n")}</body>\n`;
  const shown = SHOWN.reduce((all, [first, last]) => all + last - first + 1, 0);
  return { html, height: 32 + 21 * shown + 17 * (SHOWN.length - 1) };
}

/** The theme's own ground and letters. */
function plain() {
  return { background: THEME.colors["editor.background"], foreground: THEME.colors["editor.foreground"] };
}

function take(height) {
  const browser = (process.env.PATH ?? "").split(delimiter)
    .flatMap((folder) => BROWSERS.map((name) => join(folder, name))).find(existsSync);
  if (!browser) {
    console.error("no Chromium here: docs/editor.png stays as it is");
    return;
  }
  execFileSync(browser, [...FLAGS, `--window-size=1400,${height}`, `--screenshot=${PICTURE}`, `file://${PAGE}`],
    { stdio: "ignore" });
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
