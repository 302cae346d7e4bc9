/**
 * As much of the editor's own API as the extension needs to run in a test: documents, settings and commands are real,
 * everything nobody asked about is there and does nothing. What the extension registers and shows is kept in `seen`.
 */

import Module from "node:module";
import { EventEmitter } from "node:events";
import { fileURLToPath, pathToFileURL } from "node:url";

export const seen = { providers: new Map(), problems: new Map(), commands: new Map(), warnings: [], sent: [], pages: [], legends: [] };
export const settings = new Map();
const events = new EventEmitter();
const documents = [];

class Position {
  constructor(line, character) { Object.assign(this, { line, character }); }
  isBefore(other) { return this.line < other.line || (this.line === other.line && this.character < other.character); }
}
class Range {
  constructor(a, b, c, d) {
    [this.start, this.end] = a instanceof Position ? [a, b] : [new Position(a, b), new Position(c, d)];
  }
  contains(at) { return !at.isBefore(this.start) && !this.end.isBefore(at); }
}
class Uri {
  constructor(scheme, path) { Object.assign(this, { scheme, path, authority: "", query: "", fragment: "" }); }
  static file(path) { return new Uri("file", path); }
  static parse(text) {
    const [scheme, rest] = text.split(/:(.*)/s);
    return scheme === "file" ? Uri.file(fileURLToPath(text)) : new Uri(scheme, rest);
  }
  get fsPath() { return this.path; }
  toString() { return this.scheme === "file" ? pathToFileURL(this.path).href : `${this.scheme}:${this.path}`; }
}
class Document {
  constructor(path, text) {
    Object.assign(this, { uri: Uri.file(path), fileName: path, text, version: 1, languageId: "fountain", isClosed: false });
  }
  getText() { return this.text; }
  lineAt(line) { return { text: this.text.split("\n")[line] }; }
  async save() { return true; }
}
class Disposable {
  constructor(stop = () => {}) { this.dispose = stop; }
  static from() { return new Disposable(); }
}
class Said { constructor(value = "") { this.value = value; } appendMarkdown(more) { this.value += more; return this; } }
class Completion { constructor(label, kind) { Object.assign(this, { label, kind }); } }
class Problem { constructor(range, message, severity) { Object.assign(this, { range, message, severity }); } }
class Hover { constructor(contents, range) { Object.assign(this, { contents, range }); } }
class Tokens { constructor(data, resultId) { Object.assign(this, { data, resultId }); } }
class Completions { constructor(items, more) { Object.assign(this, { items, isIncomplete: more }); } }
class Bag { constructor(...values) { Object.assign(this, { values }); } }
class Emitter {
  constructor() { this.heard = []; this.event = (act) => { this.heard.push(act); return new Disposable(); }; }
  fire(value) { this.heard.forEach((act) => act(value)); }
  dispose() {}
}
class CancellationTokenSource { constructor() { this.token = { onCancellationRequested: () => new Disposable() }; } cancel() {} dispose() {} }
class Kind { constructor(value) { this.value = value; } append(more) { return new Kind(`${this.value}.${more}`); } }
for (const [key, value] of Object.entries({ Empty: "", QuickFix: "quickfix", Source: "source", Refactor: "refactor" })) {
  Kind[key] = new Kind(value);
}

const on = (name) => (act, self) => {
  const heard = self ? act.bind(self) : act;
  events.on(name, heard);
  return new Disposable(() => events.off(name, heard));
};
const numbers = (...names) => Object.fromEntries(names.flatMap((name, at) => [[name, at], [at, name]]));

