import { describe, expect, it, onTestFinished } from "vitest";
import { inConversation } from "../../src/traffic/current.ts";
import { ABORTED, type HttpRequest, type Reply } from "../../src/traffic/http/http.ts";
import { readTape } from "../../src/traffic/tape/text.ts";
import { scriptInChild } from "../support/in-child.ts";
import { startOrigin, type Origin } from "../support/origin.ts";
import type { TapeContent } from "../../src/traffic/tape/tape.ts";
import { chat, conversationOf, HEADER, reply, type TestConversation } from "../support/tapes.ts";
import { tapedFetch } from "./taped-fetch.ts";

const ask = tapedFetch();

async function origin(): Promise<Origin> {
  const server = await startOrigin();
  onTestFinished(() => server.close());
  return server;
}

const HELLO = chat({ model: "m", messages: [{ role: "user", content: "Hello" }] });

/** Records the replies, in this order, to requests that were made in that. */
function record({ conversation }: TestConversation, request: HttpRequest, answer: Reply): void {
  const decision = conversation.decide(request);
  expect(decision.type).toBe("record");
  if (decision.type === "record") decision.record(() => answer, true);
}

function replayed({ conversation }: TestConversation, request: HttpRequest): unknown {
  const decision = conversation.decide(request);
  return decision.type === "replay" ? decision.reply.body : decision.type;
}

const text = (words: string): Reply => reply({ kind: "text", text: words });

