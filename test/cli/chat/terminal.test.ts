import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { openTerminal, shopWithModel } from "./chat-process.ts";
import { shopModel } from "../shop.ts";

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const UP = "\u001B[A";
const AGENTS = "evals/shop.ts";

it("echoes what is typed, answers in colour, and ends with Ctrl-D", async () => {
  const { project, server, online } = await shopWithModel();
  const terminal = openTerminal(project, [AGENTS], online);
  await terminal.shows("User:");
  terminal.press("Hi!");
  await terminal.shows("Hi!");
  expect(server.requests).toHaveLength(0);
  terminal.press("\r");
  const answer = await terminal.shows("Hello! What can I do for you?");
  expect(answer).toContain("\u001B[34mTriage:");
  await terminal.shows("User:");
  terminal.press(CTRL_D);
  expect(await terminal.ended).toBe(0);
});

it.each([
  ["has no colours if NO_COLOR is set", { NO_COLOR: "1" }, false],
  ["has colours otherwise", {}, true],
])("%s", async (_, environment, colours) => {
  const { project, online } = await shopWithModel();
  const terminal = openTerminal(project, [AGENTS], { ...online, ...environment });
  const shown = await terminal.shows("User:");
  expect(shown.includes("\u001B[90m")).toBe(colours);
});

