import { readdirSync } from "node:fs";
import { join } from "node:path";
import { OpenAI } from "openai";
import { expect, it, onTestFinished } from "vitest";
import { newProject, type Project } from "../../support/project.ts";
import { startProxyOf, type RunningProxy } from "./start-proxy.ts";
import { startStandIn, type StandIn, type StandInRequest } from "../../support/stand-in.ts";

const KEY = "sk-live-0123456789abcdefghijklmnop";

async function standIn(): Promise<StandIn> {
  const server = await startStandIn((request) => ({ say: `You said ${lastWords(request)}` }));
  onTestFinished(() => server.close());
  return server;
}

function lastWords({ body }: StandInRequest): string {
  return String(body.messages.at(-1)?.content);
}

async function say({ baseUrl }: RunningProxy, words: string, apiKey = "none"): Promise<string> {
  const client = new OpenAI({ baseURL: baseUrl, apiKey });
  const messages = [{ role: "user", content: words }] as const;
  const { choices } = await client.chat.completions.create({ model: "m", messages: [...messages] });
  return choices[0]?.message.content ?? "";
}

function tapes({ directory }: Project): string[] {
  return readdirSync(join(directory, "fixtures/proxy")).sort();
}

it("records what programs ask, a tape for each conversation, and replays it without the API", async () => {
  const project = newProject({});
  const server = await standIn();
  const recording = await startProxyOf(project, server.baseUrl, ["--traffic", "record"]);
  await say(recording, "one", "sk-swarm-eval-first");
  await say(recording, "two", "sk-swarm-eval-second");
  await fetch(`${recording.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { "x-swarm-eval-conversation": "third", authorization: "Bearer sk-swarm-eval-first" },
    body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "three" }] }),
  });
  await say(recording, "four");
  expect(await recording.stop()).toMatchObject({
    code: 0,
    stderr: "4 conversations · 0 misses · 0 recordings left over, in fixtures\n",
  });
  expect(tapes(project)).toEqual([
    "default.1.jsonl",
    "first.1.jsonl",
    "second.1.jsonl",
    "third.1.jsonl",
  ]);

  await server.close();
  const replaying = await startProxyOf(project, "https://api.openai.com");
  expect(await say(replaying, "two", "sk-swarm-eval-second")).toBe("You said two");
  expect(await say(replaying, "one", "sk-swarm-eval-first")).toBe("You said one");
  expect((await replaying.stop()).code).toBe(0);
});

it("gives the API the key of its own environment for one that names a conversation, and any other as it is", async () => {
  const project = newProject({});
  const server = await standIn();
  const proxy = await startProxyOf(project, server.baseUrl, ["--traffic", "live"], {
    OPENAI_API_KEY: KEY,
  });
  await say(proxy, "one", "sk-swarm-eval-first");
  await say(proxy, "two", "sk-swarm-eval");
  await say(proxy, "three", "sk-own");
  await proxy.stop();
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    `Bearer ${KEY}`,
    `Bearer ${KEY}`,
    "Bearer sk-own",
  ]);
  expect(server.requests[0]?.headers).not.toHaveProperty("x-swarm-eval-conversation");
});

it("answers what was not recorded by an error that no client asks for again, and exits with 3", async () => {
  const project = newProject({});
  const server = await standIn();
  const recording = await startProxyOf(project, server.baseUrl, ["--traffic", "record"]);
  await say(recording, "one");
  await recording.stop();

  const replaying = await startProxyOf(project, server.baseUrl);
  const error = await say(replaying, "two").catch((thrown: unknown) => thrown as Error);
  expect(error).toMatchObject({ status: 424, type: "ReplayMissError" });
  expect(String(error)).toContain("+ two");
  const { code, stderr } = await replaying.stop();
  expect(code).toBe(3);
  expect(stderr).toContain(
    "No recording answers POST /chat/completions, asked by the program in the conversation default.",
  );
  expect(stderr).toContain("--traffic update");
  expect(stderr).toContain("1 conversation · 1 miss · 0 recordings left over");
  expect(server.requests).toHaveLength(1);
});

it("exits with 3 where a replay leaves recordings over, and says which", async () => {
  const project = newProject({});
  const server = await standIn();
  const recording = await startProxyOf(project, server.baseUrl, ["--traffic", "record"]);
  await say(recording, "one");
  await say(recording, "two");
  await recording.stop();
  const replaying = await startProxyOf(project, server.baseUrl);
  await say(replaying, "one");
  const { code, stderr } = await replaying.stop();
  expect({ code, stderr }).toEqual({
    code: 3,
    stderr:
      "recording 2 of 2 in fixtures/proxy/default.1.jsonl was not asked for\n" +
      "1 conversation · 0 misses · 1 recording left over, in fixtures\n",
  });
});

it("asks the network from the first request that changed where it updates, and drops what nothing asks for", async () => {
  const project = newProject({});
  const server = await standIn();
  for (const [mode, ...words] of [
    ["record", "one", "two"],
    ["update", "one", "three"],
  ]) {
    const proxy = await startProxyOf(project, server.baseUrl, ["--traffic", mode as string]);
    for (const each of words) await say(proxy, each);
    expect((await proxy.stop()).code).toBe(0);
  }
  expect(server.requests.map(lastWords)).toEqual(["one", "two", "three"]);
  const tape = project.read("fixtures/proxy/default.1.jsonl");
  expect(tape).toContain("You said three");
  expect(tape).not.toContain("You said two");
});

it("keeps secrets of its environment off the tapes, and replays what stands in their place", async () => {
  const project = newProject({});
  const server = await standIn();
  const proxy = await startProxyOf(project, server.baseUrl, ["--traffic", "record"], {
    OPENAI_API_KEY: KEY,
  });
  expect(await say(proxy, KEY, "sk-swarm-eval")).toBe(`You said ${KEY}`);
  await proxy.stop();
  expect(project.read("fixtures/proxy/default.1.jsonl")).not.toContain(KEY);
  const replaying = await startProxyOf(project, server.baseUrl);
  expect(await say(replaying, "[redacted]")).toBe("You said [redacted]");
  expect((await replaying.stop()).code).toBe(0);
});

it("refuses a tape that was edited, and exits with 2", async () => {
  const project = newProject({});
  const server = await standIn();
  const recording = await startProxyOf(project, server.baseUrl, ["--traffic", "record"]);
  await say(recording, "one");
  await recording.stop();
  const file = "fixtures/proxy/default.1.jsonl";
  project.write(file, project.read(file).replace("You said one", "You said nothing"));
  const replaying = await startProxyOf(project, server.baseUrl);
  const error = await say(replaying, "one").catch((thrown: unknown) => thrown as Error);
  expect(error).toMatchObject({ status: 424 });
  const { code, stderr } = await replaying.stop();
  expect(code).toBe(2);
  expect(stderr).toContain(file);
});

it.each([
  ["a port that is taken", "", (port: string) => ["--port", port], "address already in use"],
  ["an address of no API", "ftp://example.com", () => [], "must begin with http://"],
])("refuses %s", async (_, upstream, flags, problem) => {
  const server = await standIn();
  const { port } = new URL(server.baseUrl);
  const args = ["proxy", "--upstream", upstream || server.baseUrl, ...flags(port)];
  const { code, stderr } = await newProject({}).start(args).finished;
  expect(code).toBe(2);
  expect(stderr).toContain(problem);
});
