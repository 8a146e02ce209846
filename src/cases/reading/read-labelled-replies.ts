import { parseStrictly } from "../../json/parse-strictly.ts";
import type { LabelledReply } from "../labelled-reply.ts";
import {
  labelledLine,
  majorityOf,
  type LabelledLine,
  type PersonsVerdict,
} from "../rules/labelled-line.ts";
import { explainLine } from "./explain.ts";
import { CaseFileError, type Problem } from "./problem.ts";
import { readLines } from "./read-lines.ts";

/** A labelled reply, the line on which it stands, and what tells its question to a judge from all others. */
export interface PlacedReply extends LabelledReply {
  readonly line: number;
  /** Made of what the judge reads, so that it stays the same whatever is above the line, or what people found. */
  readonly key: string;
}

/** After this many problems a reader fixes the first ones and runs again. */
const MOST_PROBLEMS = 20;

/** Reads a file of labelled replies. Throws CaseFileError, and what the file system throws. */
export async function readLabelledReplies(file: string): Promise<PlacedReply[]> {
  const replies = new Map<string, PlacedReply>();
  const problems: Problem[] = [];
  for await (const lines of readLines(file))
    for (const { number, text } of lines) {
      if (text.trim() === "") continue;
      const read = readLine(text);
      const same = read && replies.get(read.key);
      if (read === undefined)
        problems.push(...explained(text).map((problem) => ({ file, line: number, ...problem })));
      else if (same !== undefined)
        problems.push({ file, line: number, column: 1, message: alike(same) });
      else replies.set(read.key, { ...read, line: number });
    }
  if (problems.length === 0) return [...replies.values()];
  const more = Math.max(0, problems.length - MOST_PROBLEMS);
  throw new CaseFileError(problems.slice(0, MOST_PROBLEMS), more);
}

function explained(text: string) {
  return explainLine(text, labelledLine).problems;
}

function alike({ line }: PlacedReply): string {
  return `the judge would be asked the same as for line ${line}. Put what several people found into one line: "verdict":["passed","failed","passed"].`;
}

function readLine(text: string): Omit<PlacedReply, "line"> | undefined {
  let value: unknown;
  try {
    value = parseStrictly(text);
  } catch {
    return undefined;
  }
  if (labelledLine(value).length > 0) return undefined;
  // The rule is what makes the value a line.
  const { user, agent = "Agent", votes = 1, verdict, ...line } = value as LabelledLine;
  const conversation = line.conversation ?? (user === undefined ? [] : [{ user }]);
  const { hash } = process.getBuiltinModule("node:crypto");
  const asked = JSON.stringify([line.rubric, agent, line.reply, conversation]);
  return {
    ...line,
    agent,
    votes,
    conversation,
    verdict: majorityOf([verdict].flat() as PersonsVerdict[]) as PersonsVerdict,
    key: hash("sha256", asked).slice(0, 16),
  };
}
