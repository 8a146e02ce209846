import { expect, it } from "vitest";
import {
  Agent,
  scriptedClient,
  Swarm,
  tool,
  type ChatClient,
  type RunOptions,
  type ScriptedReply,
} from "../../src/index.ts";
import { calls } from "./play.ts";

const reason = new Error("Enough");
const never = new Promise<never>(() => {});
const messages = [{ role: "user", content: "Hi" }];

/** Plays until something calls `abort`; what the run rejects with, and what the model was asked. */
async function aborted(
  agentOf: (abort: () => void) => Agent,
  replies: (abort: () => void) => readonly ScriptedReply[],
  options: Partial<RunOptions> = {},
): Promise<{ failure: unknown; asked: number; types: string[] }> {
  const controller = new AbortController();
  const abort = (): void => controller.abort(reason);
  const client = scriptedClient(replies(abort));
  const events = new Swarm({ client }).events({
    agent: agentOf(abort),
    messages,
    signal: controller.signal,
    ...options,
  });
  const types: string[] = [];
  const run = async (): Promise<string> => {
    for await (const { type } of events) types.push(type);
    return "it was not aborted";
  };
  const failure = await run().catch((error: unknown) => error);
  return { failure, asked: client.requests.length, types };
}

const plain = (): Agent => new Agent();

it("ends before the first completion if the signal has aborted already", async () => {
  const signal = AbortSignal.abort(reason);
  const { failure, asked } = await aborted(plain, () => ["Hello."], { signal });
  expect(failure).toBe(reason);
  expect(asked).toBe(0);
});

it.each<[string, (abort: () => void) => ScriptedReply]>([
  [
    "a client that obeys its signal",
    (abort) => async (_request, signal) => {
      abort();
      signal?.throwIfAborted();
      return "Too late.";
    },
  ],
  [
    "a client that ignores its signal and hangs",
    (abort) => () => {
      abort();
      return never;
    },
  ],
  [
    "a client that ignores its signal and answers",
    (abort) => () => {
      abort();
      return "Too late.";
    },
  ],
  [
    "a client that fails as it is aborted",
    (abort) => () => {
      abort();
      throw new Error("socket hang up");
    },
  ],
])("ends in a model call, with %s", async (_, reply) => {
  const { failure, asked } = await aborted(plain, (abort) => [reply(abort), "Never asked for."]);
  expect(failure).toBe(reason);
  expect(asked).toBe(1);
});

it("hands the signal to the client, or none", async () => {
  const given: unknown[] = [];
  const client: ChatClient = {
    chat: {
      completions: {
        create: async (_body, options) => {
          given.push(options?.signal);
          return { choices: [{ message: { content: "Hello." } }] };
        },
      },
    },
  };
  const { signal } = new AbortController();
  await new Swarm({ client }).run({ agent: new Agent(), messages, signal });
  await new Swarm({ client }).run({ agent: new Agent(), messages });
  expect(given).toEqual([signal, undefined]);
});

async function* hanging(abort: () => void): AsyncGenerator<unknown> {
  yield { choices: [{ index: 0, delta: { role: "assistant", content: "Hel" } }] };
  abort();
  await never;
}

/** As the openai SDK does with a stream that is aborted. */
async function* endingQuietly(abort: () => void): AsyncGenerator<unknown> {
  yield { choices: [{ index: 0, delta: { role: "assistant", content: "Hel" } }] };
  abort();
}

async function* deaf(abort: () => void): AsyncGenerator<unknown> {
  abort();
  for (let chunk = 0; chunk < 3; chunk++) {
    yield { choices: [{ index: 0, delta: { content: "lo" } }] };
  }
}

it.each([
  ["hangs", hanging],
  ["ends as if it were complete", endingQuietly],
  ["goes on", deaf],
])("ends in mid-stream if the stream %s", async (_, stream) => {
  const { failure } = await aborted(plain, (abort) => [stream(abort)], { stream: true });
  expect(failure).toBe(reason);
});

it.each<[string, (abort: () => void, signal: AbortSignal | undefined) => unknown]>([
  [
    "obeys its signal",
    (abort, signal) => {
      abort();
      signal?.throwIfAborted();
    },
  ],
  [
    "ignores its signal and hangs",
    (abort) => {
      abort();
      return never;
    },
  ],
  [
    "ignores its signal and answers",
    (abort) => {
      abort();
      return "Too late.";
    },
  ],
  [
    "fails as it is aborted",
    async (abort) => {
      abort();
      throw new Error("socket hang up");
    },
  ],
])("ends in a tool that %s, and runs no other", async (_, execute) => {
  let others = 0;
  const agentOf = (abort: () => void): Agent =>
    new Agent({
      functions: [
        tool({ name: "act", execute: (_args, { signal }) => execute(abort, signal) }),
        tool({ name: "other", execute: () => ++others }),
      ],
    });
  const { failure, asked, types } = await aborted(agentOf, () => [calls("act", "other"), "Never."]);
  expect(failure).toBe(reason);
  expect([others, asked]).toEqual([0, 1]);
  expect(types).toEqual(["reply", "tool_call"]);
});

it("ends in instructions that hang", async () => {
  const agentOf = (abort: () => void): Agent =>
    new Agent({
      instructions: () => {
        abort();
        return never;
      },
    });
  const { failure, asked } = await aborted(agentOf, () => ["Never."]);
  expect(failure).toBe(reason);
  expect(asked).toBe(0);
});

it("runs no tool if the reader of the events aborts at its call", async () => {
  let executed = 0;
  const controller = new AbortController();
  const agent = new Agent({ functions: [tool({ name: "act", execute: () => ++executed })] });
  const events = new Swarm({ client: scriptedClient([calls("act")]) }).events({
    agent,
    messages,
    signal: controller.signal,
  });
  const read = async (): Promise<void> => {
    for await (const { type } of events) if (type === "tool_call") controller.abort(reason);
  };
  await expect(read()).rejects.toBe(reason);
  expect(executed).toBe(0);
});

it("ends the provider's stream if the reader of a streamed run stops", async () => {
  let ended = false;
  async function* endless(): AsyncGenerator<unknown> {
    try {
      for (;;) yield { choices: [{ index: 0, delta: { content: "and on" } }] };
    } finally {
      ended = true;
    }
  }
  for (const debug of [false, () => {}]) {
    ended = false;
    const client = scriptedClient([endless()]);
    const run = new Swarm({ client }).run({ agent: new Agent(), messages, stream: true, debug });
    for await (const event of run) if ("sender" in event) break;
    expect(ended).toBe(true);
  }
});

it("leaves nothing listening on the signal", async () => {
  const controller = new AbortController();
  let listening = 0;
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => (listening++, add(...given));
  signal.removeEventListener = (...given: Parameters<typeof remove>) => (
    listening--,
    remove(...given)
  );
  const agent = new Agent({ functions: [tool({ name: "act", execute: async () => "done" })] });
  const client = scriptedClient([calls("act", "act"), "Done."]);
  for await (const _ of new Swarm({ client }).run({ agent, messages, signal, stream: true }));
  expect(listening).toBe(0);
});
