import { APIConnectionError, APIError } from "openai";
import { expect, it } from "vitest";
import { Agent, firstOf, scriptedClient, ScriptEndedError, Swarm } from "../../../src/index.ts";
import type { ScriptedReply, StreamEvent } from "../../../src/index.ts";

const MESSAGES = [{ role: "user", content: "Hi!" }];
const DOWN = APIError.generate(503, { message: "Down" }, "Down", new Headers());

/** Two providers, and a run of an agent that may ask both. */
function two(first: ScriptedReply, second: ScriptedReply = "Hello!") {
  const clients = [scriptedClient([first]), scriptedClient([second])] as const;
  const client = firstOf([
    { client: clients[0], model: "one" },
    { client: clients[1], model: "two" },
  ]);
  const agent = new Agent({ client });
  const asked = (): number[] => clients.map(({ requests }) => requests.length);
  return { client, agent, asked, options: { agent, messages: MESSAGES } };
}

async function* broken(...chunks: object[]): AsyncGenerator<unknown> {
  yield* chunks;
  throw new APIConnectionError({ message: "It broke." });
}

async function read(events: AsyncIterable<StreamEvent>): Promise<StreamEvent[]> {
  const all: StreamEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const chunk = (content: string): object => ({ choices: [{ index: 0, delta: { content } }] });

it("asks the next one after a stream that breaks before it says anything, and starts the message once", async () => {
  const { options, asked } = two(broken());
  const events = await read(new Swarm().run({ ...options, stream: true }));
  expect(events.filter((event) => "delim" in event)).toEqual([
    { delim: "start" },
    { delim: "end" },
  ]);
  expect(asked()).toEqual([1, 1]);
});

it("asks nobody else once a stream has begun", async () => {
  const { options, asked } = two(broken(chunk("Hel")));
  await expect(read(new Swarm().run({ ...options, stream: true }))).rejects.toThrow("It broke.");
  expect(asked()).toEqual([1, 0]);
});

it("asks nobody else after an abort, or an error that is not the provider's", async () => {
  const controller = new AbortController();
  const reason = new Error("Stop.");
  const aborted = two(() => {
    controller.abort(reason);
    return DOWN;
  });
  const run = new Swarm().run({ ...aborted.options, signal: controller.signal });
  await expect(run).rejects.toBe(reason);
  expect(aborted.asked()).toEqual([1, 0]);

  const wrong = two(new ScriptEndedError(0, { model: "one", messages: [] }));
  await expect(new Swarm().run(wrong.options)).rejects.toThrow(ScriptEndedError);
  expect(wrong.asked()).toEqual([1, 0]);
});

it("is a client of its own for whoever asks it", async () => {
  const { client, asked } = two(DOWN);
  const body = { model: "any", messages: [{ role: "user" as const, content: "Hi!" }] };
  expect(await client.chat.completions.create(body)).toMatchObject({ model: "two" });
  expect(asked()).toEqual([1, 1]);
  await expect(two(DOWN, DOWN).client.chat.completions.create(body)).rejects.toThrow(
    "None of the providers answered: one failed with 503; two failed with 503. The last error: 503 Down",
  );
});

it("refuses what is no list of providers, and a model beside it", () => {
  const { client } = two("Hello!");
  expect(() => firstOf([])).toThrow("at least one provider");
  expect(() => firstOf([{ client, model: "one" }])).toThrow("cannot be a firstOf itself");
  expect(() => firstOf([{ client: {}, model: "one" } as never])).toThrow("{ client, model }");
  const plain = scriptedClient([]);
  expect(() =>
    firstOf([{ client: plain, model: "one", request: { stream: true } as never }]),
  ).toThrow("stream cannot be set in request");
  expect(() => new Agent({ name: "Writer", model: "three", client })).toThrow(
    'The agent Writer: its model stands in its firstOf, for each provider. Leave out model: "three".',
  );
});
