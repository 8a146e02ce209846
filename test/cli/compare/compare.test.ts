import { describe, expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Finished, type Project } from "../../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

/** A small model that keeps everything to triage but for the greeting; all others do as they should. */
function models(request: StandInRequest): StandInReply {
  const asked = request.body.messages.some(({ content }) => content?.includes("refund") === true);
  return request.body.model === "gpt-5.4-mini" && asked
    ? { say: "I am sorry, I cannot help you with that." }
    : shopModel(request);
}

const REFUNDS = Array.from({ length: 7 }, (_, index) => ({ ...REFUND, id: `refund-${index}` }));

async function shop(...cases: readonly object[]) {
  const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(...cases) });
  const server = await startStandIn(models);
  onTestFinished(() => server.close());
  return {
    project,
    requests: server.requests,
    compare: (flags: readonly string[]): Promise<Finished> =>
      project.swarmEval(["compare", "evals/shop.jsonl", ...flags], {
        OPENAI_BASE_URL: server.baseUrl,
      }),
    run: (flags: readonly string[]): Promise<Finished> =>
      project.swarmEval(["run", "evals/shop.jsonl", "--reporter", "json", ...flags], {
        OPENAI_BASE_URL: server.baseUrl,
      }),
  };
}

/** Without what differs from run to run. */
function steady(text: string): string {
  return text.replaceAll(/ *\b\d+(?:\.\d+)? m?s\b/g, " …").replaceAll(/(?<=\S) {2,}/g, "  ");
}

const TWO = ["--model-override", "gpt-5.4,gpt-5.4-mini"];

describe("models", () => {
  it("are set side by side, with what flips, how surely, and who was led to whom", async () => {
    const { project, requests, compare } = await shop(GREETING, ...REFUNDS);
    const recorded = await compare([...TWO, "--traffic", "record"]);
    expect({ code: recorded.code, stderr: recorded.stderr }).toEqual({ code: 0, stderr: "" });
    expect(steady(recorded.stdout)).toMatchInlineSnapshot(`
      "shop: 8 cases

                    pass rate (95 %)  calls  tokens  cost  p50  p95
      gpt-5.4  100 % (67.6–100 %)  2.8  429  $0.0021 … …
      gpt-5.4-mini  12.5 % (2.2–47.1 %)  1  86  $0.00013 … …
      Calls, tokens and cost are means of a trial; p50 and p95 are of the time that one takes.
      Prices of 2026-11, from https://developers.openai.com/api/docs/pricing.

      gpt-5.4-mini against gpt-5.4: worse
        a difference of −87.5 % (−100 % to −50 %), p = 0.016, by the exact McNemar test over 8 cases at the level of 0.05
        A difference of 80.1 % would have been shown with a chance of about 80 %, however it is spread over the cases.
        7 cases did worse: refund-0 1/1 → 0/1, refund-1 1/1 → 0/1, refund-2 1/1 → 0/1, refund-3 1/1 → 0/1, refund-4 1/1 → 0/1, refund-5 1/1 → 0/1 and
          refund-6 1/1 → 0/1

      Routing by gpt-5.4: 7 of 7 as expected
      Routing by gpt-5.4-mini: 0 of 7 as expected
        expected ↓ had it →  Triage
        Refunds  7
        Triage in place of Refunds: 7 (refund-0, refund-1, refund-2, …)
      "
    `);

    const asked = requests.length;
    const replayed = await compare(TWO);
    expect(steady(replayed.stdout)).toBe(steady(recorded.stdout));
    expect(requests.length).toBe(asked);
    expect(() => project.read("fixtures/shop/gpt-5.4/greeting.1.jsonl")).not.toThrow();
    expect(() => project.read("fixtures/shop/gpt-5.4-mini/greeting.1.jsonl")).not.toThrow();
    expect(() => project.read("reports/shop.gpt-5.4-mini.json")).not.toThrow();
  });

  it("are asked nothing where their recordings could not be written", async () => {
    const { project, requests, compare } = await shop(GREETING);
    project.write("fixtures", "a file, not a directory");
    const { code, stderr } = await compare([...TWO, "--traffic", "record"]);
    expect(stderr).toContain("Recordings cannot be written to fixtures:");
    expect([code, requests.length]).toEqual([2, 0]);
  });

  it("are asked nothing where no case has a tag of the clusters", async () => {
    const { requests, compare } = await shop(GREETING);
    const { code, stderr } = await compare([...TWO, "--traffic", "live", "--cluster", "topic:"]);
    expect(stderr).toContain('has a tag that begins with "topic:". Its tags: talk.');
    expect([code, requests.length]).toEqual([2, 0]);
  });

  it("fail a comparison only where that is asked for", async () => {
    const { compare } = await shop(GREETING, ...REFUNDS);
    const live = ["--traffic", "live"];
    expect((await compare([...TWO, ...live])).code).toBe(0);
    expect((await compare([...TWO, ...live, "--fail-on", "worse"])).code).toBe(1);
    const upside = ["--model-override", "gpt-5.4-mini,gpt-5.4", "--fail-on", "worse"];
    expect((await compare([...upside, ...live])).code).toBe(0);
  });

  it("are given as JSON, a line for each suite", async () => {
    const { compare } = await shop(GREETING, REFUND);
    const { stdout } = await compare([...TWO, "--traffic", "live", "--trials", "2", "--json"]);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      suite: "shop",
      cases: 2,
      runs: [
        { label: "gpt-5.4", trials: 4, passed: 4, pass_hat_k: { 2: 1 } },
        { label: "gpt-5.4-mini", trials: 4, passed: 2, pass_hat_k: { 2: 0.5 } },
      ],
      comparisons: [{ difference: -0.5, down: [{ id: "refund" }] }],
    });
  });

  it("that have no recordings are said to have none, and how they are made", async () => {
    const { compare, run } = await shop(GREETING);
    await run(["--traffic", "record", "--model-override", "gpt-5.4"]);
    const { code, stdout, stderr } = await compare(TWO);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr:
        "To record what is missing, for all of them: npx swarm-eval compare evals/shop.jsonl --model-override gpt-5.4,gpt-5.4-mini --traffic record\n",
    });
    expect(steady(stdout)).toMatchInlineSnapshot(`
      "shop: 1 case

                    pass rate (95 %)  calls  tokens  cost  p50  p95
      gpt-5.4  100 % (20.7–100 %)  1  81  $0.00040 … …
      gpt-5.4-mini  –  –  –  –  –  –
      Calls, tokens and cost are means of a trial; p50 and p95 are of the time that one takes.
      Prices of 2026-11, from https://developers.openai.com/api/docs/pricing.

      gpt-5.4-mini: 1 trial broke off and is not counted.
        No recording answers POST /chat/completions, asked by Triage in turn 1.
        There is no recording fixtures/shop/gpt-5.4-mini/greeting.1.jsonl.
        The case was recorded with the model gpt-5.4: fixtures/shop/gpt-5.4/greeting.1.jsonl.
        To record it: npx swarm-eval run evals/shop.jsonl --model-override gpt-5.4-mini -t '^greeting$' --traffic record
        To play what was recorded: run it with --model-override gpt-5.4.

      gpt-5.4-mini cannot be compared with gpt-5.4: no case has trials of both that count.
      "
    `);
  });

  it.each([
    [
      "one model",
      ["--model-override", "gpt-5.4"],
      "Only gpt-5.4 is named to be compared. Name at least two",
    ],
    ["a model twice", ["--model-override", "o3,o3"], "o3 is named twice."],
    ["case files without models", [], "evals/shop.jsonl is a case file, and no models are named"],
    ["an unknown verdict", [...TWO, "--fail-on", "better"], "Allowed choices are worse."],
  ])("are refused: %s", async (_, flags, message) => {
    const { compare } = await shop(GREETING);
    const { code, stderr } = await compare(flags);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });
});

