import { existsSync, statSync } from "node:fs";
import { basename, extname } from "node:path";
import { UsageError } from "../../runner/errors.ts";
import { MODULE_ENDINGS } from "../options/module-endings.ts";
import type { PlaySettings } from "./play-settings.ts";

/** A case file, with what it is played against and the name that its recordings and reports are filed under. */
export interface SuiteFiles {
  readonly name: string;
  readonly cases: string;
  readonly agents: string;
}

/** The suites that were named. Throws UsageError for a module, for two of one name, and for one without an agents module. */
export function suiteFiles(
  caseFiles: readonly string[],
  { agents, agentsOf }: Pick<PlaySettings, "agents" | "agentsOf">,
): SuiteFiles[] {
  for (const cases of caseFiles) refuseModule(cases);
  const suites = caseFiles.map((cases) => ({
    name: suiteName(cases),
    cases,
    agents: agents ?? agentsOf?.(cases) ?? neighbour(cases),
  }));
  const names = new Map<string, string>();
  for (const { name, cases } of suites) {
    const other = names.get(name);
    if (other === cases) throw new UsageError(`${cases} is named twice. Name it once.`);
    if (other !== undefined) {
      throw new UsageError(
        `${other} and ${cases} would share the recordings and reports of "${name}". Rename one, or run them apart with other --fixtures and --output.`,
      );
    }
    names.set(name, cases);
  }
  return suites;
}

function refuseModule(cases: string): void {
  if (!MODULE_ENDINGS.some((ending) => cases.endsWith(ending))) return;
  throw new UsageError(
    `${cases} is a module. Name the cases that are played against it, such as ${cases.slice(0, -extname(cases).length)}.jsonl.`,
  );
}

/** A suite has the name of its case file. */
function suiteName(cases: string): string {
  return basename(cases, extname(cases));
}

function neighbour(cases: string): string {
  const stem = cases.slice(0, cases.length - extname(cases).length);
  const candidates = MODULE_ENDINGS.map((ending) => stem + ending);
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  // What is wrong with the case file itself is said where it is read.
  if (statSync(cases, { throwIfNoEntry: false })?.isFile() !== true) return `${stem}.ts`;
  throw new UsageError(
    `${cases} has no agents module beside it. Looked for ${candidates.join(", ")}; name another with --agents.`,
  );
}
