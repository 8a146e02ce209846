import { describe, expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Finished, type Project } from "../../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

type Model = (request: StandInRequest) => StandInReply;

/** A shop whose model can be another one from run to run. */
async function shop(...cases: readonly object[]) {
  const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(...cases) });
  let model: Model = shopModel;
  const server = await startStandIn((request) => model(request));
  onTestFinished(() => server.close());
  return {
    project,
    requests: server.requests,
    /** Runs the suite against a model, recorded anew; without one, against the recordings. */
    async run(flags: readonly string[], played?: Model): Promise<Finished> {
      if (played !== undefined) {
        model = played;
        project.remove("fixtures");
      }
      const traffic = played === undefined ? [] : ["--traffic", "record"];
      return project.swarmEval(["run", "evals/shop.jsonl", ...traffic, ...flags], {
        OPENAI_BASE_URL: server.baseUrl,
      });
    },
  };
}

/** A model that keeps everything to triage. */
const reluctant: Model = (request) =>
  request.body.messages.some(({ content }) => content?.includes("refund 7"))
    ? { say: "I am sorry, I cannot help you with that." }
    : shopModel(request);

const BASELINE = "reports/shop.baseline.json";

/** What the gate says: what stands below the table. */
function gateSays({ stdout }: Finished): string {
  const text = stdout.slice(stdout.indexOf("Against the baseline"));
  return text.replace(/\d{4}-\d\d-\d\d/, "…");
}

function baseline(project: Project) {
  return JSON.parse(project.read(BASELINE)) as {
    readonly blessed_at: string;
    readonly cases: readonly { readonly id: string; readonly passed: number }[];
  };
}

it("blesses a run, and finds the next one no worse", async () => {
  const { project, run } = await shop(REFUND, GREETING);
  const first = await run(["--bless"], shopModel);
  expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: "" });
  expect(first.stdout).toContain(`Blessed 2 cases in ${BASELINE}: 2 new.`);
  const text = project.read(BASELINE).replace(baseline(project).blessed_at, "…");
  expect(text.replaceAll(/"[0-9a-f]{16}"/g, '"…"')).toMatchInlineSnapshot(`
    "{
    "version": 1,
    "suite": "shop",
    "blessed_at": "…",
    "model_override": null,
    "agents": {
      "Refunds": ["…"],
      "Triage": ["…"]
    },
    "cases": [
      {"id":"greeting","passed":1,"trials":1,"fingerprint":"…","models":{"Triage":"gpt-5.4"},"passing":{"trial":1,"path":[{"turn":1,"agent":"Triage","reply":"Hello! What can I do for you?"}],"state":{"orders":{"7":"delivered"}}},"trajectories":[{"trial":1,"path":"ebbe9710","state":"04abd800"}]},
      {"id":"refund","passed":1,"trials":1,"fingerprint":"…","models":{"Refunds":"gpt-5.4","Triage":"gpt-5.4"},"passing":{"trial":1,"path":[{"turn":1,"agent":"Triage","call":"transferToRefunds","arguments":{}},{"turn":1,"agent":"Triage","handoff":"Refunds"},{"turn":1,"agent":"Refunds","call":"refund","arguments":{"order":7,"reason":"asked"},"result":"Refunded.","context_variables":{"refunded":7}},{"turn":1,"agent":"Refunds","reply":"Order 7 is refunded."}],"state":{"orders":{"7":"refunded"}}},"trajectories":[{"trial":1,"path":"90e3096a","state":"2991087d"}]}
    ],
    "checksum": "…"
    }
    "
  `);

  const again = await run(["--baseline", BASELINE]);
  expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: "" });
  expect(gateSays(again)).toMatchInlineSnapshot(`
    "Against the baseline reports/shop.baseline.json of …: no regression
      2 unchanged
    "
  `);
});

