import type * as Vitest from "vitest";
import type { TestContext } from "vitest";
import type { Case } from "../cases/case.ts";
import { modulesLoaded } from "../loading/hooks.ts";
import { openSuite, type OpenedSuite } from "../runs/open-suite.ts";
import { absolute, shown } from "../text/from-start.ts";
import { shellLine } from "../text/shell.ts";
import { caseFailure } from "./case-failure.ts";
import type { DescribeSuiteOptions } from "./describe-suite.ts";
import { PlayedSuite } from "./played-suite.ts";
import type { SuiteMeta } from "./rerun-on-change.ts";
import { isUpdating } from "./running.ts";

/** Declares a test for each case of a suite; one that fails if its cases cannot be read. */
export async function declareTests(
  { afterAll, test }: Pick<typeof Vitest, "afterAll" | "test">,
  cases: string,
  options: DescribeSuiteOptions,
): Promise<void> {
  let suite: OpenedSuite;
  try {
    suite = await openSuite(cases, options);
  } catch (error) {
    test("has cases that can be read", ({ task }) => {
      restOn(task, [absolute(cases)]);
      throw error;
    });
    return;
  }
  const played = new PlayedSuite(cases);
  for (const { case: testCase } of suite.cases) {
    const { skip, only } = testCase;
    const declare = skip === true ? test.skip : only ? test.only : test;
    // Each trial has a limit of its own.
    declare(titleOf(testCase), { timeout: 0 }, async (context) => {
      if (typeof skip === "string") context.skip(skip);
      await playTest(testCase, { suite, played, options, context });
    });
  }
  afterAll(() => played.end(), 0);
}

interface Playing {
  readonly suite: OpenedSuite;
  readonly played: PlayedSuite;
  readonly options: DescribeSuiteOptions;
  readonly context: TestContext;
}

async function playTest({ id }: Case, { suite, played, options, context }: Playing): Promise<void> {
  const { task } = context;
  const { caseFile, files, recordings, cases } = suite;
  const traffic = options.traffic ?? (isUpdating() ? "update" : "replay");
  const result = played.result(id, () => ({
    ...options,
    traffic,
    ids: idsOf(cases, task.suite?.tasks ?? []),
    onNotice: (line) => console.warn(line),
    ...(options.traffic === undefined ? { howToRecord: howToRecord(task.file.filepath) } : {}),
  }));
  // What is recorded now would be played again at once.
  const replayed = traffic === "replay" ? [recordings] : [];
  const failure = await result
    .then((played) => caseFailure(played, traffic, caseFile))
    .finally(() => restOn(task, [...files, ...replayed]));
  if (failure !== undefined) throw failure;
}

/** Tells on which files and folders a suite rests, and on the modules that Node has loaded for it. */
function restOn(task: TestContext["task"], paths: readonly string[]): void {
  const meta: SuiteMeta = { swarmEval: { restsOn: [...paths, ...modulesLoaded()] } };
  // Once for all of a suite: its modules may be many.
  Object.assign((task.suite ?? task).meta, meta);
}

/** Tags are part of the title, so that `-t @billing` selects by them. */
function titleOf({ id, tags }: Case): string {
  return [id, ...tags.map((tag) => `@${tag}`)].join(" ");
}

/** The cases whose tests vitest runs. */
function idsOf(
  cases: OpenedSuite["cases"],
  tests: readonly { readonly name: string; readonly mode: string }[],
): string[] {
  const running = new Set(
    tests.filter(({ mode }) => mode !== "skip" && mode !== "todo").map(({ name }) => name),
  );
  return cases.flatMap(({ case: testCase }) =>
    running.has(titleOf(testCase)) ? [testCase.id] : [],
  );
}

function howToRecord(testFile: string): (mode: string, id: string) => string {
  return (_, id) => {
    const pattern = id.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    return shellLine(["npx", "vitest", "run", shown(testFile), "-t", pattern, "-u"]);
  };
}
