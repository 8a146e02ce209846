import { isDeepStrictEqual } from "node:util";
import { newId, wordsOf } from "../../cases/importing/new-id.ts";
import type { UserContent } from "../../cases/case.ts";
import type { CaseLine } from "../../cases/rules/case-line.ts";
import { UsageError } from "../../runner/errors.ts";
import type { TracedReply } from "../../traces/reading/replies.ts";
import type { Redactor } from "../../traffic/redact/redact.ts";

/** A case, and what models answered in it, if that was traced. */
export interface ImportedCase {
  readonly line: CaseLine;
  readonly replies?: readonly TracedReply[] | undefined;
}

/**
 * Takes secrets out of cases and their replies, and out of ids that were made of what the user says. Throws UsageError if a
 * case would still hold the value of a secret variable.
 */
export function redactedCases(cases: readonly ImportedCase[], redactor: Redactor): ImportedCase[] {
  const ids = new Set<string>();
  const isTaken = (id: string): boolean => ids.has(id);
  return cases.map((before) => {
    const { line, ...rest } = withoutSecrets(before, redactor);
    const isSame = isDeepStrictEqual(line, before.line);
    const isMade = before.line.id.startsWith(newId(saidFirst(before.line), () => false));
    const id = isSame || !isMade ? line.id : newId(saidFirst(line), isTaken);
    ids.add(id);
    return { line: { ...line, id }, ...rest };
  });
}

/** As one text, in which equal secrets are the same. */
function withoutSecrets(imported: ImportedCase, redactor: Redactor): ImportedCase {
  const { redact, numbers } = redactor.forTrial();
  const once = redact(JSON.stringify(imported));
  numbers.settle();
  const text = redact(once);
  const leaks = redactor.leaks(text);
  if (leaks.length === 0) return JSON.parse(text) as ImportedCase;
  throw new UsageError(
    `The cases hold the value of ${leaks.join(", ")}, so they were not written.`,
  );
}

/** What the user says first; nothing if a model plays it. */
function saidFirst(line: CaseLine): string {
  const user = "turns" in line ? line.turns[0]?.user : line.user;
  return typeof user === "string" || Array.isArray(user) ? wordsOf(user as UserContent) : "";
}