describe("results of earlier runs", () => {
  async function twoRuns(...cases: readonly object[]) {
    const made = await shop(...cases);
    const once = (model: string) =>
      made.run(["--traffic", "live", "--model-override", model, "--output", model]);
    await once("gpt-5.4");
    await once("gpt-5.4-mini");
    const results = ["gpt-5.4/shop.json", "gpt-5.4-mini/shop.json"];
    return {
      ...made,
      results,
      read: (files: readonly string[]) => made.project.swarmEval(["compare", ...files]),
    };
  }

  it("are compared as models are", async () => {
    const { results, read } = await twoRuns(GREETING, ...REFUNDS);
    const { code, stdout } = await read([...results, "--fail-on", "worse"]);
    expect(code).toBe(1);
    expect(stdout).toContain("gpt-5.4-mini against gpt-5.4: worse");
  });

  it("are errored where a run has no trial that counts", async () => {
    const { project, results, read } = await twoRuns(GREETING, REFUND);
    const file = results[1] as string;
    const result = JSON.parse(project.read(file)) as { cases: { trials: object[] }[] };
    const broken = result.cases.map((one) => ({
      ...one,
      verdict: "errored",
      trials: one.trials.map((each) => ({ ...each, verdict: "errored" })),
    }));
    project.write(file, JSON.stringify({ ...result, cases: broken }));
    const { code, stdout } = await read([...results, "--fail-on", "worse"]);
    expect(code).toBe(4);
    expect(stdout).toContain("no case has trials of both that count.");
  });

  it("take cases of a tag as one, and say which tags there are where none is", async () => {
    const tagged = REFUNDS.map((one, index) => ({ ...one, tags: [`theme:${index % 2}`] }));
    const { results, read } = await twoRuns(GREETING, ...tagged);
    const { code, stdout } = await read([...results, "--cluster", "theme:"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/over \d+ cases in 3\sclusters/);
    expect(stdout).toContain("So few clusters can show no difference.");
    const wrong = await read([...results, "--cluster", "topic:"]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain(
      'no case of gpt-5.4/shop.json has a tag that begins with "topic:". Its tags: talk, theme:0 and theme:1.',
    );
  });

  it("of one model are called by their files, and the cases that only one has are named", async () => {
    const { project, run, read, results } = await twoRuns(GREETING, REFUND);
    await run([
      "--traffic",
      "live",
      "--model-override",
      "gpt-5.4",
      "-t",
      "refund",
      "--output",
      "again",
    ]);
    const { code, stdout } = await read([results[0] as string, "again/shop.json"]);
    expect(code).toBe(0);
    expect(stdout).toContain("again/shop.json against gpt-5.4/shop.json: no difference shown");
    expect(stdout).toContain(
      "gpt-5.4/shop.json: 1 case left out, which not all runs have: greeting.",
    );
    expect(project.read("again/shop.json")).not.toBe("");
  });

  it("are read however they are laid out", async () => {
    const { project, read, results } = await twoRuns(GREETING, REFUND);
    const [first, second] = results as [string, string];
    const before = await read([first, second]);
    project.write(second, JSON.stringify(JSON.parse(project.read(second)), null, 2));
    expect(await read([first, second])).toEqual(before);
  });

  it.each<[sentence: string, change: (project: Project, file: string) => void, message: RegExp]>([
    [
      "a result that is cut short",
      (project, file) => project.write(file, project.read(file).slice(0, -400)),
      /gpt-5.4-mini\/shop\.json:\d+: the file breaks off/,
    ],
    [
      "a result of another version",
      (project, file) =>
        project.write(file, project.read(file).replace('"version":2', '"version":9')),
      /gpt-5.4-mini\/shop\.json: this is a result of version 9, and this swarm-eval reads versions 1 and 2/,
    ],
    [
      "some other JSON",
      (project, file) => project.write(file, "{}"),
      /this is not a result: it has no suite with cases/,
    ],
    ["an empty file", (project, file) => project.write(file, ""), /the file is empty/],
    [
      "the result of another suite",
      (project, file) =>
        project.write(file, project.read(file).replace('"suite":"shop"', '"suite":"x"')),
      /cannot be compared: one ran the suite shop, the other x\./,
    ],
    [
      "a result of other cases",
      (project, file) =>
        project.write(file, project.read(file).replaceAll('"id":"', '"id":"other-')),
      /cannot be compared: they have no cases in common\./,
    ],
    [
      "a result of cases that say something else",
      (project, file) =>
        project.write(file, project.read(file).replace(/"fingerprint":"\w+"/, '"fingerprint":"0"')),
      /cannot be compared: the text of greeting differs\. Run both on the same case file\./,
    ],
  ])("are refused: %s", async (_, change, message) => {
    const { project, read, results } = await twoRuns(GREETING);
    change(project, results[1] as string);
    const { code, stdout, stderr } = await read(results);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it("are refused where one is missing, alone, or named twice", async () => {
    const { read, results } = await twoRuns(GREETING);
    const [first] = results as [string];
    expect(await read([first, `./${first}`])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`./${first} is named twice. Each result is compared once.`),
    });
    expect(await read(["none.json", "gone.json"])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^There is no result none\.json in /),
    });
    expect(await read(results.slice(1))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("A comparison needs two results or more"),
    });
  });
});

