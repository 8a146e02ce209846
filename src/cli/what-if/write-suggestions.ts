import { readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { applyEdits, modify, type Edit, type ModificationOptions } from "jsonc-parser";
import type { Case } from "../../cases/case.ts";
import { caseOf } from "../../cases/reading/read-case.ts";
import { field } from "../../json/value.ts";
import type { Suggestion } from "../../mutants/expectation-at.ts";
import { shortForm } from "../../mutants/short-form.ts";
import { attempt } from "../../runner/errors.ts";
import { plural } from "../../text/count.ts";
import type { Redactor } from "../../traffic/redact/redact.ts";
import { onDisk } from "../../text/from-start.ts";
import type { MutatedCase } from "./mutated-case.ts";
import { replayedTrials, type Replays } from "./recorded-turns.ts";

/**
 * Writes what is suggested into a case file, but nothing of a case that does not pass with it or would hold a secret then. All
 * else of the file stays as it is; a module is left alone. Returns what was done, in lines. Throws UsageError.
 */
export async function writeSuggestions(
  cases: readonly MutatedCase[],
  replays: Replays,
  redactor: Pick<Redactor, "redact">,
): Promise<string[]> {
  const { caseFile: file } = replays.suite;
  const suggested = cases.filter(({ closed }) => closed.suggestions.length > 0);
  if (suggested.length === 0) return [];
  if (!/\.jsonl?$/.test(file))
    return [`${file} is a module, so its suggestions have to be written into it by hand.`];
  const text = attempt(`${file} could not be read`, () => readFileSync(onDisk(file), "utf8"));
  const editor = file.endsWith(".json") ? listEditor(text) : linesEditor(text);
  const lines: string[] = [];
  let written = 0;
  for (const { case: testCase, line, closed } of suggested) {
    const changed = editor.edited(testCase, line, closed.suggestions);
    const problem = holdsSecret(closed.suggestions, redactor)
      ? "what is suggested holds a secret"
      : (await passes(caseOf(changed.value, dirname(file)), replays))
        ? undefined
        : "it would not pass with what is suggested";
    if (problem === undefined) {
      changed.keep();
      written++;
    } else lines.push(`${file}:${line}: left as it is: ${problem}`);
  }
  attempt(`${file} could not be written`, () => writeFileSync(onDisk(file), editor.text()));
  return [`${file}: ${plural(written, "case")} written`, ...lines];
}

function holdsSecret(suggestions: readonly Suggestion[], { redact }: Pick<Redactor, "redact">) {
  const text = JSON.stringify(suggestions.map(({ key, value }) => ({ [key]: value })));
  return redact(text) !== text;
}

async function passes(testCase: Case | undefined, replays: Replays): Promise<boolean> {
  if (testCase === undefined) return false;
  const trials = await replayedTrials(testCase, replays);
  return trials.every(({ turns }) => turns !== undefined);
}

/** Edits the cases of a file one after the other. */
interface CaseEditor {
  edited(
    testCase: Case,
    line: number,
    suggestions: readonly Suggestion[],
  ): { readonly value: unknown; keep(): void };
  text(): string;
}

function linesEditor(text: string): CaseEditor {
  const lines = text.split("\n");
  return {
    edited(_, line, suggestions) {
      const before = lines[line - 1] ?? "";
      const changed = withAll(before, suggestions, pathIn(JSON.parse(before)), {});
      return { value: JSON.parse(changed), keep: () => void (lines[line - 1] = changed) };
    },
    text: () => lines.join("\n"),
  };
}

function listEditor(text: string): CaseEditor {
  let whole = text;
  const formattingOptions = {
    insertSpaces: !/^\t/m.test(text),
    tabSize: /^ +/m.exec(text)?.[0].length ?? 2,
  };
  return {
    edited({ id }, _, suggestions) {
      const list = JSON.parse(whole) as { readonly id: string }[];
      const index = list.findIndex((one) => one.id === id);
      const path = pathIn(list[index]);
      const changed = withAll(whole, suggestions, (one) => [index, ...path(one)], {
        formattingOptions,
      });
      const value = (JSON.parse(changed) as unknown[])[index];
      return { value, keep: () => void (whole = changed) };
    },
    text: () => whole,
  };
}

type PathOf = (suggestion: Suggestion) => (string | number)[];

/** Where in a case, as it is written, a suggestion belongs. */
function pathIn(line: unknown): PathOf {
  return ({ turn, key }) =>
    turn === null || field(line, "turns") === undefined
      ? ["expect", key]
      : ["turns", turn - 1, "expect", key];
}

function withAll(
  text: string,
  suggestions: readonly Suggestion[],
  pathOf: PathOf,
  options: ModificationOptions,
): string {
  // What is written anew is as dense as the rest of a line.
  const isDense = options.formattingOptions === undefined && !/^\{\s*"\w+":\s/.test(text);
  const dense = (edit: Edit): Edit => ({
    ...edit,
    content: edit.content.replace(/^(,?"\w+":) /, "$1"),
  });
  return suggestions.reduce((current, one) => {
    const edits = modify(current, pathOf(one), shortForm(one), options);
    return applyEdits(current, isDense ? edits.map(dense) : edits);
  }, text);
}