it("says of a regression which call it was, and what was wrong in it", async () => {
  const { run } = await shop(REFUND);
  await run(["--bless"], shopModel);
  const worse = await run(["--baseline", "reports"], (request) => {
    const reply = shopModel(request);
    return "calls" in reply && reply.calls?.[0]?.name === "refund"
      ? { calls: [{ name: "refund", arguments: { order: "7", reason: "asked" } }] }
      : reply;
  });
  const said = gateSays(worse);
  expect(said.slice(said.indexOf("REGRESSED"), said.indexOf("▸"))).toMatchInlineSnapshot(`
    "REGRESSED refund 1/1 → 0/1
      tool_calls in turn 1: expected these calls in this order (others may come between):
        - refund({"order":7,"reason":{"$any":true}}) by Refunds is missing; nearest is refund({"order":"7","reason":"asked"}) by Refunds in turn 1 (failed): arguments.order: expected 7, got "7"
        calls made: transferToRefunds, refund
      The trajectories diverge at step 3, in turn 1:
           baseline, trial 1                                               now, trial 1
        2  Triage → Refunds                                                Triage → Refunds
      "
  `);
});

it("lets JUnit agree with the exit code: what was failing before is skipped", async () => {
  const { project, run } = await shop(REFUND, GREETING);
  await run(["--bless"], reluctant);
  const again = await run(["--baseline", "reports", "--reporter", "junit"]);
  expect(again.code).toBe(0);
  const xml = project.read("reports/shop.junit.xml");
  expect(xml).toContain(`tests="2" failures="0" errors="0" skipped="1"`);
  expect(xml).toContain(`<skipped message="still failing, as in the baseline 0/1 → 0/1: handoffs`);
});

it("shows side by side where a conversation is led elsewhere, once a prompt was changed", async () => {
  const { project, run } = await shop(REFUND, GREETING);
  await run(["--bless"], shopModel);
  project.write(
    "evals/shop.ts",
    SHOP.replace("Find out who can help.", "Find out what is wanted."),
  );
  const worse = await run(["--baseline", "reports"], reluctant);
  expect(worse.code).toBe(1);
  expect(gateSays(worse)).toMatchInlineSnapshot(`
    "Against the baseline reports/shop.baseline.json of …: 1 regression
      agents that were changed since: Triage
      agents that no case reaches any more: Refunds
      1 regressed, 1 unchanged

    REGRESSED refund 1/1 → 0/1
      handoffs in turn 1: expected handoffs to Refunds, and no others; handoff 1, to Refunds, is missing
      there was no handoff
      The trajectories diverge at step 1, in turn 1:
           baseline, trial 1                                   now, trial 1
      ▸ 1  Triage calls transferToRefunds()                    Triage: I am sorry, I cannot help you with that.
        2  Triage → Refunds                                    –
        3  Refunds calls refund({"order":7,"reason":"asked"})  –

    The suite as a whole: 100 % → 50 % over 2 cases, a difference of −50 % (92 % interval −100 % to +29.5 %), p = 0.5: no difference shown.
    A drop of 96.9 % would have been shown with a chance of 80 %.
    At the level of 0.01 for 2 cases, one that passed 1/1 has regressed at 0/1.
    "
  `);
});

describe("where the agents do the same, and what their tools do differs,", () => {
  const regressed = async (before: string, after: string): Promise<string> => {
    const { project, run } = await shop(REFUND);
    await run(["--bless"], shopModel);
    project.write("evals/shop.ts", SHOP.replace(before, after));
    const worse = await run(["--baseline", "reports"]);
    expect(worse.code).toBe(1);
    const drawn = await project.swarmEval(["report", "reports/shop.json"]);
    expect(gateSays(drawn)).toBe(gateSays(worse));
    const said = gateSays(worse);
    return said.slice(said.indexOf("REGRESSED"));
  };

  it("shows the step that changed context variables otherwise, with old and new value", async () => {
    expect(await regressed("refunded: order }", "refunded: String(order) }"))
      .toMatchInlineSnapshot(`
        "REGRESSED refund 1/1 → 0/1
          context_variables: refunded: expected 7, got "7"
          The agents did the same, and changed context variables differently at step 3, in turn 1:
               baseline, trial 1                                   now, trial 1
            2  Triage → Refunds                                    Triage → Refunds
          ▸ 3  Refunds calls refund({"order":7,"reason":"asked"})  Refunds calls refund({"order":7,"reason":"asked"})
            4  Refunds: Order 7 is refunded.                       Refunds: Order 7 is refunded.
          context_variables: refunded: 7 → "7"
        "
      `);
  });

  it("shows what differs in the state at the end", async () => {
    expect(await regressed('orders[order] = "refunded"', 'orders[order] = "closed"'))
      .toMatchInlineSnapshot(`
        "REGRESSED refund 1/1 → 0/1
          state: orders.7: expected "refunded", got "closed"
          The agents did the same, and the state at the end differs, after step 4, in turn 1:
               baseline, trial 1                                   now, trial 1
            3  Refunds calls refund({"order":7,"reason":"asked"})  Refunds calls refund({"order":7,"reason":"asked"})
          ▸ 4  Refunds: Order 7 is refunded.                       Refunds: Order 7 is refunded.
          state: orders.7: "refunded" → "closed"
        "
      `);
  });
});

