import type { CasesPart } from "../../reports/html/parts.ts";

/** What can be looked for, in small letters, by the id of a case. */
export type Texts = ReadonlyMap<string, string>;

/** What a trial has that people read; of all else every trial has the same. */
interface WrittenTrial {
  readonly model: string;
  readonly checks: readonly { readonly check: string; readonly reason: string }[];
  readonly steps: readonly Readonly<Record<string, unknown>>[];
  readonly context_variables: unknown;
  readonly state: unknown;
  readonly error: { readonly message: string } | null;
  readonly leftovers: readonly string[];
}

/** What was said and done in the cases of a block, and what checks say of it. */
export function textsOf(cases: CasesPart): Texts {
  return new Map(
    Object.entries(cases).map(([id, { trials }]) => {
      const texts: string[] = [];
      for (const trial of trials as readonly WrittenTrial[]) gatherTrial(trial, texts);
      return [id, texts.join("\n").toLowerCase()];
    }),
  );
}

function gatherTrial(trial: WrittenTrial, texts: string[]): void {
  const { model, checks, steps, context_variables, state, error, leftovers } = trial;
  texts.push(model, error?.message ?? "", ...leftovers);
  for (const { check, reason } of checks) texts.push(check, reason);
  for (const { type: _type, id: _id, usage: _usage, turn: _turn, at: _at, ...step } of steps)
    for (const value of Object.values(step)) gather(value, texts);
  gather(context_variables, texts);
  gather(state, texts);
}

/** The texts and numbers of a value, and the names that they have in it. */
function gather(value: unknown, texts: string[]): void {
  if (typeof value === "string" || typeof value === "number") texts.push(String(value));
  else if (Array.isArray(value)) for (const item of value) gather(item, texts);
  else if (typeof value === "object" && value !== null)
    for (const [name, member] of Object.entries(value)) {
      texts.push(name);
      gather(member, texts);
    }
}