const workspace = {
  isTrusted: true, workspaceFolders: [], textDocuments: documents, notebookDocuments: [], name: "test",
  getConfiguration: (section) => ({
    get: (key, other) => settings.get(`${section}.${key}`) ?? other, has: () => false, inspect: () => undefined,
  }),
  getWorkspaceFolder: () => undefined,
  createFileSystemWatcher: () => ({
    onDidCreate: on("x"), onDidChange: on("x"), onDidDelete: on("x"), dispose() {},
  }),
  openTextDocument: async (uri) => ({ uri }),
  registerTextDocumentContentProvider: (scheme, provider) => {
    seen.pages.push(provider);
    return new Disposable();
  },
  onDidOpenTextDocument: on("open"), onDidChangeTextDocument: on("change"), onDidCloseTextDocument: on("close"),
  onDidSaveTextDocument: on("save"), onWillSaveTextDocument: on("will"), onDidChangeConfiguration: on("settings"),
};
const window = {
  activeTextEditor: undefined, visibleTextEditors: [],
  createOutputChannel: () => new Proxy({}, { get: (_, key) => key === "name" ? "Shotscript" : () => {} }),
  showWarningMessage: async (text) => { seen.warnings.push(text); },
  showErrorMessage: async (text) => { seen.warnings.push(text); },
  showInformationMessage: async (text) => { seen.warnings.push(text); },
  showTextDocument: async (document) => { seen.sent.push(document.uri.toString()); },
  showInputBox: async ({ value }) => value,
  createTerminal: () => ({ show() {}, sendText: (text) => seen.sent.push(text) }),
  onDidChangeActiveTextEditor: on("x"), onDidChangeVisibleTextEditors: on("x"), tabGroups: { all: [], onDidChangeTabs: on("x") },
};
const languages = {
  createDiagnosticCollection: () => ({
    set: (uri, found) => { seen.problems.set(uri.toString(), found ?? []); events.emit("problems"); },
    delete: (uri) => { seen.problems.delete(uri.toString()); },
    clear() {}, dispose() {}, forEach() {}, has: () => false, get: () => [],
  }),
  getDiagnostics: (uri) => seen.problems.get(uri.toString()) ?? [],
  match: (selector, document) => selector.some((one) => one.language === document.languageId) ? 10 : 0,
};
const commands = {
  registerCommand: (name, act) => { seen.commands.set(name, act); return new Disposable(); },
  executeCommand: async (name, ...words) => { seen.sent.push([name, ...words]); },
};
const known = {
  Position, Range, Uri, Disposable, MarkdownString: Said, CompletionItem: Completion, CompletionList: Completions, Diagnostic: Problem, Hover,
  SemanticTokens: Tokens, EventEmitter: Emitter, CodeActionKind: Kind, CancellationTokenSource,
  workspace: loose(workspace), commands, version: "1.100.0",
  env: { appName: "test", language: "en", machineId: "0", sessionId: "0", appHost: "desktop" },
  window: loose(window), languages: providing(languages),
  DiagnosticSeverity: numbers("Error", "Warning", "Information", "Hint"), ViewColumn: { Beside: -2 },
  FileType: numbers("Unknown", "File", "Directory"), ExtensionMode: { Production: 1, Development: 2, Test: 3 },
  CompletionTriggerKind: numbers("Invoke", "TriggerCharacter"), TextDocumentSaveReason: { Manual: 1 },
};

/** Anything more is an event nobody fires, a list of numbers, or a class of nothing. */
function loose(from) {
  return new Proxy(from, { get: (held, key) => key in held ? held[key] : /^onDid|^onWill/.test(String(key)) ? on("x") : undefined });
}

function providing(from) {
  return new Proxy(from, { get: (held, key) => key in held ? held[key] : /^register/.test(String(key))
    ? (selector, provider, ...more) => {
      seen.providers.set(key, provider);
      seen.legends.push(...more.filter((one) => one?.tokenTypes).map((legend) => ({ legend })));
      return new Disposable();
    } : on("x") });
}

const vscode = new Proxy(known, {
  get: (held, key) => key in held ? held[key] : /^[A-Z]/.test(String(key)) ? (held[key] = class extends Bag {}) : undefined,
});

/** The main of an extension, run as the editor runs it. */
export function load(file) {
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (name, ...more) => name === "vscode" ? "vscode" : resolve(name, ...more);
  Module._load = ((usual) => (name, ...more) => name === "vscode" ? vscode : usual(name, ...more))(Module._load);
  return Module.createRequire(import.meta.url)(file);
}

/** A file, open in the editor. */
export function open(path, text) {
  const document = new Document(path, text);
  documents.push(document);
  window.activeTextEditor = { document, selection: { active: new Position(0, 0) } };
  events.emit("open", document);
  return document;
}

/** Letters put into it. */
export function type(document, line, character, text) {
  const lines = document.text.split("\n");
  lines[line] = lines[line].slice(0, character) + text + lines[line].slice(character);
  document.text = lines.join("\n");
  document.version += 1;
  const range = new Range(line, character, line, character);
  events.emit("change", { document, contentChanges: [{ range, rangeOffset: 0, rangeLength: 0, text }], reason: undefined });
}

/** A setting changed. */
export function change(key, value) {
  settings.set(key, value);
  events.emit("settings", { affectsConfiguration: (section) => key === section || key.startsWith(`${section}.`) });
}

/** Until the problems of a document are as they should be. */
export async function problems(document, good, patience = 60_000) {
  const until = Date.now() + patience;
  for (;;) {
    const found = seen.problems.get(document.uri.toString());
    if (found && good(found)) {
      return found;
    }
    if (Date.now() > until) {
      throw new Error(`the problems never came; last: ${JSON.stringify(found)}`);
    }
    await new Promise((done) => setTimeout(done, 20));
  }
}

export const nobody = { isCancellationRequested: false, onCancellationRequested: () => new Disposable() };
export { Position };