it("names agents that were changed, and cases that are not compared", async () => {
  const { project, run } = await shop(REFUND, GREETING, { ...GREETING, id: "gone" });
  await run(["--bless"], shopModel);
  project.write("evals/shop.ts", SHOP.replace("Find out who can help.", "Find out, kindly."));
  project.write(
    "evals/shop.jsonl",
    jsonl(REFUND, { ...GREETING, user: "Hello!" }, { ...GREETING, id: "new" }),
  );
  const next = await run(["--baseline", BASELINE], shopModel);
  expect(next.code).toBe(0);
  expect(gateSays(next)).toMatchInlineSnapshot(`
    "Against the baseline reports/shop.baseline.json of …: no regression
      agents that were changed since: Triage
      1 unchanged · not compared: 1 changed, 1 new, 1 removed

    changed        greeting (its text)
    new            new 1/1
    removed        gone
    What changed is compared again after the next --bless. To see models side by side: compare.

    The suite as a whole: 100 % → 100 % over 1 case, a difference of ±0 % (92 % interval −75.4 % to +75.4 %), p = 1: no difference shown.
    A drop of 87 % would have been shown with a chance of 80 %.
    At the level of 0.01 for 1 case, one that passed 1/1 has regressed at 0/1.
    "
  `);
});

it("exits 0 where what fails has failed before, and 1 without the baseline", async () => {
  const { project, run } = await shop(REFUND, GREETING);
  const blessing = await run(["--bless"], reluctant);
  expect(blessing.code).toBe(0);
  expect(blessing.stdout).toContain(
    `Blessed 2 cases in ${BASELINE}: 2 new.\n  1 of them did not pass, and will be expected not to: refund 0/1\n`,
  );
  expect((await run([])).code).toBe(1);
  const held = await run(["--baseline", BASELINE]);
  expect(held.code).toBe(0);
  expect(gateSays(held)).toContain("still failing  refund 0/1 → 0/1");
  const better = await run(["--baseline", BASELINE], shopModel);
  expect(better.code).toBe(0);
  expect(gateSays(better)).toContain("improved       refund 0/1 → 1/1");
  project.write("evals/shop.jsonl", jsonl(REFUND, GREETING, { ...REFUND, id: "also-failing" }));
  const added = await run(["--baseline", BASELINE], reluctant);
  expect(added.code).toBe(0);
  expect(gateSays(added)).toContain("new            also-failing 0/1");
});

it("takes a flip of one trial of a replay for a regression, of sampled ones for flakiness", async () => {
  const { run } = await shop(GREETING);
  const rude = (nth: number): Model => {
    let asked = 0;
    return (request) => (++asked === nth ? { say: "Go away." } : shopModel(request));
  };
  const trials = ["--trials", "3", "--concurrency", "1"];
  await run([...trials, "--bless"], shopModel);
  const sampled = await run([...trials, "--baseline", BASELINE], rude(2));
  expect(sampled.code).toBe(0);
  expect(gateSays(sampled)).toMatchInlineSnapshot(`
    "Against the baseline reports/shop.baseline.json of …: no regression
      1 flaky

    flaky          greeting 3/3 → 2/3

    The suite as a whole: 100 % → 66.7 % over 1 case, a difference of −33.3 % (92 % interval −100 % to +37.1 %), p = 0.5: no difference shown.
    A drop of 90.4 % would have been shown with a chance of 80 %.
    At the level of 0.01 for 1 case, one that passed 3/3 has regressed at 0/3.
    "
  `);
  const replayed = await run([...trials, "--baseline", BASELINE]);
  expect(replayed.code).toBe(1);
  expect(gateSays(replayed)).toMatchInlineSnapshot(`
    "Against the baseline reports/shop.baseline.json of …: 1 regression
      1 regressed

    REGRESSED greeting 3/3 → 2/3
      output in turn 1: expected the reply to contain "Hello"
      Triage in turn 1 said "Go away."
      The agents did the same, in other words from step 1, in turn 1:
           baseline, trial 1                      now, trial 2
      ▸ 1  Triage: Hello! What can I do for you?  Triage: Go away.
    "
  `);
});

