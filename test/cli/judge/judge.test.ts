import { expect, it, onTestFinished } from "vitest";
import type { Calibration } from "../../../src/cli/judge/calibration.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";

const RUBRIC = "Apologises.";

interface Line {
  readonly reply: string;
  readonly verdict: unknown;
  readonly [key: string]: unknown;
}

/** As many different replies, each as the judge below takes it. */
function replies(count: number, says: "sorry" | "hello", verdict: string): Line[] {
  return Array.from({ length: count }, (_, index) => ({
    rubric: RUBRIC,
    reply: `${says} ${verdict} ${index}`,
    verdict,
  }));
}

/** A judge that takes whatever says sorry for an apology. */
function bySorry({ body }: StandInRequest): StandInReply {
  const evidence = JSON.parse(body.messages?.[1]?.content ?? "") as { reply: { says: string } };
  const verdict = evidence.reply.says.includes("sorry") ? "passed" : "failed";
  return { say: JSON.stringify({ reason: `I read ${verdict}.`, verdict }) };
}

async function labelled(
  lines: readonly Line[],
  answer: (request: StandInRequest) => StandInReply = bySorry,
  files: Readonly<Record<string, string>> = {},
) {
  const server = await startStandIn(answer);
  onTestFinished(() => server.close());
  const project = newProject({ "evals/labelled.jsonl": jsonl(...lines), ...files });
  const judge = (...flags: string[]) =>
    project.swarmEval(["judge", "evals/labelled.jsonl", ...flags], {
      OPENAI_BASE_URL: server.baseUrl,
    });
  return { project, server, judge };
}

it("gives the rates with their lower bounds, and every disagreement, recorded and replayed", async () => {
  const { judge, server, project } = await labelled([
    ...replies(18, "sorry", "passed"),
    ...replies(2, "hello", "passed"),
    ...replies(9, "hello", "failed"),
    {
      ...replies(1, "sorry", "failed")[0],
      id: "money",
      reply: "sorry, have $5",
      verdict: "failed",
    },
  ]);
  const { code, stdout } = await judge("--traffic", "record");
  expect(code).toBe(0);
  expect(server.requests).toHaveLength(30);
  // scipy 1.17.1: beta.ppf(0.05, 18, 3) is 0.71738, beta.ppf(0.05, 9, 2) is 0.60584.
  expect(stdout.split("\n\n")[0]).toMatchInlineSnapshot(`
    "evals/labelled.jsonl: 30 labelled replies, graded by gpt-5.4 · cost $0.028
                        rate  95 % sure                       agreed
    true positive rate  90 %   ≥ 71.7 %  18 of 20 that people passed
    true negative rate  90 %   ≥ 60.6 %   9 of 10 that people failed
    Cohen's kappa of the judge and people: 0.78"
  `);
  expect(stdout).toContain(
    [
      "evals/labelled.jsonl:30 (money): people failed it, the judge passed it",
      "  rubric: Apologises.",
      "  reply:  sorry, have $5",
      "  gpt-5.4 found that it does: I read passed.",
    ].join("\n"),
  );
  expect(stdout.match(/the judge failed it/g)).toHaveLength(2);

  const replayed = await judge("--json");
  expect([replayed.code, server.requests.length]).toEqual([0, 30]);
  const calibration = JSON.parse(replayed.stdout) as Calibration;
  expect(calibration.true_positive_rate.lower_bound).toBeCloseTo(0.7173814751141391, 12);
  expect(calibration).toEqual(JSON.parse(project.read("reports/labelled.judge.json")));
});

