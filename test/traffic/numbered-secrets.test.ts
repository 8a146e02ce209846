import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Project } from "../support/project.ts";
import { startStandIn } from "../support/stand-in.ts";

/** A tool logs people in, and asks with the token of each for what is hers. */
const AGENTS = `
import { Agent } from "swarm-eval";

const post = (path, body) =>
  fetch(process.env.SHOP + path, { method: "POST", body: JSON.stringify(body) }).then((reply) => reply.json());
const { PEOPLE = "ann,bob", ASKED = PEOPLE } = process.env;

export async function orders() {
  const people = PEOPLE.split(",");
  const logins = await Promise.all(people.map((user) => post("/login", { user, password: user + "-has-a-Secret" })));
  const tokens = Object.fromEntries(people.map((user, index) => [user, logins[index].access_token]));
  const found = {};
  for (const user of ASKED.split(",")) found[user] = await post("/orders", { token: tokens[user] });
  return JSON.stringify(people.map((user) => found[user]?.of));
}
export default new Agent({ name: "Clerk", functions: [orders] });
`;

const CASE = { id: "orders", user: "Go.", expect: { tool_calls: ["orders"] } };

/** A server whose tokens are others each time, and that answers side by side in another order each time. */
async function shop(): Promise<string> {
  const users = new Map<string, string>();
  let asked = 0;
  const server = createServer(async (request, response) => {
    const { user, token } = JSON.parse(await text(request)) as Record<"user" | "token", string>;
    for (let turn = (asked++ * 7) % 5; turn > 0; turn--) await setImmediate();
    const made = randomBytes(16).toString("hex");
    if (request.url === "/login") users.set(made, user);
    const answer = request.url === "/login" ? { access_token: made } : { of: users.get(token) };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function recordable(): Promise<{
  readonly project: Project;
  play(mode: string, environment?: Readonly<Record<string, string>>): Promise<string>;
}> {
  const model = await startStandIn(({ body }) =>
    body.messages.at(-1)?.role === "tool" ? { say: "Done." } : { calls: [{ name: "orders" }] },
  );
  onTestFinished(model.close);
  const project = newProject({ "evals/shop.ts": AGENTS, "evals/shop.jsonl": jsonl(CASE) });
  const online = { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: "none", SHOP: await shop() };
  return {
    project,
    async play(mode, environment = {}) {
      const where = mode === "replay" ? { SHOP: online.SHOP } : online;
      const { code, stdout, stderr } = await project.swarmEval(
        ["run", "evals/shop.jsonl", "--traffic", mode],
        { ...where, ...environment },
      );
      return code === 0 && stderr === "" ? "passed" : `${code} ${stdout} ${stderr}`;
    },
  };
}

const TAPE = "fixtures/shop/orders.1.jsonl";

/** The requests and replies of a tape, without their times. */
function exchangesOf(project: Project): string[] {
  return project
    .read(TAPE)
    .split("\n")
    .filter((line) => /^\{"re(?:quest|ply)"/.test(line))
    .map((line) => line.replace(/"(?:ms|at|begun_at)":\d+,/g, ""));
}

it("answers each secret with its own, in whatever order a replay asks", async () => {
  const { project, play } = await recordable();
  expect(await play("record")).toBe("passed");
  expect(project.read(TAPE)).toContain('"json":{"token":"[redacted-4]"}');
  expect(await play("replay", { ASKED: "bob,ann" })).toBe("passed");
  // Both ask with the one token: there is no second answer to it.
  project.write("evals/shop.ts", AGENTS.replace("tokens[user] }", "tokens.ann }"));
  expect(await play("replay")).toContain("holds this request once");
});

it("records the same in whatever order secrets come, and carries on with their numbers", async () => {
  const { project, play } = await recordable();
  expect(await play("record", { PEOPLE: "ann" })).toBe("passed");
  expect(await play("record", { PEOPLE: "ann,bob" })).toBe("passed");
  for (const token of ["[redacted-2]", "[redacted-4]"])
    expect(project.read(TAPE)).toContain(`"json":{"token":"${token}"}`);
  // What was said to ann alone is left over.
  const replayed = await play("replay", { PEOPLE: "ann,bob", ASKED: "bob,ann" });
  expect(replayed).toContain("1 passed");
  expect(replayed).toContain("1 recording left over");
  const recorded = new Set<string>();
  for (let time = 0; time < 4; time++) {
    project.remove(TAPE);
    expect(await play("record", { PEOPLE: "ann,bob,cid" })).toBe("passed");
    expect(project.read(TAPE)).toContain("[redacted-6]");
    recorded.add(exchangesOf(project).join("\n"));
  }
  expect(recorded.size).toBe(1);
});

it("plays a recording of an earlier version, in which all have one placeholder", async () => {
  const { project, play } = await recordable();
  expect(await play("record")).toBe("passed");
  const lines = project
    .read(TAPE)
    .replaceAll(/\[redacted-\d+\]/g, "[redacted]")
    .split("\n");
  const sums = lines.slice(0, -2).map((line) => crc32(line).toString(16).padStart(8, "0"));
  const end = JSON.stringify({ end: { exchanges: (lines.length - 5) / 2, crc32: sums.join(" ") } });
  project.write(TAPE, [...lines.slice(0, -2), end, ""].join("\n"));
  expect(await play("replay")).toBe("passed");
});