it("keeps what a run did not play, and blesses no case that broke off", async () => {
  const { project, run } = await shop(REFUND, GREETING);
  await run(["--bless"], shopModel);
  const some = await run(["--bless", "-t", "refund"], reluctant);
  expect(some.stdout).toContain(`Blessed 1 case in ${BASELINE}: 1 changed.`);
  expect(some.stdout).toContain(
    "1 kept from before, because this run did not finish them: greeting",
  );
  expect(baseline(project).cases).toMatchObject([
    { id: "greeting", passed: 1 },
    { id: "refund", passed: 0 },
  ]);
  const broken = await run(["--bless"], (request) =>
    request.body.messages.some(({ content }) => content === "Hi!")
      ? { status: 400, raw: "{}" }
      : shopModel(request),
  );
  expect(broken.code).toBe(4);
  expect(broken.stdout).toContain("1 not blessed, because a trial did not finish: greeting");
  expect(baseline(project).cases).toMatchObject([
    { id: "greeting", passed: 1 },
    { id: "refund", passed: 1 },
  ]);
});

it("leaves a baseline as it is, date and all, where nothing changed", async () => {
  const { project, run } = await shop(REFUND, GREETING);
  await run(["--bless"], shopModel);
  const before = project.read(BASELINE);
  const again = await run(["--bless"], shopModel);
  expect(again.stdout).toContain(`Blessed 2 cases in ${BASELINE}: 2 unchanged.`);
  expect(project.read(BASELINE)).toBe(before);
});

it("writes no baseline but to bless", async () => {
  const { project, run } = await shop(GREETING);
  await run([], shopModel);
  expect(() => project.read(BASELINE)).toThrow("ENOENT");
});

it("says what the gate found on stderr where stdout is for the result, which has it as well", async () => {
  const { run } = await shop(GREETING);
  await run(["--bless"], shopModel);
  const { code, stdout, stderr } = await run(["--baseline", BASELINE, "--json"], () => ({
    say: "Go.",
  }));
  expect(code).toBe(1);
  expect(stderr).toContain("REGRESSED greeting 1/1 → 0/1");
  const { gate } = JSON.parse(stdout) as { gate: Record<string, unknown> };
  expect(gate).toMatchObject({
    baseline: BASELINE,
    verdict: "regressed",
    rule: "sampled",
    alpha: 0.05,
    counts: { regressed: 1, unchanged: 0 },
    cases: [{ id: "greeting", line: 1, status: "regressed", divergence: { differs: "wording" } }],
  });
});