it("asks as a case's judge does, by the line and the config", async () => {
  const conversation = [
    { user: "Late again!" },
    { agent: "Triage", calls: "find", arguments: { order: 7 } },
    { tool: "find", answers: "lost" },
    { agent: "Triage", hands_off_to: "Care" },
  ];
  const { judge, server } = await labelled(
    [{ rubric: RUBRIC, conversation, agent: "Care", reply: "sorry", votes: 3, verdict: "passed" }],
    bySorry,
    { "swarm-eval.config.ts": 'export default { judge: { model: "gpt-5.4-mini" } };' },
  );
  const { code, stdout } = await judge("--traffic", "live");
  expect(code).toBe(0);
  expect(stdout).toContain("graded by gpt-5.4-mini");
  expect(server.requests.map(({ body }) => body.model)).toEqual(Array(3).fill("gpt-5.4-mini"));
  const [system, user] = server.requests[0]?.body.messages ?? [];
  expect(system?.content).toMatch(/^You grade one reply[^]*\nApologises\.$/);
  expect(JSON.parse(user?.content ?? "")).toEqual({
    conversation,
    reply: { agent: "Care", says: "sorry" },
  });
});

it("demands of the lower bound, by the config or a flag, and says how many replies that takes", async () => {
  const { judge, project } = await labelled(
    [...replies(20, "sorry", "passed"), ...replies(3, "hello", "failed")],
    bySorry,
    { "swarm-eval.config.ts": "export default { judge: { minTpr: 0.85, minTnr: 0.3 } };" },
  );
  expect((await judge("--traffic", "record")).code).toBe(0);
  const { code, stdout } = await judge("--min-tpr", "0.9");
  expect(code).toBe(1);
  expect(stdout).toContain(
    "The true positive rate must be at least 90 %, and only 86.1 % is shown. That takes 29 replies that people passed, even if the judge agrees on all; there are 20.",
  );
  const { code: none, stdout: told } = await judge("--min-tnr", "0.4");
  expect([none, told.includes("The true negative rate must be at least 40 %")]).toEqual([1, true]);
  expect((await judge("--min-tnr", "1")).stderr).toContain("It must lie between 0 and 1");
  project.write("swarm-eval.config.ts", "export default { judge: { minTpr: 1 } };");
  expect((await judge()).stderr).toContain("judge.minTpr: it must lie between 0 and 1, not be 1.");
});

it("counts no verdict apart, says its cause once, and exits as a run does", async () => {
  const { judge } = await labelled(
    [...replies(2, "sorry", "passed"), ...replies(2, "hello", "failed")],
    (request) => {
      const answer = bySorry(request);
      return "say" in answer && answer.say?.includes("failed")
        ? { say: `I like ${request.index}.` }
        : answer;
    },
  );
  const { code, stdout } = await judge("--traffic", "record", "--min-tpr", "0.2");
  expect(code).toBe(4);
  expect(stdout).toMatch(/^true negative rate +– +– +0 of 0/m);
  expect(stdout).toMatch(/^no verdict +2$/m);
  expect(stdout.match(/gave no verdict/g)).toHaveLength(1);
  expect(stdout).toContain("evals/labelled.jsonl:3 and 1 more line: no verdict");
});

it("replays nothing that was not recorded, and keeps to a cap", async () => {
  const { judge, server } = await labelled(replies(40, "sorry", "passed"));
  const missed = await judge();
  expect(missed.code).toBe(3);
  expect(missed.stdout).toContain("npx swarm-eval judge evals/labelled.jsonl --traffic record");
  expect(missed.stdout).toContain("evals/labelled.jsonl:1 and 39 more lines: no verdict");
  const capped = await judge("--traffic", "live", "--max-tokens", "3000", "--concurrency", "1");
  expect(capped.code).toBe(5);
  expect(capped.stderr).toContain("Raise it with --max-tokens.");
  expect(server.requests.length).toBeLessThan(40);
  expect(capped.stdout).toMatch(/^not asked +\d+$/m);
});

