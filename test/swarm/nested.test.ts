import { expect, it } from "vitest";
import { Agent, Result, scriptedClient, Swarm, tool } from "../../src/index.ts";
import { answers, calls, play } from "./play.ts";

const poet = new Agent({ name: "Poet", instructions: "You rhyme." });

it("runs an agent as another agent's tool", async () => {
  const inner = scriptedClient(["Roses are red.", "Violets are blue."]);
  const askPoet = tool({
    name: "askPoet",
    parameters: { type: "object", properties: { about: { type: "string" } } },
    async execute({ about }, { contextVariables, signal }) {
      const { messages } = await new Swarm({ client: inner }).run({
        agent: poet,
        messages: [{ role: "user", content: String(about) }],
        contextVariables,
        signal,
      });
      return messages.at(-1)?.content;
    },
  });
  const editor = new Agent({ name: "Editor", functions: [askPoet] });
  const played = await play(
    editor,
    [calls(["askPoet", { about: "roses" }], ["askPoet", { about: "violets" }]), "Printed."],
    { contextVariables: { issue: 3 } },
  );
  expect(answers(played)).toEqual(["Roses are red.", "Violets are blue."]);
  expect(inner.requests.map(({ messages }) => messages)).toEqual([
    [
      { role: "system", content: "You rhyme." },
      { role: "user", content: "roses" },
    ],
    [
      { role: "system", content: "You rhyme." },
      { role: "user", content: "violets" },
    ],
  ]);
  expect(played.steps.map(({ agent }) => agent)).not.toContain("Poet");
  expect(played.response.agent).toBe(editor);
});

it("lets the outer agent recover from an inner run that fails", async () => {
  const askPoet = tool({
    name: "askPoet",
    execute: () => new Swarm({ client: scriptedClient([]) }).run({ agent: poet, messages: [] }),
  });
  const played = await play(new Agent({ functions: [askPoet] }), [
    calls("askPoet"),
    "No poem today.",
  ]);
  expect(answers(played)).toEqual([expect.stringMatching(/^Error: The script has 0 replies/)]);
});

it("aborts the inner run with the outer one", async () => {
  const controller = new AbortController();
  const reason = new Error("Enough");
  let innerFailure: unknown;
  const inner = scriptedClient([
    () => {
      controller.abort(reason);
      return new Promise<never>(() => {});
    },
  ]);
  const askPoet = tool({
    name: "askPoet",
    async execute(_args, { signal }) {
      const run = new Swarm({ client: inner }).run({ agent: poet, messages: [], signal });
      return run.catch((error: unknown) => {
        innerFailure = error;
        throw error;
      });
    },
  });
  const outer = play(new Agent({ functions: [askPoet] }), [calls("askPoet")], {
    signal: controller.signal,
  });
  await expect(outer).rejects.toBe(reason);
  expect(innerFailure).toBe(reason);
});

it("hands on what the inner run did to the context variables, if the tool says so", async () => {
  const note = tool({
    name: "note",
    execute: () => new Result({ contextVariables: { noted: true } }),
  });
  const clerk = new Agent({ functions: [note] });
  const askClerk = tool({
    name: "askClerk",
    async execute(_args, { contextVariables }) {
      const client = scriptedClient([calls("note"), "Noted."]);
      const inner = await new Swarm({ client }).run({
        agent: clerk,
        messages: [],
        contextVariables,
      });
      return new Result({ value: "Noted.", contextVariables: inner.contextVariables });
    },
  });
  const { response } = await play(
    new Agent({ functions: [askClerk] }),
    [calls("askClerk"), "Done."],
    {
      contextVariables: { customer: "John" },
    },
  );
  expect(response.contextVariables).toEqual({ customer: "John", noted: true });
});