it.each<[sentence: string, flags: string[], prepare: (project: Project) => void, message: RegExp]>([
  [
    "a baseline that is not there",
    ["--baseline", "reports/none.json"],
    () => {},
    /^There is no baseline reports\/none\.json\. Write one from a run that you trust: npx swarm-eval run evals\/shop\.jsonl --baseline reports\/none\.json --bless\n$/,
  ],
  [
    "a directory without the baseline of the suite",
    ["--baseline", "evals"],
    () => {},
    /^There is no baseline evals\/shop\.baseline\.json\./,
  ],
  [
    "a baseline that was edited",
    ["--baseline", BASELINE],
    (project) =>
      project.write(BASELINE, project.read(BASELINE).replace('"passed":1', '"passed":0')),
    /is not as --bless wrote it/,
  ],
  [
    "a baseline that is cut short",
    ["--baseline", BASELINE],
    (project) => project.write(BASELINE, project.read(BASELINE).slice(0, 300)),
    /cannot be read: it is cut short/,
  ],
  [
    "the result of a run for a baseline",
    ["--baseline", "reports/shop.json"],
    () => {},
    /reports\/shop\.json is not a baseline\. It is the result of a run/,
  ],
  [
    "a baseline of other cases",
    ["--baseline", BASELINE],
    (project) => project.write("evals/shop.jsonl", jsonl({ ...GREETING, id: "other" })),
    /have no cases in common: the baseline holds 1, such as "greeting"/,
  ],
  [
    "a run with another model",
    ["--baseline", BASELINE, "--model-override", "o3"],
    () => {},
    /It differs in the model of all agents: none then, o3 now/,
  ],
  [
    "to bless trials that were stopped early",
    ["--bless", "--until", "decided"],
    () => {},
    /^--bless needs every trial/,
  ],
  [
    "a level that is none",
    ["--baseline", BASELINE, "--alpha", "5"],
    () => {},
    /It must lie between 0 and 1/,
  ],
  [
    "a share that is none",
    ["--threshold", "80"],
    () => {},
    /It must be more than 0 and at most 1, such as 0\.8/,
  ],
  [
    "to keep part of a baseline that cannot be read",
    ["--bless", "--shard", "1/2"],
    (project) => {
      project.write("evals/shop.jsonl", jsonl(GREETING, REFUND));
      project.write(BASELINE, "{");
    },
    /cannot be read: it is cut short/,
  ],
])("refuses %s before anything is played", async (_, flags, prepare, message) => {
  const { project, run, requests } = await shop(GREETING);
  await run(["--bless"], shopModel);
  prepare(project);
  const [asked, before] = [requests.length, project.read(BASELINE)];
  const { code, stdout, stderr } = await run(flags, shopModel);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(requests.length).toBe(asked);
  expect(project.read(BASELINE)).toBe(before);
});

it("writes a baseline anew that cannot be read, where all cases are played", async () => {
  const { project, run } = await shop(GREETING);
  project.write(BASELINE, "{");
  expect((await run(["--bless"], shopModel)).code).toBe(0);
  expect(baseline(project).cases).toHaveLength(1);
});

it("finds for each of several suites its own baseline in a directory, and refuses one file for all", async () => {
  const { project, run } = await shop(GREETING);
  project.write("evals/other.ts", SHOP);
  project.write("evals/other.jsonl", jsonl(REFUND));
  const both = ["evals/other.jsonl"];
  expect((await run([...both, "--bless"], shopModel)).code).toBe(0);
  const held = await run([...both, "--baseline", "reports"]);
  expect(held.code).toBe(0);
  expect(held.stdout).toContain("Against the baseline reports/shop.baseline.json");
  expect(held.stdout).toContain("Against the baseline reports/other.baseline.json");
  const { code, stderr } = await run([...both, "--baseline", BASELINE]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `--baseline ${BASELINE} is one file, and 2 suites are run. Name the directory that holds <suite>.baseline.json of each, or run the suites apart.\n`,
  });
  const { code: foreign, stderr: why } = await project.swarmEval(
    ["run", "evals/other.jsonl", "--baseline", BASELINE],
    {},
  );
  expect({ foreign, why }).toEqual({
    foreign: 2,
    why: expect.stringContaining("It differs in the suite: shop then, other now."),
  });
});

