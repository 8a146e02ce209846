import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readResult } from "../../../src/results/read-result.ts";
import type { TrialResult } from "../../../src/results/result.ts";
import { requestOf } from "../../../src/trajectory/requests.ts";
import { unpackedPage } from "../../reports/unpacked-page.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn, type StandInRequest } from "../../support/stand-in.ts";

const AGENTS = `
import { Agent, asTool, Result, sequential, tool } from "swarm-eval";

const painter = tool({ name: "paint", execute: () => new Result({ file: Uint8Array.of(1, 2), type: "image/png" }) });
const refunds = new Agent({
  name: "Refunds",
  instructions: ({ customer }) => "Serve " + customer + ".",
  functions: [painter],
  request: { temperature: 0.5 },
});
const triage = new Agent({ name: "Triage", instructions: "Find out who can help.", functions: [toRefunds] });
function toRefunds() { return refunds; }
const helper = new Agent({ name: "Helper", instructions: "Help." });
const boss = new Agent({ name: "Boss", instructions: "Lead.", functions: [asTool(helper)] });
export const team = sequential([boss, new Agent({ name: "Last", instructions: "End." })], { name: "Team" });
export default triage;
`;

const turns = [
  { user: "A picture, please.", expect: { tool_calls: ["toRefunds", "paint"] } },
  { user: "Thanks." },
];
const CASES = ["Ann", "Bob"].map((customer) => ({
  id: customer,
  context_variables: { customer },
  messages: [{ role: "assistant", content: "Welcome." }],
  turns,
}));
const TEAM = { id: "team", agent: "Team", user: "Go.", expect: { ended: "nobody" } };

/** A model that hands off, has a picture painted, and has others help. */
function model({ body }: StandInRequest) {
  const [system, ...rest] = body.messages;
  const told = rest.at(-1)?.role;
  if (system?.content === "Find out who can help.") return { calls: [{ name: "toRefunds" }] };
  if (
    system?.content?.startsWith("Serve") === true &&
    !rest.some(({ content }) => Array.isArray(content))
  )
    return { calls: [{ name: "paint" }] };
  if (system?.content === "Lead." && told === "user")
    return { calls: [{ name: "ask_helper", arguments: { task: "Help me." } }] };
  return { say: `${system?.content} Done.` };
}

function trialsOf(project: Project, file: string): TrialResult[] {
  return [...readResult(join(project.directory, file)).cases].flatMap(({ trials }) => trials);
}

/** What the stand-in was sent, without what a replay cannot tell: how the reply was to be sent. */
function bodiesOf(requests: readonly StandInRequest[]): unknown[] {
  return requests.map(({ body }) => {
    const {
      model: _,
      messages,
      stream: _s,
      stream_options: _o,
      ...parameters
    } = body as never as Record<string, unknown>;
    return { messages, parameters };
  });
}

const kept = ({ steps, texts = {} }: TrialResult): unknown[] =>
  steps.flatMap((step) => (step.type === "reply" ? [requestOf(step, steps, texts)] : []));

async function shop() {
  const project = newProject({
    "evals/shop.ts": AGENTS,
    "evals/shop.jsonl": jsonl(...CASES, TEAM),
  });
  const server = await startStandIn(model);
  onTestFinished(() => server.close());
  const live = ["run", "evals/shop.jsonl", "--concurrency", "1", "--traffic", "live"];
  const run = (flags: readonly string[] = [], environment = {}) =>
    project.swarmEval([...live, ...flags], { OPENAI_BASE_URL: server.baseUrl, ...environment });
  return { project, server, run };
}

it.each([[[]], [["--stream"]]])(
  "keeps what models were sent, to the letter, with %j",
  async (flags) => {
    const { project, server, run } = await shop();
    expect((await run(flags)).code).toBe(0);
    const sent = JSON.stringify(bodiesOf(server.requests));
    const trials = trialsOf(project, "reports/shop.json");
    const seen = trials.flatMap(kept);
    expect(seen).toHaveLength(12);
    // The bytes of a picture stand beside the result.
    const picture = /media:image\/png;bytes=2;sha256=[0-9a-f]{64}/g;
    expect(JSON.stringify(seen).replaceAll(picture, "data:image/png;base64,AQI=")).toBe(sent);
  },
);

it("has each text once in a file, in the first case that needs it", async () => {
  const { project, run } = await shop();
  await run();
  const result = project.read("reports/shop.json");
  expect(result.split("Find out who can help.")).toHaveLength(2);
  expect(result.split("Serve Ann.").length).toBeGreaterThan(2);
  expect(result).not.toContain("base64,");
});

it("keeps them where a run goes on that was stopped", async () => {
  const { project, server, run } = await shop();
  expect((await run(["--max-tokens", "2000"])).code).toBe(5);
  const asked = server.requests.length;
  expect((await run(["--max-tokens", "99999", "--resume"])).code).toBe(0);
  expect(asked).toBeGreaterThan(1);
  const trials = trialsOf(project, "reports/shop.json");
  expect(trials.map(({ model_calls: calls }) => calls)).toEqual([4, 4, 4]);
  expect(trials.flatMap(kept)).not.toContain(undefined);
});

it("keeps no secret that agents are told", async () => {
  const { project, run } = await shop();
  project.write(
    "evals/shop.ts",
    AGENTS.replace('"Find out who can help."', "`Use ${process.env.SHOP_API_KEY}.`"),
  );
  await run([], { SHOP_API_KEY: "k-5f0e8a1b7c" });
  const result = project.read("reports/shop.json");
  expect(result).toContain("Use ");
  expect(result).not.toContain("k-5f0e8a1b7c");
  await project.swarmEval(["report", "reports/shop.json", "--reporter", "html"]);
  const page = unpackedPage(project.read("reports/shop.html"));
  expect(page).toContain("Use ");
  expect(page).not.toContain("k-5f0e8a1b7c");
});
