import type { UserContent } from "../case.ts";
import type { CaseLine, CommonLine, ExpectationLine } from "../rules/case-line.ts";
import { expectedCall, type MadeCall } from "./expected-calls.ts";
import type { Unmapped } from "./unmapped.ts";

/** A call that another tool kept; without a name, a handoff whose function has no name in a case. */
export type ToldCall = Omit<MadeCall, "name"> & { readonly name: string | undefined };

/** A message of the user, and what another tool kept of what followed it. */
export interface ToldTurn {
  readonly user: UserContent;
  /** In order, handoffs among them; undefined if nothing was kept of them. */
  readonly calls: readonly ToldCall[] | undefined;
  /** Who was active at the end. */
  readonly agent?: string | undefined;
  /** What is expected besides. */
  readonly expect?: ExpectationLine | undefined;
}

/**
 * The case that expects what was kept of a conversation, as a session of `chat` becomes one: calls, handoffs, who was
 * active at the end. `whole` is expected besides. None, which is said, if that is nothing or the user is silent.
 */
export function toldCase(
  head: CommonLine,
  turns: readonly ToldTurn[],
  unmapped: Unmapped,
  whole: ExpectationLine = {},
): CaseLine[] {
  const line = lineOf(head, turns, whole);
  if (turns.length === 0 || turns.some(({ user }) => user.length === 0))
    unmapped.add("left out whole: the user says nothing that a case can say", head.id);
  else if (line === undefined) unmapped.add(EXPECTS_NOTHING, head.id);
  else return [line];
  return [];
}

/** Said of a case that could never fail. */
export const EXPECTS_NOTHING = "left out whole: it would expect nothing";

function lineOf(
  head: CommonLine,
  turns: readonly ToldTurn[],
  whole: ExpectationLine,
): CaseLine | undefined {
  const last = turns.at(-1)?.agent;
  const expect = { ...(last === undefined ? {} : { final_agent: last }), ...whole };
  const [only] = turns;
  if (only !== undefined && turns.length === 1) {
    const ofBoth = { ...turnExpectation(only), ...expect };
    return isEmpty(ofBoth) ? undefined : { ...head, user: only.user, expect: ofBoth };
  }
  const written = turns.map((turn, index) => ({
    user: turn.user,
    ...unlessEmpty({
      ...turnExpectation(turn),
      ...(index === turns.length - 1 || turn.agent === undefined ? {} : { agent: turn.agent }),
    }),
  }));
  const isIdle = isEmpty(expect) && written.every((turn) => !("expect" in turn));
  return isIdle ? undefined : { ...head, turns: written, ...unlessEmpty(expect) };
}

function unlessEmpty(expect: ExpectationLine): { readonly expect?: ExpectationLine } {
  return isEmpty(expect) ? {} : { expect };
}

function isEmpty(expect: ExpectationLine): boolean {
  return Object.keys(expect).length === 0;
}

function turnExpectation({ calls, expect }: ToldTurn): ExpectationLine {
  if (calls === undefined) return { ...expect };
  const route = calls.flatMap(({ to }) => (to === undefined ? [] : [to]));
  return { ...expectedCalls(calls), ...(route.length === 0 ? {} : { handoffs: route }), ...expect };
}

/** Where a call has no name, others may come between those that have one. */
function expectedCalls(calls: readonly ToldCall[]): Pick<ExpectationLine, "tool_calls"> {
  const named = calls.flatMap(({ name, ...call }) =>
    name === undefined ? [] : [expectedCall({ name, ...call })],
  );
  if (named.length === calls.length) return { tool_calls: named };
  return named.length === 0 ? {} : { tool_calls: { mode: "in_order", calls: named } };
}
