import { faultText } from "../../json/fault.ts";
import { anything, dictionary, list, openObject, chosen, string } from "../../json/rules.ts";
import { CaseFileError } from "../reading/problem.ts";
import type { CaseLine, CommonLine } from "../rules/case-line.ts";
import { newId } from "../importing/new-id.ts";
import { EXPECTS_NOTHING } from "../importing/told-case.ts";
import type { Unmapped } from "../importing/unmapped.ts";
import { expectationOf, type Assertion } from "./assertions.ts";
import { conversationOf, TEMPLATE } from "./prompts.ts";
import { filledIn, matrix, type Variables } from "./variables.ts";

/**
 * Makes cases of a config of promptfoo, which was read from YAML or JSON: one for each of its tests with each of its
 * prompts. A prompt is what the user says. Throws CaseFileError.
 */
export function promptfooCases(
  value: unknown,
  file: string,
  agent: string | undefined,
  unmapped: Unmapped,
): CaseLine[] {
  const faults = configRule(value);
  if (faults.length > 0)
    throw new CaseFileError(
      faults.map((fault) => ({ file, line: 1, column: 1, message: `${faultText(fault)}.` })),
    );
  const { prompts = TEMPLATE, tests = [], defaultTest = {}, ...rest } = value as Config;
  for (const key of Object.keys(rest))
    if (!SAYS_NOTHING.has(key)) unmapped.add(ELSEWHERE[key] ?? `${key} of the config`, file);
  const ids = new Set<string>();
  const named = agent === undefined ? {} : { agent };
  const own = [tests].flat().filter((test): test is Test => {
    if (typeof test === "string") unmapped.add(`tests of ${test}`, file);
    return typeof test !== "string";
  });
  return own.flatMap((test) =>
    matrix({ ...defaultTest.vars, ...test.vars }).flatMap((variables) =>
      [prompts].flat().flatMap((prompt: unknown) => {
        const said = conversationOf(prompt, variables);
        const words = typeof said === "string" ? "" : said.user;
        const name = filledIn(test.description ?? "", variables) || words;
        const id = newId(name, (taken) => ids.has(taken));
        ids.add(id);
        const tell = (what: string): void => unmapped.add(what, id);
        if (typeof said !== "string")
          return caseOf({ ...named, id, ...said }, test, defaultTest, variables, tell);
        tell(`left out whole: ${said}`);
        return [];
      }),
    ),
  );
}

type Head = CommonLine & { readonly user: string };

function caseOf(
  { user, ...head }: Head,
  test: Test,
  defaultTest: Test,
  variables: Variables,
  tell: (what: string) => void,
): CaseLine[] {
  for (const key of Object.keys({ ...defaultTest, ...test }))
    if (!KNOWN_OF_TEST.has(key)) tell(`${key} of a test`);
  const assertions = [...(defaultTest.assert ?? []), ...(test.assert ?? [])];
  const { expect, besides } = expectationOf(assertions, variables, tell);
  const tags: string[] = [];
  for (const [key, value] of Object.entries({ ...defaultTest.metadata, ...test.metadata })) {
    if (typeof value === "string") tags.push(`${key}:${value}`);
    else tell(`metadata ${key} of a test, which is no text`);
  }
  const named = { ...head, ...(tags.length === 0 ? {} : { tags }) };
  if (besides !== undefined) return [{ ...named, turns: [{ user, expect }], expect: besides }];
  if (Object.keys(expect).length > 0) return [{ ...named, user, expect }];
  tell(EXPECTS_NOTHING);
  return [];
}

/** What a config may say that changes nothing about its tests. */
const SAYS_NOTHING = new Set(["description", "$schema", "tags", "outputPath", "sharing"]);

const ELSEWHERE: Readonly<Record<string, string>> = {
  providers: "providers: an agents module answers in their place",
  targets: "targets: an agents module answers in their place",
};

const KNOWN_OF_TEST = new Set(["vars", "assert", "description", "metadata"]);

interface Config {
  readonly prompts?: unknown;
  readonly tests?: string | readonly (string | Test)[];
  readonly defaultTest?: Test;
}

interface Test {
  readonly description?: string;
  readonly vars?: Variables;
  readonly assert?: readonly Assertion[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const assertion = openObject<Assertion>({ type: string("it is empty") });
const test = openObject<Test>(
  {},
  {
    description: string(),
    vars: dictionary(anything),
    assert: list(assertion),
    metadata: dictionary(anything),
  },
);

/** A test, or the file that has some. */
const testOrFile = chosen((value) => (typeof value === "string" ? anything : test));

const configRule = openObject<Config>(
  {},
  {
    tests: chosen((value) => (typeof value === "string" ? anything : list(testOrFile))),
    defaultTest: test,
  },
);