describe("requests", () => {
  it("that are equal are answered in the order in which they were recorded", () => {
    const recording = conversationOf("update");
    for (const words of ["one", "two", "three"]) record(recording, HELLO, text(words));
    const replay = conversationOf("replay", recording.text());
    expect(["one", "two", "three"].map(() => replayed(replay, HELLO))).toEqual(
      ["one", "two", "three"].map((words) => text(words).body),
    );
    expect(replay.tape.leftovers()).toEqual([]);
  });

  it.each<[sentence: string, send: (url: string) => Promise<Response>]>([
    ["a text", (url) => ask(url, { method: "POST", body: "Order 7" })],
    ["bytes", (url) => ask(url, { method: "POST", body: Buffer.from("Order 7") })],
    ["a Request", (url) => ask(new Request(url, { method: "POST", body: "Order 7" }))],
  ])("stand on the tape with what they send: %s", async (_, send) => {
    const { url } = await origin();
    const recording = conversationOf("record");
    await inConversation(recording.conversation, () => send(`${url}/echo`));
    expect(readTape(recording.text(), "tape.jsonl").exchanges[0]?.request).toContain("Order 7");
  });

  it("are on the tape in the order in which they are made, whichever is answered or known first", async () => {
    const { url } = await origin();
    const recording = conversationOf("record");
    await inConversation(recording.conversation, () =>
      Promise.all([
        // The bodies of the first two are read later than that of the third is known.
        ask(`${url}/echo`, { method: "POST", body: new Blob(["x".repeat(100_000)]) }),
        ask(new Request(`${url}/events`, { method: "PUT", body: "slow" })),
        ask(`${url}/text`),
      ]),
    );
    const { exchanges } = readTape(recording.text(), "tape.jsonl");
    expect(exchanges.map(({ request }) => /"path":"(.*?)"/.exec(request)?.[1])).toEqual([
      "/echo",
      "/events",
      "/text",
    ]);
  });

  it("of two trials at once share nothing", async () => {
    const { url, requests } = await origin();
    const say = (word: string): Promise<string> =>
      ask(`${url}/echo?n=${requests.length}`, { method: "POST", body: word }).then((answer) =>
        answer.text(),
      );
    const first = conversationOf("record");
    const second = conversationOf("record");
    await Promise.all([
      inConversation(first.conversation, () => say("one")),
      inConversation(second.conversation, () => say("one")),
    ]);
    expect(requests).toHaveLength(2);
    expect(readTape(first.text(), "tape.jsonl").exchanges).toHaveLength(1);
    expect(readTape(second.text(), "tape.jsonl").exchanges).toHaveLength(1);
    const replay = conversationOf("replay", first.text());
    const other = conversationOf("replay", first.text());
    const path = `${url}/echo?n=0`;
    const again = (): Promise<Response> => ask(path, { method: "POST", body: "one" });
    await inConversation(replay.conversation, again);
    await inConversation(other.conversation, again);
    expect([...replay.misses, ...other.misses]).toEqual([]);
  });

  it("to the model are known by what it sees: not by the host, a prefix or the order of keys", () => {
    const recording = conversationOf("update");
    const messages = [{ role: "user", content: "Hello" }];
    record(recording, chat({ model: "m", messages, options: { a: 1, b: 2 } }), text("Hi"));
    const value = {
      messages: [{ content: "Hello", role: "user" }],
      options: { b: 2, a: 1 },
      model: "m",
    };
    const elsewhere: HttpRequest = {
      method: "post",
      url: "http://proxy:8080/team/v1/chat/completions",
      body: { kind: "json", value },
    };
    const apis = ["http://proxy:8080/team/v1"];
    const replay = conversationOf("replay", recording.text(), { apis });
    expect(replayed(replay, elsewhere)).toEqual(text("Hi").body);
  });

  it("to anything else are known by their host and whole path, but for the port of this machine", () => {
    const get = (url: string): HttpRequest => ({ method: "GET", url, body: { kind: "none" } });
    const recording = conversationOf("update");
    const recorded = get("http://127.0.0.1:8000/forms/1/responses");
    record(recording, recorded, text("first"));
    const ask = (url: string) => () =>
      replayed(conversationOf("replay", recording.text()), get(url));
    expect(ask("http://127.0.0.1:9000/forms/1/responses")()).toEqual(text("first").body);
    for (const other of [
      "http://127.0.0.1:8000/forms/2/responses",
      "http://127.0.0.1:8000/responses",
      "http://localhost:8000/forms/1/responses",
      "http://forms.example/forms/1/responses",
    ])
      expect(ask(other)).toThrow("No recording answers");
  });

  it("to another host are not answered by what the model API says at the same path", () => {
    const get = (url: string): HttpRequest => ({ method: "GET", url, body: { kind: "none" } });
    const recording = conversationOf("update");
    record(recording, get("https://api.openai.com/v1/models"), text("gpt"));
    const replay = conversationOf("replay", recording.text());
    expect(() => replayed(replay, get("https://cars.example/models"))).toThrow(
      "No recording answers",
    );
  });

  it.each<readonly [string, HttpRequest]>([
    ["the method", { ...HELLO, method: "PUT" }],
    ["the path", { ...HELLO, url: "https://api.openai.com/v1/responses" }],
    ["the query", { ...HELLO, url: `${HELLO.url}?api-version=1` }],
    ["the model", chat({ model: "n", messages: [{ role: "user", content: "Hello" }] })],
    ["the body", { ...HELLO, body: { kind: "none" } }],
  ])("are different if %s differs", (_, request) => {
    const recording = conversationOf("update");
    record(recording, HELLO, text("Hi"));
    const replay = conversationOf("replay", recording.text());
    expect(() => replay.conversation.decide(request)).toThrow("No recording answers");
  });

  it("are the same in a form whatever boundary it draws, also around bytes", async () => {
    const { url, requests } = await origin();
    const form = (): FormData => {
      const data = new FormData();
      data.set("name", "Grüße");
      data.set("file", new Blob([new Uint8Array([0, 255, 254])]), "x.bin");
      return data;
    };
    let drawn = 0;
    const send = async (): Promise<void> => {
      const boundary = `line-${++drawn}`;
      const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
      const body = `--${boundary}\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--${boundary}--\r\n`;
      await ask(`${url}/echo`, { method: "POST", body: form() });
      await ask(`${url}/echo`, { method: "POST", headers, body });
    };
    const recording = conversationOf("record");
    await inConversation(recording.conversation, send);
    await inConversation(conversationOf("record", recording.text()).conversation, send);
    expect(requests).toHaveLength(2);
    expect(requests[0]?.headers["content-type"]).toContain("multipart/form-data; boundary=");
  });

  it("that hold a secret still replay, and leave none of it on the tape", async () => {
    const { url } = await origin();
    const environment = { MY_SECRET: "correct-horse" };
    const send = async (secret: string): Promise<unknown[]> => {
      const init = { method: "POST", headers: { authorization: `Bearer ${secret}` } };
      const form = new FormData();
      form.set("key", new Blob([new Uint8Array([255]), secret]), "x.bin");
      const sent = [
        ask(`${url}/echo?key=${secret}`, { ...init, body: `{"a":"${secret}"}` }),
        ask(`${url}/echo/${secret}`, { ...init, body: `It is ${secret}.` }),
        ask(`${url}/echo`, { ...init, body: '{"messages":[{"content":`It is ${secret}.`}]}' }),
        ask(`${url}/echo`, { ...init, body: form }),
        ask(`${url}/echo`, { ...init, body: Buffer.from(`\xff${secret}`, "latin1") }),
      ];
      return Promise.all(sent.map(async (answer) => (await answer).status));
    };
    const recording = conversationOf("record", undefined, { environment });
    expect(await inConversation(recording.conversation, () => send("correct-horse"))).toEqual([
      200, 200, 200, 200, 200,
    ]);
    const requests = recording
      .text()
      .split("\n")
      .filter((line) => !line.startsWith('{"reply"'));
    expect(requests.join("\n")).not.toContain("horse");
    expect(
      Buffer.from(/"base64":"(.*?)"/.exec(requests.join(""))?.[1] ?? "", "base64").toString(),
    ).not.toContain("horse");
    // The key was rotated since.
    for (const secret of ["correct-horse", "battery-staple-2"]) {
      const replay = conversationOf("replay", recording.text(), {
        environment: { MY_SECRET: secret },
      });
      const statuses = await inConversation(replay.conversation, () => send(secret));
      expect(statuses).toEqual([200, 200, 200, 200, 200]);
    }
  });
});