describe("until decided", () => {
  const FIVE = Array.from({ length: 4 }, (_, index) => ({ ...GREETING, id: `greeting-${index}` }));

  it("plays a case no further once its change against the baseline is decided, and says what that saved", async () => {
    const { run, requests } = await shop(...FIVE);
    await run(["--trials", "5", "--bless"], shopModel);
    const before = requests.length;
    const flags = ["--trials", "5", "--baseline", BASELINE, "--until", "decided"];
    const { code, stdout } = await run(flags, shopModel);
    expect(code).toBe(0);
    // Three of five trials of each case, whatever they come to, are for the suite as a whole.
    expect(requests.length - before).toBe(12);
    expect(stdout).toContain("Cases were decided 8 trials early, which saved about 8 calls.");
    expect(stdout).toContain("The suite as a whole: 100 % → 100 % over 4 cases");
  });

  it("finds the regression that all trials would have found", async () => {
    const { project, run } = await shop(GREETING, ...FIVE.slice(0, 1));
    await run(["--trials", "8", "--bless"], shopModel);
    const flags = ["--trials", "8", "--baseline", BASELINE, "--until", "decided"];
    const { code, stdout } = await run(flags, () => ({ say: "Go away." }));
    expect(code).toBe(1);
    expect(stdout).toContain("2 regressed");
    const { cases, summary } = JSON.parse(project.read("reports/shop.json")) as {
      readonly cases: readonly { readonly planned_trials?: number; readonly trials: unknown[] }[];
      readonly summary: Readonly<Record<string, unknown>>;
    };
    expect(cases.map(({ planned_trials, trials }) => [planned_trials, trials.length])).toEqual([
      [8, 6],
      [8, 6],
    ]);
    expect(summary).toMatchObject({
      pass_rate: null,
      pass_hat_k: { 1: null },
      saved: { trials: 4 },
    });
  });

  it("needs no baseline: one failure is enough where all trials must pass", async () => {
    const { project, run } = await shop(GREETING);
    const flags = ["--trials", "4", "--until", "decided"];
    const { code } = await run(flags, () => ({ say: "Go away." }));
    expect(code).toBe(1);
    const { cases } = JSON.parse(project.read("reports/shop.json")) as {
      readonly cases: readonly { readonly trials: unknown[]; readonly verdict: string }[];
    };
    expect(cases).toMatchObject([{ verdict: "failed" }]);
    expect(cases[0]?.trials).toHaveLength(1);
  });
});

describe("live", () => {
  const LIVE = ["run", "evals/shop.jsonl", "--traffic", "live"];
  const result = (project: Project) =>
    JSON.parse(project.read("reports/shop.json")) as {
      readonly max_trials: number;
      readonly cases: readonly {
        readonly id: string;
        readonly first_trials?: number;
        readonly trials: unknown[];
      }[];
      readonly summary: Readonly<Record<string, unknown>>;
    };

  /** A shop whose baseline has so many trials of each case, and a model for the runs that follow. */
  async function grownShop(trials: number, ...cases: readonly object[]) {
    const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(...cases) });
    let model: Model = shopModel;
    const server = await startStandIn((request) => model(request));
    onTestFinished(() => server.close());
    const run = (flags: readonly string[], played: Model): Promise<Finished> => {
      model = played;
      return project.swarmEval([...LIVE, ...flags], { OPENAI_BASE_URL: server.baseUrl });
    };
    await run(["--bless", "--add", "--trials", String(trials)], shopModel);
    return { project, run, requests: server.requests };
  }

  it("plays every case twice, and on only where it looks broken, until that is sure", async () => {
    const { project, run, requests } = await grownShop(30, GREETING, REFUND);
    const before = requests.length;
    const same = await run(["--baseline", BASELINE], shopModel);
    expect(same.code).toBe(0);
    expect(requests.length - before).toBe(2 * 1 + 2 * 3);
    const worse = await run(["--baseline", BASELINE], reluctant);
    expect(worse.code).toBe(1);
    expect(gateSays(worse)).toContain("REGRESSED refund 30/30 → 0/8");
    expect(worse.stdout).toContain("1 case looked broken and was played on: 6 trials more");
    const { cases, max_trials, summary } = result(project);
    expect(max_trials).toBe(30);
    expect(cases.map(({ id, first_trials, trials }) => [id, first_trials, trials.length])).toEqual([
      ["greeting", undefined, 2],
      ["refund", 2, 8],
    ]);
    // By the first two trials of each.
    expect(summary).toMatchObject({ pass_rate: 0.5, followed: { cases: 1, trials: 6 } });
  });

  it("says what it could not show where the baseline is too thin", async () => {
    const { run } = await grownShop(1, GREETING, REFUND);
    const { code, stdout } = await run(["--baseline", BASELINE], reluctant);
    expect(code).toBe(0);
    const said = stdout.replaceAll(/\s+/g, " ");
    expect(said).toContain("no single case can be shown to have regressed with 1 trial");
    expect(said).toContain("a baseline of 2 trials: --bless --add adds those of every run");
  });

  it("adds the trials of a run to the baseline, begins anew what has changed, and adds nothing that got worse", async () => {
    const { project, run } = await grownShop(8, GREETING, REFUND);
    const added = () =>
      (
        JSON.parse(project.read(BASELINE)) as {
          readonly cases: readonly { readonly added: readonly { readonly trials: number }[] }[];
        }
      ).cases.map(({ added: [month] }) => month?.trials);
    expect(added()).toEqual([8, 8]);
    const again = await run(["--bless", "--add"], shopModel);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain(
      `Added 2 cases to ${BASELINE}, which now has 10 trials of each.`,
    );
    expect(added()).toEqual([10, 10]);

    const worse = await run(["--bless", "--add", "--trials", "8"], () => ({ say: "Go away." }));
    expect(worse.code).toBe(1);
    expect(worse.stdout).toContain("Nothing was added to");
    expect(added()).toEqual([10, 10]);

    project.write("evals/shop.ts", SHOP.replace("export default", "// Said anew.\nexport default"));
    await run(["--bless", "--add"], shopModel);
    expect(added()).toEqual([12, 12]);
    project.write("evals/shop.ts", SHOP.replace("Refund orders.", "Refund orders at once."));
    const anew = await run(["--bless", "--add"], shopModel);
    expect(anew.stdout).toMatch(/1 began anew, .*\(changed: Refunds\): refund/);
    expect(added()).toEqual([14, 2]);
  });

  it.each([
    ["--add counts how often a model does right", ["--bless", "--add", "--traffic", "record"]],
    ["--add changes nothing without --bless", ["--add"]],
    ["--max-trials changes nothing without --baseline", ["--max-trials", "9"]],
  ])("refuses flags that do not go together: %s", async (message, flags) => {
    const { run } = await grownShop(1, GREETING);
    const { code, stderr } = await run(flags, shopModel);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });
});

