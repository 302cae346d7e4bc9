/** Starts `shotscript lsp` for Fountain files, and runs the commands of the palette. */

import { execFile } from "node:child_process";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { code, find, LANGUAGE, previz, SERVE, type Told } from "./command";

const PAGES = "shotscript-code";
const INSTALL = "How to Install";
const CHOOSE = "Choose the Command";
const AGAIN = "Try Again";

let client: LanguageClient | undefined;
let output: vscode.OutputChannel;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  output = vscode.window.createOutputChannel("Shotscript");
  const run = (name: string, act: (...words: never[]) => unknown) =>
    vscode.commands.registerCommand(`shotscript.${name}`, act);
  context.subscriptions.push(
    output,
    run("restart", restart),
    run("previz", makePreviz),
    run("explain", explain),
    run("shotsAsLines", () => rewrite("source.shots.line")),
    run("shotsAsNotes", () => rewrite("source.shots.note")),
    vscode.workspace.registerTextDocumentContentProvider(PAGES, { provideTextDocumentContent: page }),
    vscode.workspace.onDidChangeConfiguration(changed),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  const old = client;
  client = undefined;
  await old?.dispose();
}

// ------------------------------------------------------------------------------------------ the server

async function start(): Promise<void> {
  const command = found();
  if (!command) {
    void missing();
    return;
  }
  const server: ServerOptions = { command, args: SERVE };
  client = new LanguageClient("shotscript", "Shotscript", server, options());
  try {
    await client.start();
  } catch (fault) {
    client = undefined;
    const shown = await vscode.window.showErrorMessage(`The Shotscript language server did not start: ${fault}`, AGAIN);
    if (shown === AGAIN) {
      await restart();
    }
  }
}

function options(): LanguageClientOptions {
  return {
    documentSelector: [
      { scheme: "file", language: LANGUAGE },
      { scheme: "untitled", language: LANGUAGE },
    ],
    initializationOptions: told(),
    outputChannel: output,
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/{*.fountain,shotscript.toml}") },
  };
}

async function restart(): Promise<void> {
  await deactivate();
  await start();
}

async function changed(change: vscode.ConfigurationChangeEvent): Promise<void> {
  if (change.affectsConfiguration("shotscript.path")) {
    await restart();
  } else if (change.affectsConfiguration("shotscript")) {
    await client?.sendNotification("workspace/didChangeConfiguration", { settings: { shotscript: told() } });
  }
}

function told(): Told {
  const settings = vscode.workspace.getConfiguration("shotscript");
  return { infos: settings.get("infos", false), staging: settings.get("staging", true) };
}

// ------------------------------------------------------------------------------------------ the command

/** The command to start. In a folder that is not trusted, none of its own files. */
function found(): string | undefined {
  const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
  return find(setting(), folders.map((folder) => folder.uri.fsPath));
}

function setting(): string {
  return vscode.workspace.getConfiguration("shotscript").get("path", "shotscript");
}

async function missing(): Promise<void> {
  const told = `There is no command \`${setting()}\`, so there are colours and snippets but no problems, completion or hover.`;
  const shown = await vscode.window.showWarningMessage(told, INSTALL, CHOOSE, AGAIN);
  if (shown === INSTALL) {
    await show("install");
  } else if (shown === CHOOSE) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "shotscript.path");
  } else if (shown === AGAIN) {
    await restart();
  }
}

// ------------------------------------------------------------------------------------------ commands

async function makePreviz(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const command = found();
  if (!command) {
    await missing();
  } else if (document?.languageId === LANGUAGE && (await document.save())) {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri;
    const terminal = vscode.window.createTerminal({ name: "Shotscript", ...(folder && { cwd: folder }) });
    terminal.show();
    terminal.sendText(previz(command, document.uri.fsPath));
  }
}

/** The page of a code: one that is given, one at the cursor, or one that is asked for. */
async function explain(given?: unknown): Promise<void> {
  const said = typeof given === "string" ? given : (await vscode.window.showInputBox({
    prompt: "A code of a problem, such as TM401", value: underCursor() ?? "",
  }));
  const wanted = said && code(said);
  if (wanted) {
    await show(wanted);
  }
}

function underCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    return undefined;
  }
  const at = editor.selection.active;
  const here = vscode.languages.getDiagnostics(editor.document.uri).filter((problem) => problem.range.contains(at));
  const codes = here.map((problem) => (typeof problem.code === "object" ? problem.code.value : problem.code));
  return code([...codes, editor.document.lineAt(at.line).text].join(" "));
}

async function rewrite(kind: string): Promise<void> {
  await vscode.commands.executeCommand("editor.action.sourceAction", { kind, apply: "first" });
}

// ------------------------------------------------------------------------------------------ pages

async function show(name: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(`${PAGES}:${name}`));
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
}

function page(uri: vscode.Uri): string | Promise<string> {
  const command = found();
  if (uri.path === "install" || !command) {
    return install();
  }
  return new Promise((done) => {
    execFile(command, ["explain", uri.path], { env: { ...process.env, NO_COLOR: "1" } }, (fault, out, err) =>
      done(out || err || String(fault)));
  });
}

function install(): string {
  return [
    "Shotscript is a command of its own, for Python 3.11 and newer:",
    "",
    '    pip install "shotscript[voice]"',
    "    shotscript doctor",
    "",
    "It is found where it is in the PATH, in `.venv` of the folder that is open, or where the setting",
    "`shotscript.path` says. Then run `Shotscript: Restart the Language Server`.",
    "",
  ].join("\n");
}
