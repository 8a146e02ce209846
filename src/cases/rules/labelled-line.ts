import { mustBe, type Rule } from "../../json/fault.ts";
import { also, anything, chosen, count, list, object, oneOf, string } from "../../json/rules.ts";
import { isRecord } from "../../json/value.ts";
import type { JudgeExpectation } from "../expectation.ts";
import { id } from "./case.ts";
import { rubric } from "./expectation.ts";
import { name } from "./matcher.ts";

export type PersonsVerdict = "passed" | "failed";

/** A line of a file of labelled replies, with its short forms. */
export interface LabelledLine extends Partial<JudgeExpectation> {
  readonly id?: string;
  readonly rubric: string;
  /** Short for a conversation of one message. */
  readonly user?: string;
  readonly conversation?: readonly object[];
  readonly agent?: string;
  readonly reply: string;
  /** That of one person, or those of several. */
  readonly verdict: PersonsVerdict | readonly PersonsVerdict[];
}

const text = string();

/** What happened before a reply, by the key that tells it from the others. */
const ENTRIES: Readonly<Record<string, Rule>> = {
  user: object<{ user: string }>({ user: text }, {}),
  says: object<{ agent: string; says: string }>({ agent: name, says: text }, {}),
  calls: object<{ agent: string; calls: string; arguments?: unknown }>(
    { agent: name, calls: name },
    { arguments: anything },
  ),
  answers: object<{ tool: string; answers: string }>({ tool: name, answers: text }, {}),
  hands_off_to: object<{ agent: string; hands_off_to: string }>(
    { agent: name, hands_off_to: name },
    {},
  ),
};

const entry = chosen((value) => {
  const key = isRecord(value) ? Object.keys(ENTRIES).find((one) => one in value) : undefined;
  const unknown: Rule = () =>
    mustBe(
      '{"user":…} or an agent that "says", "calls" or "hands_off_to", or a tool that "answers"',
      value,
    );
  return ENTRIES[key ?? ""] ?? unknown;
});

const verdict = oneOf(["passed", "failed"]);
const verdicts = also(list(verdict, "it is empty"), (all: readonly PersonsVerdict[]) =>
  majorityOf(all) === undefined
    ? "people are divided evenly: ask one more, or leave the reply out"
    : undefined,
);

const line = object<LabelledLine>(
  {
    rubric,
    reply: text,
    verdict: chosen((value) => (Array.isArray(value) ? verdicts : verdict)),
  },
  {
    id,
    user: text,
    conversation: list(entry),
    agent: name,
    votes: count(1),
    model: name,
  },
  {
    expect: 'This is no case: it has a "rubric", a "reply", and the "verdict" that people gave.',
    judge: 'It is called "rubric" here.',
    label: 'It is called "verdict" here.',
    output: 'It is called "reply" here.',
    response: 'It is called "reply" here.',
    messages:
      'It is "conversation":[{"user":"…"},{"agent":"…","says":"…"}] here, as judges read it.',
  },
);

/** The rule for a line of a file of labelled replies. */
export const labelledLine = also(line, ({ user, conversation }: LabelledLine) =>
  user !== undefined && conversation !== undefined
    ? '"user" is short for a conversation of one message: write either'
    : undefined,
);

/** What more than half of the people found; undefined if there is no such verdict. */
export function majorityOf(verdicts: readonly PersonsVerdict[]): PersonsVerdict | undefined {
  const passed = verdicts.filter((one) => one === "passed").length;
  if (2 * passed === verdicts.length) return undefined;
  return 2 * passed > verdicts.length ? "passed" : "failed";
}