it.each([
  ["passes", 0.6, 0],
  ["fails", 0.8, 1],
])("a case of whose trials two thirds pass %s at a threshold of %f", async (_, share, expected) => {
  const { run } = await shop(GREETING);
  let asked = 0;
  const model: Model = (request) => (++asked === 2 ? { say: "Go." } : shopModel(request));
  const flags = ["--trials", "3", "--threshold", String(share)];
  expect((await run(flags, model)).code).toBe(expected);
});

it("is told again from the result, with the exit code that it had", async () => {
  const { project, run } = await shop(REFUND, GREETING);
  await run(["--bless"], reluctant);
  const held = await run(["--baseline", BASELINE]);
  const told = await project.swarmEval(["report", "reports/shop.json"]);
  expect({ code: told.code, gate: gateSays(told) }).toEqual({ code: 0, gate: gateSays(held) });
  const worse = await run(["--baseline", BASELINE], () => ({ say: "Go away." }));
  const again = await project.swarmEval(["report", "reports/shop.json"]);
  expect({ code: again.code, gate: gateSays(again) }).toEqual({ code: 1, gate: gateSays(worse) });
});

it("says what checks of one's own measured then and now, which decides nothing", async () => {
  const { project, run } = await shop({ ...GREETING, expect: { check: "brevity" } }, REFUND);
  const checks =
    "export const checks = { brevity: ({ replies }) => ({ score: 10 / replies.join('').length }) };";
  project.write("evals/shop.ts", `${SHOP}\n${checks}\n`);
  const terse: Model = (request) =>
    request.body.messages.some(({ content }) => content === GREETING.user)
      ? { say: "x".repeat(20) }
      : shopModel(request);
  await run(["--bless"], terse);
  const wordy: Model = (request) => {
    const reply = terse(request) as { say?: string };
    return reply.say?.startsWith("xx") === true ? { say: "x".repeat(40) } : shopModel(request);
  };
  const { code, stdout } = await run(["--baseline", BASELINE], wordy);
  expect(stdout).toContain("Mean score of check.brevity over 1 case: 0.5 → 0.25");
  expect(code).toBe(0);
  expect((await run(["--bless"], wordy)).code).toBe(0);
  expect((await run(["--baseline", BASELINE], wordy)).stdout).not.toContain("Mean score");
});
