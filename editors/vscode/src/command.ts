/** Where the `shotscript` command is, and how it is told to do things. Knows nothing of the editor. */

import { existsSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** What the settings say to the server, as it starts and when they change. */
export interface Told {
  infos: boolean;
  staging: boolean;
}

export const LANGUAGE = "fountain";
export const SERVE = ["lsp"];

/**
 * The file of a command: a path as it is, a name as the `PATH` has it, or in `.venv` of one of the folders.
 * Nothing where there is none.
 */
export function find(command: string, folders: readonly string[], path = process.env["PATH"] ?? ""): string | undefined {
  if (/[\\/]/.test(command)) {
    const places = isAbsolute(command) ? [command] : folders.map((folder) => join(folder, command));
    return places.flatMap(spelt).find(runs);
  }
  const bin = process.platform === "win32" ? "Scripts" : "bin";
  const own = folders.map((folder) => join(folder, ".venv", bin));
  return [...path.split(delimiter).filter(Boolean), ...own]
    .flatMap((folder) => spelt(join(folder, command)))
    .find(runs);
}

/** The previz of a file as words for a shell. */
export function previz(command: string, file: string): string {
  return [command, "previz", file].map(quoted).join(" ");
}

/** The code of a word such as `TM401`, wherever in a text it stands. */
export function code(text: string): string | undefined {
  return /\b[A-Z]{2}\d{3}\b/.exec(text.toUpperCase())?.[0];
}

function spelt(file: string): string[] {
  return process.platform === "win32" ? [`${file}.exe`, `${file}.cmd`, file] : [file];
}

function runs(file: string): boolean {
  return existsSync(file) && statSync(file).isFile();
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word)) {
    return word;
  }
  return process.platform === "win32" ? `"${word}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
