import { APIConnectionError } from "openai";
import { afterEach, expect, it } from "vitest";
import { Agent, Swarm, type ChatClient, type StreamEvent } from "../../src/index.ts";
import { ApiClient } from "../../src/traffic/api-client.ts";
import { startStandIn, type StandIn, type StandInReply } from "../support/stand-in.ts";

const open: StandIn[] = [];
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())));

/** A client before a server on this machine that answers everything with this reply. */
async function clientOf(reply: StandInReply): Promise<ChatClient> {
  const standIn = await startStandIn(() => reply);
  open.push(standIn);
  const { baseUrl } = standIn;
  return new ApiClient({ baseUrl, headers: () => ({}), conversation: undefined });
}

async function streamed(client: ChatClient, signal?: AbortSignal): Promise<StreamEvent[]> {
  const run = new Swarm({ client }).run({ agent: new Agent(), messages: [], stream: true, signal });
  const events: StreamEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

it("takes a whole completion instead of a stream", async () => {
  const client = await clientOf({ raw: '{"choices":[{"message":{"content":"Hi"}}]}' });
  expect((await streamed(client)).slice(0, -1)).toEqual([
    { delim: "start" },
    { sender: "Agent", role: "assistant", content: "Hi" },
    { delim: "end" },
  ]);
});

it("throws the error that answers a request for a stream under status 200", async () => {
  const client = await clientOf({ raw: '{"error":{"message":"Upstream died"}}' });
  await expect(streamed(client)).rejects.toThrow(
    "The provider answered with an error: Upstream died",
  );
});

it("reads a stream whose content type says nothing of it", async () => {
  const raw = 'data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\ndata: [DONE]\n\n';
  const client = await clientOf({ raw, headers: { "content-type": "" } });
  expect(await streamed(client)).toContainEqual({ sender: "Agent", content: "Hi" });
});

it("throws the SDK's error if the connection breaks in mid-stream", async () => {
  const client = await clientOf({ reset: "middle", say: "A long story, told in many pieces." });
  await expect(streamed(client)).rejects.toThrow(APIConnectionError);
});

it("leaves no listener on the signal for each completion", async () => {
  const { signal } = new AbortController();
  let listening = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    listening++;
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    listening--;
    remove(...given);
  };
  const client = await clientOf({ say: "Hello." });
  for (let turn = 0; turn < 5; turn++) await streamed(client, signal);
  // Node lets go of the last request's a moment after its end.
  expect(listening).toBeLessThan(3);
});
