import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Signature } from "../../src/signatures/schema/signature.ts";

/** The file of a module of this package. */
export function source(path: string): string {
  return fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
}

export interface NodeOptions {
  /** Whether types are read from the modules (`--import swarm-eval/register`); true unless told otherwise. */
  readonly register?: boolean;
  readonly imports?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
}

/** A package in a temporary directory, gone when its scope ends. */
export interface Project extends Disposable {
  readonly root: string;
  write(files: Readonly<Record<string, string>>): void;
  /** Runs a script of the project in a Node of its own. Throws with its stderr when it fails. */
  node(script: string, options?: NodeOptions): Ran;
}

export function project(files: Readonly<Record<string, string>>): Project {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "signatures-")));
  const made: Project = {
    root,
    write(more) {
      for (const [path, text] of Object.entries(more)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
    },
    node(script, { register = true, imports = [], env = {} } = {}) {
      const loaded = register ? [...imports, source("register.ts")] : imports;
      const flags = loaded.flatMap((file) => ["--import", pathToFileURL(file).href]);
      const ran = spawnSync(process.execPath, [...flags, script], {
        cwd: root,
        encoding: "utf8",
        env: {
          PATH: process.env["PATH"],
          NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
          ...env,
        },
      });
      if (ran.status !== 0) throw new Error(`${ran.stdout}${ran.stderr}`);
      return { stdout: ran.stdout, stderr: ran.stderr };
    },
    [Symbol.dispose]() {
      rmSync(root, { recursive: true, force: true });
    },
  };
  made.write({ "package.json": JSON.stringify({ type: "module" }), ...files });
  return made;
}

/** A script that prints, for every module it is given, the signature of each export, or the message of its error. */
export const describeExports = (modules: readonly string[]): string => `
import { signatureOf } from ${JSON.stringify(pathToFileURL(source("signatures/signature-of.ts")).href)};
const all = [];
for (const path of ${JSON.stringify(modules)}) {
  const said = {};
  for (const [name, fn] of Object.entries(await import("./" + path))) {
    try { said[name] = signatureOf(fn); } catch (error) { said[name] = error.message; }
  }
  all.push(said);
}
console.log(JSON.stringify(all));
`;

/** What each export of a module is read as, by the name of the export. */
export type Read = Readonly<Record<string, Signature | string>>;

/** Loads the modules in a Node of their own, and reads every function that they export. */
export function readExports(
  files: Readonly<Record<string, string>>,
  options?: NodeOptions,
): Readonly<Record<string, Read>> {
  using made = project(files);
  const names = Object.keys(files);
  made.write({ "describe.mjs": describeExports(names) });
  const all = JSON.parse(made.node("describe.mjs", options).stdout) as Read[];
  return Object.fromEntries(names.map((name, at) => [name, all[at] ?? {}]));
}

/** The one signature that a module's text has; throws when it was refused. */
export function signatureIn(read: Read | undefined, name: string): Signature {
  const said = read?.[name];
  if (said === undefined || typeof said === "string") throw new Error(said ?? `no ${name}`);
  return said;
}
