import * as v from "valibot";
import { caseExpectation, onlyTurnExpectation, turnExpectation } from "./expectation-schema.ts";
import type { Expectation } from "./expectation.ts";

const user = v.lazy((input) =>
  Array.isArray(input)
    ? v.pipe(v.array(v.looseObject({ type: v.string() })), v.nonEmpty("the user says nothing"))
    : v.pipe(v.string(), v.nonEmpty("the user says nothing")),
);

const message = v.looseObject({
  role: v.picklist(["system", "developer", "user", "assistant", "tool"]),
});
const name = v.pipe(v.string(), v.nonEmpty("a name is empty"));

const common = {
  id: v.pipe(v.string(), v.nonEmpty("the id is empty")),
  tags: v.optional(v.array(name), []),
  agent: v.exactOptional(name),
  context_variables: v.optional(v.record(v.string(), v.unknown()), {}),
  messages: v.optional(v.array(message), []),
  model_override: v.exactOptional(name),
  max_turns: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  execute_tools: v.exactOptional(v.boolean()),
  stream: v.exactOptional(v.boolean()),
  trials: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  skip: v.optional(v.union([v.boolean(), v.string()]), false),
  only: v.optional(v.boolean(), false),
};

/** A case of a single turn, whose `user` and `expect` stand beside its `id`. */
const shortForm = v.strictObject({ ...common, user, expect: v.exactOptional(onlyTurnExpectation) });

const longForm = v.strictObject({
  ...common,
  turns: v.pipe(
    v.array(v.strictObject({ user, expect: v.exactOptional(turnExpectation) })),
    v.nonEmpty("a case needs at least one turn"),
  ),
  expect: v.exactOptional(caseExpectation),
});

const EXPECTS_NOTHING =
  "the case expects nothing, so it could never fail: add an expect, here or in a turn";

/** What one line of a case file holds, as valibot reads it. */
export const caseSchema: v.GenericSchema<unknown, Case> = v.lazy((input) =>
  typeof input === "object" && input !== null && "user" in input && !("turns" in input)
    ? v.pipe(
        shortForm,
        v.check(({ expect }) => expect !== undefined, EXPECTS_NOTHING),
        v.transform(({ user: said, expect = {}, ...rest }) => {
          const { final_agent, ...ofTurn } = expect;
          const turn = {
            user: said,
            ...(Object.keys(ofTurn).length > 0 ? { expect: ofTurn } : {}),
          };
          return {
            ...rest,
            turns: [turn],
            ...(final_agent === undefined ? {} : { expect: { final_agent } }),
          };
        }),
      )
    : v.pipe(
        longForm,
        v.check(
          ({ turns, expect }) =>
            expect !== undefined || turns.some((turn) => turn.expect !== undefined),
          EXPECTS_NOTHING,
        ),
      ),
);

/** One message of the user, and what is expected of what follows it. */
export interface Turn {
  readonly user: string | readonly { readonly type: string }[];
  readonly expect?: Expectation;
}

/** A scripted conversation with what is expected of it. */
export interface Case {
  readonly id: string;
  readonly tags: readonly string[];
  /** The starting agent's name; undefined for the entry agent. */
  readonly agent?: string;
  readonly context_variables: Readonly<Record<string, unknown>>;
  /** What was said before the first turn. */
  readonly messages: readonly ({ readonly role: string } & Readonly<Record<string, unknown>>)[];
  readonly turns: readonly Turn[];
  readonly expect?: Expectation;
  readonly model_override?: string;
  readonly max_turns?: number;
  readonly execute_tools?: boolean;
  readonly stream?: boolean;
  readonly trials?: number;
  /** True, or the reason. */
  readonly skip: boolean | string;
  readonly only: boolean;
}