it("never writes a request's headers, and of a reply's only those that clients act on", async () => {
  const { url } = await origin();
  const recording = conversationOf("record");
  await inConversation(recording.conversation, async () => {
    const answer = await ask(`${url}/json`, { headers: { "x-own": "abc", cookie: "a=b" } });
    expect(answer.headers.getSetCookie()).toHaveLength(2);
    expect(answer.headers.get("x-custom")).toBe(null);
    await answer.text();
    await (await ask(`${url}/status/503`)).text();
    await (await ask(`${url}/redirect`, { redirect: "manual" })).text();
  });
  const { exchanges } = readTape(recording.text(), "tape.jsonl");
  expect(exchanges.map(({ request }) => Object.keys(JSON.parse(request) as object))).toEqual(
    exchanges.map(() => ["method", "host", "path"]),
  );
  expect(exchanges.map(({ reply: answer }) => answer().headers)).toEqual([
    {
      "content-type": "application/json",
      "set-cookie": ["session=s3cr3t", "theme=dark"],
      "x-request-id": "req_1",
      "x-ratelimit-remaining-tokens": "99",
    },
    {
      "content-type": "application/json",
      "retry-after": "7",
      "x-ratelimit-remaining-requests": "0",
    },
    { location: "/text" },
  ]);
});

it("keeps and shows the response headers that the config names, and no others", async () => {
  const { url } = await origin();
  const play = async (): Promise<string | null> => (await ask(`${url}/json`)).headers.get("x-own");
  for (const keptHeaders of [["x-own"], []]) {
    const recording = conversationOf("record", undefined, { keptHeaders });
    const seen = await inConversation(recording.conversation, play);
    expect(seen).toBe(keptHeaders.length === 0 ? null : "7");
    const replay = conversationOf("replay", recording.text(), { keptHeaders });
    expect(await inConversation(replay.conversation, play)).toBe(seen);
  }
});

it("tells requests apart by the headers that the config names, and by no others", async () => {
  const { url } = await origin();
  const options = { matchedHeaders: ["accept-language"] };
  const asking = (language: string, agent: string) => async (): Promise<number> =>
    (await ask(`${url}/text`, { headers: { "Accept-Language": language, "User-Agent": agent } }))
      .status;
  const recording = conversationOf("record", undefined, options);
  await inConversation(recording.conversation, asking("ko", "one"));
  expect(recording.text()).toContain('"headers":{"accept-language":"ko"}');
  const replay = (): TestConversation => conversationOf("replay", recording.text(), options);
  expect(await inConversation(replay().conversation, asking("ko", "other"))).toBe(200);
  const other = replay();
  await inConversation(other.conversation, asking("en", "one")).catch(() => undefined);
  expect(other.misses.map(({ message }) => message)).toEqual([
    expect.stringContaining("It differs in the headers.accept-language:\n    - ko\n    + en"),
  ]);
});

