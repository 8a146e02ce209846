import { lossFaults } from "../json/loss.ts";
import type { CaseLine } from "./case-line.ts";
import type { UserContent } from "./case.ts";
import { describeFaults } from "./describe-fault.ts";
import { CaseFileError } from "./problem.ts";
import { findSyntaxError } from "./find-syntax-error.ts";
import { newId } from "./new-id.ts";
import { placeInText } from "./import-place.ts";
import { swarmCase, swarmCasesRule, userOf } from "./import-swarm-case.ts";
import type { SwarmCase } from "./import-swarm-case.ts";

/** Reads a JSON file of Swarm's own cases. `agent` is where they start, if not at the entry agent. Throws CaseFileError. */
export function readSwarmCases(text: string, file: string, agent: string | undefined): CaseLine[] {
  const value = parse(text, file);
  const faults = [...lossFaults(text), ...swarmCasesRule(value)];
  if (faults.length > 0) {
    throw new CaseFileError(
      describeFaults(faults, text).map(({ column, message }) => ({
        file,
        ...placeInText(text, column - 1),
        message,
      })),
    );
  }
  const ids = new Set<string>();
  return (value as SwarmCase[]).map((given) => {
    const id = newId(wordsOf(userOf(given)), (name) => ids.has(name));
    ids.add(id);
    return swarmCase(given, id, agent);
  });
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { offset, reason } = findSyntaxError(text, (error as Error).message);
    throw new CaseFileError([
      { file, ...placeInText(text, offset), message: `this is not JSON: ${reason}.` },
    ]);
  }
}

function wordsOf(content: UserContent): string {
  if (typeof content === "string") return content;
  return content.map((part) => ("text" in part ? String(part.text) : "")).join(" ");
}