it("takes what most people found, and keeps the recordings of each judge apart", async () => {
  const line = { rubric: RUBRIC, reply: "sorry", votes: 3 };
  const { judge, project, server } = await labelled([
    { ...line, verdict: ["failed", "passed", "passed"] },
  ]);
  const other = ["--judge-model", "o3-mini"];
  for (const flags of [[], other]) await judge("--traffic", "record", ...flags);
  // What people found is not what the judge is asked.
  project.write("evals/labelled.jsonl", jsonl({ ...line, id: "sorry", verdict: "passed" }));
  for (const flags of [[], other]) {
    const { code, stdout } = await judge(...flags);
    expect([code, stdout.includes("1 of 1 that people passed")]).toEqual([0, true]);
  }
  project.write("evals/labelled.jsonl", jsonl({ ...line, votes: 1, verdict: "passed" }));
  const { code, stderr } = await judge();
  expect(code).toBe(3);
  expect(stderr).toContain("line 1: recording 2 of 3 in fixtures/labelled/");
  expect(server.requests).toHaveLength(6);
});

it("refuses what it cannot read, with the place", async () => {
  const { judge, project } = await labelled([
    { rubric: RUBRIC, reply: "a", verdict: "pass" },
    { rubric: " ", reply: "b", verdict: "passed" },
    { rubric: RUBRIC, reply: "c", verdict: ["passed", "failed"] },
    { rubric: RUBRIC, reply: "d", verdict: "passed", label: "passed" },
    { rubric: RUBRIC, reply: "e", verdict: "passed", user: "x", conversation: [] },
    { rubric: RUBRIC, reply: "f", verdict: "passed", conversation: [{ role: "user" }] },
    { rubric: RUBRIC, reply: "g", verdict: "passed" },
    { rubric: RUBRIC, reply: "g", verdict: "failed" },
    { id: "a-case", user: "Hi!", expect: {} } as unknown as Line,
  ]);
  const { code, stderr } = await judge();
  expect(code).toBe(2);
  expect(stderr).toMatchInlineSnapshot(`
    "evals/labelled.jsonl:1:47: verdict: it must be one of passed, failed, not "pass".
    evals/labelled.jsonl:2:11: rubric: it is empty, so there is nothing to grade by.
    evals/labelled.jsonl:3:47: verdict: people are divided evenly: ask one more, or leave the reply out.
    evals/labelled.jsonl:4:56: unknown key "label". It is called "verdict" here. Allowed: rubric, reply, verdict, id, user, conversation, agent, votes, model.
    evals/labelled.jsonl:5:1: "user" is short for a conversation of one message: write either.
    evals/labelled.jsonl:6:72: conversation[0]: it must be {"user":…} or an agent that "says", "calls" or "hands_off_to", or a tool that "answers", not an object.
    evals/labelled.jsonl:8:1: the judge would be asked the same as for line 7. Put what several people found into one line: "verdict":["passed","failed","passed"].
    evals/labelled.jsonl:9:1: "rubric" is missing. It says what the reply must do.
    evals/labelled.jsonl:9:1: "reply" is missing. It is what the agent said, and what is graded.
    evals/labelled.jsonl:9:1: "verdict" is missing. It is what people found: "passed" or "failed".
    evals/labelled.jsonl:9:29: unknown key "expect". This is no case: it has a "rubric", a "reply", and the "verdict" that people gave. Allowed: rubric, reply, verdict, id, user, conversation, agent, votes, model.
    "
  `);
  project.write("evals/labelled.jsonl", "\n");
  expect((await judge()).stderr).toContain("evals/labelled.jsonl holds no labelled replies.");
  project.remove("evals/labelled.jsonl");
  expect((await judge()).stderr).toContain(
    "There is no file of labelled replies evals/labelled.jsonl in ",
  );
});

it("writes no secret that a reply holds", async () => {
  const key = "sk-proj-Zq81Lk20PfYw93Xb75Mn64Tc";
  const { judge, project } = await labelled([
    { rubric: RUBRIC, reply: `sorry, ${key}`, verdict: "failed" },
  ]);
  const { stdout } = await judge("--traffic", "live");
  expect(stdout + project.read("reports/labelled.judge.json")).not.toContain(key);
});