it("shows the words of a stream before its end", async () => {
  let goOn: (() => void) | undefined;
  const server = createServer((_, response) => {
    const send = (choice: object): void =>
      void response.write(`data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`);
    response.writeHead(200, { "content-type": "text/event-stream" });
    send({ delta: { role: "assistant", content: "First" } });
    goOn = () => {
      send({ delta: { content: " and last." }, finish_reason: "stop" });
      response.end("data: [DONE]\n\n");
    };
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.closeAllConnections());
  onTestFinished(() => void server.close());
  const { project } = await shopWithModel();
  const { port } = server.address() as AddressInfo;
  const online = { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` };
  const terminal = openTerminal(project, [AGENTS, "--stream"], online);
  await terminal.shows("User:");
  terminal.press("Hi!\r");
  await terminal.shows("First");
  goOn?.();
  await terminal.shows(" and last.");
  await terminal.shows("User:");
  terminal.press(CTRL_D);
  expect(await terminal.ended).toBe(0);
});

it("ends a hanging answer with Ctrl-C, and goes on from before it", async () => {
  const asked = Promise.withResolvers<void>();
  const { project, server, online } = await shopWithModel((request) => {
    if (request.index > 0) return shopModel(request);
    asked.resolve();
    return { hang: true };
  });
  const terminal = openTerminal(project, [AGENTS], online);
  await terminal.shows("User:");
  terminal.press("Are you there?\r");
  await asked.promise;
  terminal.press(CTRL_C);
  await terminal.shows("The conversation goes on as if you had not said this.");
  await terminal.shows("User:");
  terminal.press("Hi!\r");
  await terminal.shows("Hello!");
  expect(server.requests[1]?.body.messages.map(({ content }) => content)).toEqual([
    "Find out who can help.",
    "Hi!",
  ]);
  terminal.press(CTRL_D);
  expect(await terminal.ended).toBe(0);
});

it("says how to leave when Ctrl-C has nothing to end", async () => {
  const { project, online } = await shopWithModel();
  const terminal = openTerminal(project, [AGENTS], online);
  await terminal.shows("User:");
  terminal.press(CTRL_C);
  await terminal.shows("Ctrl-D ends the session.");
  await terminal.shows("User:");
  terminal.press(CTRL_D);
  expect(await terminal.ended).toBe(0);
});

it("brings back what was said with the arrow keys, in the next session too", async () => {
  const { project, server, online } = await shopWithModel();
  for (const [session, keys] of [`Hi!\r`, UP].entries()) {
    const terminal = openTerminal(project, [AGENTS], online);
    await terminal.shows("User:");
    terminal.press(keys);
    await terminal.shows("Hi!");
    if (session === 1) terminal.press("\r");
    await terminal.shows("Hello!");
    await terminal.shows("User:");
    terminal.press(`${UP}`);
    await terminal.shows("Hi!");
    terminal.press(` Again.\r`);
    await terminal.shows("Hello!");
    await terminal.shows("User:");
    terminal.press(CTRL_D);
    expect(await terminal.ended).toBe(0);
  }
  expect(server.requests.map(({ body }) => body.messages.at(-1)?.content)).toEqual([
    "Hi!",
    "Hi! Again.",
    "Hi! Again.",
    "Hi! Again. Again.",
  ]);
});

it("saves the session under the name that it is given, and says how to replay it", async () => {
  const asked = Promise.withResolvers<void>();
  const { project, online } = await shopWithModel((request) => {
    if (request.index > 0) return shopModel(request);
    asked.resolve();
    return { hang: true };
  });
  const terminal = openTerminal(project, [AGENTS, "--save", "evals/shop.jsonl"], online);
  await terminal.shows("It is saved in evals/shop.jsonl then.");
  terminal.press("Wait.\r");
  await asked.promise;
  terminal.press(CTRL_C);
  await terminal.shows("not said this.");
  terminal.press("Please refund 7.\r");
  await terminal.shows("Order 7 is refunded.");
  await terminal.shows("User:");
  terminal.press(CTRL_D);
  await terminal.shows("What is the case called? [please-refund-7]");
  terminal.press("refund\r");
  await terminal.shows("Saved as refund in evals/shop.jsonl. It replays and passes:");
  await terminal.shows("npx swarm-eval run evals/shop.jsonl -t '^refund$'");
  expect(await terminal.ended).toBe(0);
  const replayed = await project.swarmEval(["run", "evals/shop.jsonl", "-t", "^refund$"]);
  expect(replayed.code).toBe(0);
});

it("has a person take part in a team, and saves what was answered for it", async () => {
  const replies = ["Knock knock.", "Lettuce.", "Let us in!"];
  const { project, online } = await shopWithModel(({ index }) => ({ say: replies[index] ?? "?" }));
  project.write(
    "evals/duo.ts",
    `import { Agent, chat, person } from "swarm-eval";
     const cathy = new Agent({ name: "Cathy", instructions: "Joke." });
     export default chat(person({ name: "Joe" }), cathy, { name: "Duo", maxTurns: 9 });`,
  );
  const save = ["--save", "evals/duo.jsonl", "--id", "knock"];
  const terminal = openTerminal(project, ["evals/duo.ts", ...save], online);
  await terminal.shows("Duo is listening.");
  terminal.press("A joke, please.\r");
  await terminal.shows("Knock knock.");
  await terminal.shows('It is the turn of Joe. "exit" ends the team.');
  terminal.press("Who is there?\r");
  await terminal.shows("Lettuce.");
  await terminal.shows("It is the turn of Joe.");
  terminal.press("Lettuce who?\r");
  await terminal.shows("Let us in!");
  await terminal.shows("It is the turn of Joe.");
  terminal.press(CTRL_D);
  await terminal.shows("(Duo ended: person)");
  await terminal.shows("Saved as knock in evals/duo.jsonl.");
  expect(await terminal.ended).toBe(0);
  expect(JSON.parse(project.read("evals/duo.jsonl"))).toEqual({
    id: "knock",
    user: "A joke, please.",
    human: ["Who is there?", "Lettuce who?", "exit"],
    expect: {
      tool_calls: [],
      speakers: ["Cathy", "Joe", "Cathy", "Joe", "Cathy"],
      ended: "person",
      final_agent: "Duo",
    },
  });
  expect((await project.swarmEval(["run", "evals/duo.jsonl"])).code).toBe(0);
});

it("keeps nothing on the tape of a tool that went on after its turn was ended", async () => {
  const looked = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const after = Promise.withResolvers<void>();
  const { project, server, online } = await shopWithModel(async ({ path, body }) => {
    if (path === "/v1/slow") {
      looked.resolve();
      await left.promise;
      return { raw: "{}" };
    }
    if (path === "/v1/after") {
      after.resolve();
      return { raw: "{}" };
    }
    if (body.messages.at(-1)?.content === "Look!") return { calls: [{ name: "look" }] };
    left.resolve();
    await after.promise;
    return { say: "Hello!" };
  });
  project.write(
    AGENTS,
    `import { Agent } from "swarm-eval";
     const ask = async (path) => (await fetch(${JSON.stringify(server.baseUrl)} + path)).text();
     async function look() {
       await ask("/slow");
       return ask("/after");
     }
     export default () => new Agent({ functions: [look] });`,
  );
  const terminal = openTerminal(
    project,
    [AGENTS, "--save", "evals/shop.jsonl", "--id", "hi"],
    online,
  );
  await terminal.shows("User:");
  terminal.press("Look!\r");
  await looked.promise;
  terminal.press(CTRL_C);
  await terminal.shows("not said this.");
  terminal.press("Hi!\r");
  await terminal.shows("Hello!");
  await terminal.shows("User:");
  terminal.press(CTRL_D);
  await terminal.shows("Saved as hi in evals/shop.jsonl. It replays and passes:");
  expect(await terminal.ended).toBe(0);
  expect(project.read("fixtures/shop/hi.1.jsonl")).not.toMatch(/slow|after|Look!/);
});

it.each(["SIGHUP", "SIGTERM", "SIGINT"] as const)("saves the session at %s", async (signal) => {
  const { project, online } = await shopWithModel();
  const terminal = openTerminal(project, [AGENTS, "--save", "evals/shop.jsonl"], online);
  await terminal.shows("User:");
  terminal.press("Please refund 7.\r");
  await terminal.shows("Order 7 is refunded.");
  await terminal.shows("User:");
  await terminal.signal(signal);
  await terminal.shows("Saved as please-refund-7 in evals/shop.jsonl.");
  expect(await terminal.ended).toBe(130);
});