describe("a reply", () => {
  it("is on the tape in the form in which it is best read", async () => {
    const { url } = await origin();
    const paths = ["json", "unusual", "text", "bytes", "nothing", "gzip", "event", "pieces"];
    const recording = conversationOf("record");
    await inConversation(recording.conversation, async () => {
      for (const path of paths) await (await ask(`${url}/${path}`)).bytes();
    });
    const { exchanges } = readTape(recording.text(), "tape.jsonl");
    const kept = exchanges.map(({ reply: answer }, index) => {
      const { body } = answer();
      return `${paths[index]}: ${body.kind === "chunks" ? `${body.chunks.length} chunks` : body.kind}`;
    });
    expect(kept.join("\n")).toMatchInlineSnapshot(`
      "json: json
      unusual: text
      text: text
      bytes: base64
      nothing: text
      gzip: json
      event: 1 chunks
      pieces: 2 chunks"
    `);
  });

  it("that nobody reads, or not to its end, is on the tape all the same", async () => {
    const { url } = await origin();
    const play = async (): Promise<unknown[]> => {
      const unread = await ask(`${url}/json`);
      const stream = await ask(`${url}/events`);
      let first: unknown;
      for await (const chunk of stream.body ?? []) {
        first = Buffer.from(chunk).toString();
        break;
      }
      const reader = (await ask(`${url}/events`)).body?.getReader();
      const second = Buffer.from((await reader?.read())?.value ?? []).toString();
      await reader?.cancel();
      return [unread.status, stream.status, ...[first, second].map(beginning)];
    };
    // A busy client may get what came in two pieces as one.
    const beginning = (text: unknown): string => String(text).slice(0, 16);
    const recording = conversationOf("record");
    const live = await inConversation(recording.conversation, play);
    const replay = conversationOf("replay", recording.text());
    expect(await inConversation(replay.conversation, play)).toEqual(live);
    expect({ misses: replay.misses, leftovers: replay.tape.leftovers() }).toEqual({
      misses: [],
      leftovers: [],
    });
  });

  it("that its reader changes is unchanged on the tape", async () => {
    const { url } = await origin();
    const recording = conversationOf("record");
    await inConversation(recording.conversation, async () => {
      for await (const chunk of (await ask(`${url}/events`)).body ?? []) chunk.fill(0);
    });
    expect(recording.text()).toContain("data: ");
  });

  it("says who answered, even if another was asked", async () => {
    const { url } = await origin();
    const play = (by: typeof ask) => async (): Promise<unknown[]> => {
      const paths = ["/redirect", "/text#top", "/text?b=ö c"];
      const replies = await Promise.all(
        paths.flatMap((path) => [by(url + path), by(url + path, { method: "POST", body: "Hi" })]),
      );
      return replies.map((reply) => [reply.url, reply.redirected]);
    };
    const live = await play(globalThis.fetch)();
    expect(live).toContainEqual([`${url}/text`, true]);
    const recording = conversationOf("record");
    expect(await inConversation(recording.conversation, play(ask))).toEqual(live);
    const replay = conversationOf("replay", recording.text());
    expect(await inConversation(replay.conversation, play(ask))).toEqual(live);
  });

  it.each(["/hang", "/events"])(
    "that was waited for in vain is waited for in vain again: %s",
    async (path) => {
      const { url, requests } = await origin();
      const play = async (): Promise<unknown[]> => {
        const controller = new AbortController();
        const { signal } = controller;
        const chunks: string[] = [];
        const asked = (async () => {
          for await (const chunk of (await ask(url + path, { signal })).body ?? []) {
            chunks.push(Buffer.from(chunk).toString());
            controller.abort(new Error("Too late"));
          }
        })().catch((error: unknown) => (error as Error).message);
        // What else the agents do ends the wait, not a time.
        if (path === "/hang") {
          await (await ask(`${url}/text`)).text();
          controller.abort(new Error("Too late"));
        }
        return [await asked, ...chunks];
      };
      const recording = conversationOf("record");
      const live = await inConversation(recording.conversation, play);
      expect(live[0]).toBe("Too late");
      expect(live.slice(1).map((chunk) => String(chunk).slice(0, 6))).toEqual(
        path === "/hang" ? [] : ["data: "],
      );
      const made = requests.length;
      const replay = conversationOf("replay", recording.text());
      expect(await inConversation(replay.conversation, play)).toEqual(live);
      expect({ made: requests.length, misses: replay.misses }).toEqual({ made, misses: [] });
      expect(recording.text()).toContain(`"code":"${ABORTED}"`);
    },
  );

  it.each(["GET", "POST"])(
    "that nothing waited for is asked for again, and never answered: %s",
    async (method) => {
      const { url } = await origin();
      const answered: unknown[] = [];
      const play = async (): Promise<string> => {
        const init = method === "GET" ? {} : { method, body: "Log this." };
        void ask(`${url}/hang`, init).then(
          () => answered.push("an answer"),
          (error: unknown) => answered.push(error),
        );
        return (await ask(`${url}/text`)).text();
      };
      const recording = conversationOf("record");
      const live = await inConversation(recording.conversation, play);
      const replay = conversationOf("replay", recording.text());
      expect(await inConversation(replay.conversation, play)).toBe(live);
      expect({ misses: replay.misses, leftovers: replay.tape.leftovers() }).toEqual({
        misses: [],
        leftovers: [],
      });
      expect(answered).toEqual([]);
    },
  );

  it("that is never answered is not kept in memory when its trial is over", async () => {
    const { url } = await origin();
    const script = `
      const { setFlagsFromString } = await import("node:v8");
      const { runInNewContext } = await import("node:vm");
      setFlagsFromString("--expose-gc");
      const collect = runInNewContext("gc");
      const play = async () => {
        const { signal } = new AbortController();
        fetch("${url}/hang", { signal }).catch(() => undefined);
        await fetch("${url}/text");
        return new WeakRef(signal);
      };
      const ofOther = () => inConversation(conversationOf(mode, tape).conversation, play);
      const left = mode === "record" ? await play() : await outside(ofOther);
      // The Request that was made of the signal goes first, and lets go of it when it has gone.
      for (let turn = 0; turn < 5; turn++) {
        await new Promise(setImmediate);
        collect();
      }
      say(left.deref() === undefined);`;
    const { tape } = await scriptInChild("record", script);
    expect((await scriptInChild("replay", script, tape)).said).toEqual([true]);
  });

  it("that was never sent, because it was aborted before, is not on the tape", async () => {
    const { url, requests } = await origin();
    const recording = conversationOf("record");
    await inConversation(recording.conversation, async () => {
      const signal = AbortSignal.abort(new Error("Never mind"));
      await expect(ask(`${url}/text`, { signal })).rejects.toThrow("Never mind");
    });
    expect({ requests, exchanges: recording.tape.exchanges() }).toEqual({
      requests: [],
      exchanges: [],
    });
  });

  it.each([408, 409, 429, 500, 503])(
    "of status %i asks for no wait when it is replayed",
    async (status) => {
      const { url } = await origin();
      const recording = conversationOf("record");
      const play = async (): Promise<Response> => ask(`${url}/status/${status}`);
      await inConversation(recording.conversation, play);
      const replay = conversationOf("replay", recording.text());
      const { headers } = await inConversation(replay.conversation, play);
      expect([headers.get("retry-after"), headers.get("retry-after-ms")]).toEqual(["0", "1"]);
      const slow = conversationOf("replay", recording.text(), { realTime: true });
      const { headers: kept } = await inConversation(slow.conversation, play);
      expect([kept.get("retry-after"), kept.get("retry-after-ms")]).toEqual(["7", null]);
    },
  );
});

