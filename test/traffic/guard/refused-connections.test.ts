import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { scriptInChild } from "../../support/in-child.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";

/** Tools that ask a database, each taking the failure of its connection in a way of its own. */
const AGENTS = `
import { connect } from "node:net";
import { Agent } from "swarm-eval";

const open = () =>
  new Promise((resolve, reject) =>
    connect(Number(process.env.DATABASE_PORT), "127.0.0.1")
      .on("connect", function () { this.destroy(); resolve("found"); })
      .on("error", reject));
const shared = open();
shared.catch(() => undefined);
const sharedUntilItIsThere = shared.catch(() => new Promise(() => undefined));

async function rejects() { return open(); }
async function wraps() {
  return open().catch((cause) => { throw new Error("The database is down", { cause }); });
}
async function swallows() { return open().catch(() => "nothing found"); }
async function hangs() { return open().catch(() => new Promise(() => undefined)); }
async function hasNoListener() {
  connect(Number(process.env.DATABASE_PORT), "127.0.0.1").unref();
  return "found";
}
async function shares() { return shared; }
async function waitsForShared() { return sharedUntilItIsThere; }

export default new Agent({
  name: "Clerk",
  functions: [rejects, wraps, swallows, hangs, hasNoListener, shares, waitsForShared],
});
`;
const OWN = ["rejects", "wraps", "swallows", "hangs", "hasNoListener"];
const SHARED = ["shares", "waitsForShared"];

interface Played {
  readonly id: string;
  readonly trials: readonly {
    readonly verdict: string;
    readonly error: { readonly kind: string; readonly message: string };
  }[];
}

it("ends the trial for a connection that a tool opens in a replay, however the tool takes it", async () => {
  const project = newProject({
    "evals/shop.ts": AGENTS,
    "evals/shop.jsonl": jsonl(
      ...[...OWN, ...SHARED].map((id) => ({ id, user: id, expect: { tool_calls: [id] } })),
    ),
  });
  const provider = await startStandIn(({ body }) => {
    const name = body.messages.find(({ role }) => role === "user")?.content ?? "";
    return body.messages.at(-1)?.role === "tool" ? { say: "Done." } : { calls: [{ name }] };
  });
  const database = createServer();
  await new Promise<void>((resolve) => database.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void database.close());
  onTestFinished(() => provider.close());
  const { port } = database.address() as AddressInfo;
  const environment = { DATABASE_PORT: String(port), OPENAI_BASE_URL: provider.baseUrl };
  project.write(
    "swarm-eval.config.ts",
    `export default { passthrough: process.env.RECORDING ? ["127.0.0.1:${port}"] : [] };`,
  );
  const recorded = await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
    ...environment,
    RECORDING: "1",
  });
  expect(recorded).toMatchObject({ code: 0, stderr: "" });

  const { code } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--timeout", "2000"],
    environment,
  );
  expect(code).toBe(4);
  const { cases } = JSON.parse(project.read("reports/shop.json")) as { cases: readonly Played[] };
  const ends = new Map(
    cases.map(({ id, trials }) => [
      id,
      trials.map(({ verdict, error: { kind, message } }) => ({ verdict, kind, message })),
    ]),
  );
  for (const id of OWN) {
    const message =
      `A connection to 127.0.0.1:${port}, wanted by Clerk in turn 1, was refused: ` +
      "it is not plain HTTP, so no recording can hold it. Give the agents module an in-memory stand-in for it, " +
      `let its host through with passthrough: ["127.0.0.1:${port}"] in swarm-eval.config.ts, or run with --traffic live.`;
    expect({ id, ends: ends.get(id) }).toEqual({
      id,
      ends: [{ verdict: "errored", kind: "refused_connection", message }],
    });
  }
  // One that was opened while the module was loaded belongs to no trial, but what becomes of it is explained.
  const remedy = "give the agents module an in-memory stand-in, or run with --traffic live.";
  const earlier = `Connections to 127.0.0.1:${port} were refused earlier in this run`;
  expect(ends.get("shares")).toMatchObject([
    {
      kind: "replay_miss",
      message: expect.stringContaining(
        `${earlier}: if that caused the change, ${remedy}`,
      ) as string,
    },
  ]);
  expect(ends.get("waitsForShared")).toMatchObject([
    {
      kind: "timeout",
      message: `The trial took longer than 2000 ms, while Clerk was at work in turn 1. ${earlier}: if the trial waits for one, ${remedy}\nIf not, give it more with --timeout.`,
    },
  ]);
});

it("does not mention earlier connections if none was refused", async () => {
  const { said } = await scriptInChild(
    "replay",
    `say(recording.conversation.unansweredHint ?? "nothing");
    await fetch("http://127.0.0.1:1/").catch(({ message }) => say(message.includes("earlier")));`,
  );
  expect(said).toEqual(["nothing", false]);
});