it("goes on where a cap had stopped it, and pays for nothing twice", async () => {
  const cases = Array.from({ length: 24 }, (_, index) => ({ ...GREETING, id: `case-${index}` }));
  const { project, requests, compare } = await shop(...cases);
  const live = [...TWO, "--traffic", "live", "--concurrency", "1", "--resume", "--max-tokens"];
  const capped = await compare([...live, "3100"]);
  expect(capped.code).toBe(5);
  // The first completion of a model is estimated at 1,088 tokens, and takes 81: the second has played some cases.
  const paid = requests.length;
  expect(paid).toBeGreaterThan(cases.length);
  expect(paid).toBeLessThan(2 * cases.length);
  const resumed = await compare([...live, "9999"]);
  expect(resumed.stderr).toContain("finished trials of evals/shop.jsonl will not be played again.");
  expect(resumed.code).toBe(0);
  expect(requests).toHaveLength(2 * cases.length);
  const models = requests.map(({ body }) => body.model);
  expect(models).toEqual(["gpt-5.4", "gpt-5.4-mini"].flatMap((model) => cases.map(() => model)));
  const other = await shop(...cases);
  const whole = await other.compare([...live, "9999"]);
  expect(steady(resumed.stdout)).toBe(steady(whole.stdout));
  for (const model of ["gpt-5.4", "gpt-5.4-mini"])
    expect(() => project.read(`reports/shop.${model}.journal`)).toThrow("ENOENT");
});