describe("a tape of version 1", () => {
  const recorded = (path: string, answer: Reply): TapeContent => ({
    version: 1,
    header: HEADER,
    parts: [],
    exchanges: [
      { request: JSON.stringify({ method: "GET", path }), lane: "", reply: () => answer },
    ],
  });

  it("answers requests of any host", async () => {
    const replay = conversationOf("replay", recorded("/rates?day=1", text("four")));
    const asked = inConversation(replay.conversation, () => ask("http://rates.test/rates?day=1"));
    expect(await (await asked).text()).toBe("four");
  });

  it("leads fetch to where it was led when that was recorded", async () => {
    const redirectedTo = "http://rates.test/today";
    const answer = reply({ kind: "text", text: "four" }, { redirectedTo });
    const replay = conversationOf("replay", recorded("/rates", answer));
    const asked = await inConversation(replay.conversation, () => ask("http://rates.test/rates"));
    const { url, redirected } = asked;
    expect({ url, redirected, body: await asked.text() }).toEqual({
      url: redirectedTo,
      redirected: true,
      body: "four",
    });
    expect({ misses: replay.misses, leftovers: replay.tape.leftovers() }).toEqual({
      misses: [],
      leftovers: [],
    });
  });
});

describe("time", () => {
  const at = (milliseconds: number): Reply =>
    reply({ kind: "text", text: "" }, { ms: 5, at: milliseconds });

  it("is, in a replay, where the recording was", () => {
    const recording = conversationOf("update");
    record(recording, HELLO, at(100));
    // Two that were asked for together, and answered in the other order.
    record(recording, HELLO, at(300));
    record(recording, HELLO, at(250));
    const { conversation } = conversationOf("replay", recording.text());
    const times = [conversation.now()];
    for (let made = 0; made < 3; made++) {
      const decision = conversation.decide(HELLO);
      if (decision.type === "replay") decision.ended();
      times.push(conversation.now());
    }
    expect(times).toEqual([0, 100, 300, 300]);
  });

  it("goes on, while recording, from the beginning of the conversation", () => {
    const before = performance.now();
    const { conversation } = conversationOf("record");
    expect(conversation.now()).toBeLessThanOrEqual(performance.now() - before);
    const begun = performance.now();
    while (performance.now() - begun < 1);
    expect(conversation.now()).toBeGreaterThanOrEqual(1);
  });

  it("goes on, while recording, from where the recording was", async () => {
    const recording = conversationOf("update");
    record(recording, HELLO, at(1_000_000));
    const { conversation, tape } = conversationOf("record", recording.text());
    conversation.decide(HELLO);
    const { url } = await origin();
    await inConversation(conversation, async () => (await ask(`${url}/text`)).text());
    expect(tape.exchanges()[1]?.reply().at).toBeGreaterThanOrEqual(1_000_000);
  });

  it("is taken for the gaps of a stream, and for a reply, only if told to", async () => {
    const { url } = await origin();
    const hours = 10_000_000;
    const chunks = ["one", "two"].map((chunk) => Buffer.from(chunk));
    const recording = conversationOf("update");
    const gets = (path: string): HttpRequest => ({
      method: "GET",
      url: url + path,
      body: { kind: "none" },
    });
    record(recording, gets("/stream"), reply({ kind: "chunks", chunks, gaps: [0, hours] }));
    record(recording, gets("/late"), reply({ kind: "text", text: "late" }, { ms: hours }));
    record(recording, gets("/soon"), reply({ kind: "text", text: "soon" }, { ms: 0 }));

    const play = async (): Promise<string[]> => {
      const stream = (await ask(`${url}/stream`)).body?.getReader();
      const read = async (): Promise<string> =>
        Buffer.from((await stream?.read())?.value ?? []).toString();
      const first = await read();
      const soon = async (): Promise<string> => (await ask(`${url}/soon`)).text();
      const late = async (): Promise<string> => (await ask(`${url}/late`)).text();
      return [first, await Promise.race([read(), late(), soon()])];
    };
    const inTime = conversationOf("replay", recording.text(), { realTime: true });
    expect(await inConversation(inTime.conversation, play)).toEqual(["one", "soon"]);
    const atOnce = conversationOf("replay", recording.text());
    expect(await inConversation(atOnce.conversation, play)).toEqual(["one", "two"]);
  });

  it("of a stream is kept only if told to", async () => {
    const { url } = await origin();
    const play = async (): Promise<string> => (await ask(`${url}/events`)).text();
    const timed = conversationOf("record", undefined, { realTime: true });
    await inConversation(timed.conversation, play);
    const [exchange] = readTape(timed.text(), "tape.jsonl").exchanges;
    const { gaps, chunks } = exchange!.reply().body as Extract<Reply["body"], { kind: "chunks" }>;
    expect(gaps).toHaveLength(chunks.length);
    const untimed = conversationOf("record");
    await inConversation(untimed.conversation, play);
    expect(untimed.text()).not.toContain('"gaps"');
  });
});

it("says who answered", async () => {
  const { url } = await origin();
  const recording = conversationOf("record");
  await inConversation(recording.conversation, () => ask(`${url}/text`));
  record(recording, HELLO, text("Hi"));
  expect(recording.conversation.answeredBy).toEqual({
    hosts: [new URL(url).host, "api.openai.com"],
    standIn: true,
  });
});
