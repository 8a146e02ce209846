import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { jsonl, newProject, type Project } from "../../support/project.ts";

/** A small project of a form that real repositories have. */
export interface Shape {
  readonly files: Readonly<Record<string, string>>;
  /** Packages of this repository that it depends on. */
  readonly packages?: readonly string[];
  /** The folders of its workspaces, by the names of their packages. */
  readonly workspaces?: Readonly<Record<string, string>>;
  /** Its agents module. */
  readonly agents: string;
  /** A call of its only tool, which needs all that is peculiar to the project. */
  readonly call: {
    readonly name: string;
    readonly arguments: Readonly<Record<string, unknown>>;
    /** What the tool makes of them. */
    readonly output: string;
  };
}

export const CASES = "evals/cases.jsonl";

/** The project in a temporary directory, with a case whose conversation is that call. Removed when the test ends. */
export function shapeProject({ files, packages = [], workspaces = {}, call }: Shape): Project {
  const { name, arguments: args, output } = call;
  const expect = { tool_calls: [{ name, arguments: args }], output: { contains: output } };
  const project = newProject({ ...files, [CASES]: jsonl({ id: "one", user: "Go on.", expect }) });
  const link = (name: string, target: string): void => {
    const path = join(project.directory, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path);
  };
  for (const name of packages) link(name, join(OURS, name));
  for (const [name, folder] of Object.entries(workspaces))
    link(name, join(project.directory, folder));
  return project;
}

const OURS = fileURLToPath(new URL("../../../node_modules/", import.meta.url));

/** A JSON file. */
export const json = (value: unknown): string => JSON.stringify(value, undefined, 2);
