import * as v from "valibot";
import type { CallPattern, Expectation, MatchMode } from "./expectation.ts";
import { matcherProblems } from "./matchers.ts";
import type { MatcherScope } from "./matchers.ts";

/** A value with matchers anywhere inside. */
function expected(scope: MatcherScope): v.GenericSchema<unknown> {
  return v.pipe(
    v.unknown(),
    v.rawCheck(({ dataset, addIssue }) => {
      for (const { path, problem, unknown } of matcherProblems(dataset.value, scope)) {
        addIssue({
          message: unknown === undefined ? problem : JSON.stringify({ problem, ...unknown }),
          path: path.map((key) => ({
            type: "unknown" as const,
            origin: "value" as const,
            input: undefined,
            key,
            value: undefined,
          })) as never,
        });
      }
    }),
  );
}

/** An object that says something: of an empty one nothing could fail. */
function saying<Schema extends v.GenericSchema<object, object>>(schema: Schema, what: string) {
  return v.pipe(
    schema,
    v.check(
      (value) => Object.keys(value).length > 0,
      `${what} is empty, so it would hold whatever happens`,
    ),
  );
}

const name = v.pipe(v.string(), v.nonEmpty("a name is empty"));

function names(what: string) {
  return v.pipe(
    v.array(name),
    v.nonEmpty(`${what} is an empty list, so it would hold whatever happens`),
  );
}

const MODES = ["exact", "in_order", "any_order", "subset"] as const satisfies MatchMode[];

const call = v.lazy((input) =>
  typeof input === "object"
    ? v.strictObject({
        name,
        arguments: v.exactOptional(expected("arguments")),
        agent: v.exactOptional(name),
        error: v.exactOptional(v.boolean()),
      })
    : v.pipe(
        name,
        v.transform((called): CallPattern => ({ name: called })),
      ),
);

const LOOSE_AND_EMPTY =
  "an empty list in a loose mode would hold whatever happens; [] alone says that nothing is called";

const toolCalls = v.lazy((input) =>
  Array.isArray(input)
    ? v.pipe(
        v.array(call),
        v.transform((calls) => ({ mode: "exact" as const, calls })),
      )
    : v.pipe(
        v.strictObject({ mode: v.picklist(MODES), calls: v.array(call) }),
        v.check(({ mode, calls }) => mode === "exact" || calls.length > 0, LOOSE_AND_EMPTY),
      ),
);

const pair = v.tuple([name, name]);

const handoffs = v.lazy((input) =>
  Array.isArray(input)
    ? v.pipe(
        v.array(name),
        v.transform((route) => ({ mode: "exact" as const, route })),
      )
    : v.pipe(
        saying(
          v.strictObject({
            mode: v.exactOptional(v.picklist(MODES)),
            route: v.exactOptional(v.array(name)),
            never: v.exactOptional(
              v.pipe(
                v.array(pair),
                v.nonEmpty("never is an empty list, so it would hold whatever happens"),
              ),
            ),
            max: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
          }),
          "handoffs",
        ),
        v.check(
          ({ mode, route }) => mode === undefined || route !== undefined,
          "a mode is for a route: add one, or leave the mode out",
        ),
        v.check(
          ({ mode = "exact", route }) =>
            mode === "exact" || route === undefined || route.length > 0,
          "an empty route in a loose mode would hold whatever happens; [] alone says that nothing is handed off",
        ),
        v.transform(({ mode = "exact", ...rest }) => ({ mode, ...rest })),
      ),
);

const text = v.pipe(v.string(), v.nonEmpty("an empty text is in every reply"));

function texts(what: string) {
  return v.lazy((input) =>
    Array.isArray(input)
      ? v.pipe(
          v.array(text),
          v.nonEmpty(`${what} is an empty list, so it would hold whatever happens`),
        )
      : v.pipe(
          text,
          v.transform((single) => [single]),
        ),
  );
}

const pattern = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    try {
      if (dataset.typed) new RegExp(dataset.value);
    } catch (error) {
      addIssue({ message: (error as Error).message });
    }
  }),
);

const rubric = v.pipe(
  v.string(),
  v.nonEmpty("the rubric is empty, so there is nothing to grade by"),
);

const judge = v.lazy((input) =>
  typeof input === "object"
    ? v.strictObject({
        rubric,
        votes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
        model: v.exactOptional(name),
      })
    : v.pipe(
        rubric,
        v.transform((text) => ({ rubric: text, votes: 1 })),
      ),
);

const output = saying(
  v.strictObject({
    contains: v.exactOptional(texts("contains")),
    not_contains: v.exactOptional(texts("not_contains")),
    regex: v.exactOptional(pattern),
    equals: v.exactOptional(v.string()),
    judge: v.exactOptional(judge),
  }),
  "output",
);

const values = (what: string) => saying(v.record(v.string(), expected("values")), what);
const amount = v.pipe(v.number(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What may be expected of a turn as well as of the whole case. */
const anyScope = {
  tool_calls: v.exactOptional(toolCalls),
  not_called: v.exactOptional(names("not_called")),
  handoffs: v.exactOptional(handoffs),
  output: v.exactOptional(output),
  context_variables: v.exactOptional(values("context_variables")),
  state: v.exactOptional(values("state")),
  max_model_calls: v.exactOptional(count),
  max_tokens: v.exactOptional(count),
  max_cost: v.exactOptional(amount),
  max_latency_ms: v.exactOptional(amount),
};

const EMPTY = "expect";

type Schema = v.GenericSchema<unknown, Expectation>;

/** `expect` in a turn. */
export const turnExpectation: Schema = saying(
  v.strictObject({ ...anyScope, agent: v.exactOptional(name) }),
  EMPTY,
);

/** `expect` beside `turns`. */
export const caseExpectation: Schema = saying(
  v.strictObject({ ...anyScope, final_agent: v.exactOptional(name) }),
  EMPTY,
);

/** `expect` beside `user`: turn and case are the same, so either name for the last agent will do. */
export const onlyTurnExpectation: Schema = saying(
  v.strictObject({ ...anyScope, agent: v.exactOptional(name), final_agent: v.exactOptional(name) }),
  EMPTY,
);
