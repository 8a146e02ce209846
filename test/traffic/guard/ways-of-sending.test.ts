import { beforeAll, describe, it } from "vitest";
import { inChild, scriptInChild } from "../../support/in-child.ts";
import { startOrigin, type Origin } from "../../support/origin.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";
import type { Answer, Ask, Way } from "../../support/traffic-child.ts";

let closed: Origin;

beforeAll(async () => {
  closed = await startOrigin();
  await closed.close();
});

/** Everything that a server can answer, and two ways in which it cannot. */
function everything({ url }: Origin): Ask[] {
  return [
    { url: `${url}/json` },
    { url: `${url}/unusual` },
    { url: `${url}/echo?b=2&a=1`, method: "POST", body: '{"b":1, "a":"Grüße"}' },
    { url: `${url}/echo`, method: "PUT", body: "plain" },
    { url: `${url}/gzip` },
    { url: `${url}/gzip`, method: "HEAD" },
    { url: `${url}/text` },
    { url: `${url}/bytes` },
    { url: `${url}/nothing` },
    { url: `${url}/events` },
    { url: `${url}/status/429` },
    { url: `${url}/status/500` },
    { url: `${url}/redirect` },
    { url: `${url}/break` },
    { url: `${url}/reset` },
    { url: `${closed.url.replace("http:", new URL(url).protocol)}/refused` },
  ];
}

/** What was read, whatever pieces the network cut it into; undici has words of its own for what breaks its sockets. */
function comparable(way: Way, answers: readonly Answer[]): unknown[] {
  return answers.map(({ chunks, error, ...rest }) => ({
    ...rest,
    body: chunks?.join(""),
    error: way.includes("undici") ? error !== undefined : error,
  }));
}

describe.concurrent.each<Way>([
  "fetch",
  "fetch of a Request",
  "node:http",
  "node:https",
  "undici.request",
  "undici.request over one connection",
  "undici.fetch",
])("%s", (way) => {
  it("gets the same live, recorded, and replayed without the network", async ({
    expect,
    onTestFinished,
  }) => {
    const server = await startOrigin({ secure: way === "node:https" });
    onTestFinished(() => server.close());
    const asks = everything(server);
    const live = await inChild({ way, mode: "live", asks });
    const recorded = await inChild({ way, mode: "record", asks });
    expect(comparable(way, recorded.answers)).toEqual(comparable(way, live.answers));

    const { tape } = recorded;
    const before = server.requests.length;
    const replayed = await inChild({ way, mode: "replay", asks, tape });
    expect(server.requests).toHaveLength(before);
    expect(comparable(way, replayed.answers)).toEqual(comparable(way, recorded.answers));
    expect({ ended: replayed.ended, tape: replayed.tape }).toEqual({ ended: [], tape });

    const again = await inChild({ way, mode: "record", asks, tape });
    expect(server.requests).toHaveLength(before);
    expect(comparable(way, again.answers)).toEqual(comparable(way, recorded.answers));

    // A new request goes out, though it might have been any of those that are recorded.
    const other = { url: `${server.url}/echo?b=2&a=1`, method: "POST", body: '{"b":2}' };
    const more = await inChild({ way, mode: "record", asks: [other, ...asks], tape });
    expect(server.requests).toHaveLength(before + 1);
    expect(comparable(way, more.answers).slice(1)).toEqual(comparable(way, recorded.answers));
    expect(more.answers[0]?.chunks?.join("")).toContain('"body":"{\\"b\\":2}"');

    // From the first request that is new, everything is asked for again.
    const [first, ...others] = asks;
    const changed = [first!, { url: `${server.url}/new` }, ...others];
    const updated = await inChild({ way, mode: "update", asks: changed, tape });
    expect(server.requests).toHaveLength(before + 1 + before / 2);
    const [, , ...after] = comparable(way, updated.answers);
    expect(after).toEqual(comparable(way, live.answers).slice(1));
  }, 120_000);
});

it("records whatever way comes after another to the same server", async ({
  expect,
  onTestFinished,
}) => {
  const server = await startOrigin();
  onTestFinished(() => server.close());
  const { tape } = await scriptInChild(
    "record",
    `
    const { get } = await import("node:http");
    const { request, fetch: otherFetch } = await import("undici");
    const ways = {
      fetch: async (url) => (await fetch(url)).text(),
      request: async (url) => (await request(url)).body.text(),
      otherFetch: async (url) => (await otherFetch(url)).text(),
      get: (url) => new Promise((resolve) => get(url, (reply) => reply.resume().on("end", resolve))),
    };
    for (const [first, ask] of Object.entries(ways))
      for (const [second, askNext] of Object.entries(ways)) {
        await ask("${server.url}/echo?" + first);
        await askNext("${server.url}/echo?" + second + "-after-" + first);
      }`,
  );
  expect(server.requests).toHaveLength(32);
  for (const { path } of server.requests) expect(tape).toContain(`"path":"${path}"`);
});

it("sends fetch by way of a proxy while recording", async ({ expect, onTestFinished }) => {
  const proxy = await startOrigin();
  onTestFinished(() => proxy.close());
  await scriptInChild(
    "record",
    `
    const { ProxyAgent, setGlobalDispatcher } = await import("undici");
    setGlobalDispatcher(new ProxyAgent("${proxy.url}"));
    await fetch("http://127.0.0.1:8765/text");`,
  );
  expect(proxy.requests.map(({ path }) => path)).toEqual(["http://127.0.0.1:8765/text"]);
});

/** A provider that does what the user says. */
function provider({ body, path, index }: StandInRequest): StandInReply {
  if (path.endsWith("/embeddings")) {
    const data = [{ object: "embedding", index: 0, embedding: "AACAPwAAAEA=" }];
    return { raw: JSON.stringify({ object: "list", data, model: "small" }, null, 2) };
  }
  const said = body.messages.at(-1)?.content ?? "";
  if (said.includes("busy") && index % 2 === 0)
    return { status: 429, headers: { "retry-after-ms": "1" }, raw: '{"error":{"message":"Busy"}}' };
  if (said.includes("refuse")) return { status: 400, raw: '{"error":{"message":"No"}}' };
  if (said.includes("break")) return { reset: "middle", say: "What I have to say is long." };
  return { say: `You say: ${said}` };
}

describe.concurrent.each<Way>(["openai's SDK", "openai's SDK over undici", "ApiClient"])(
  "%s",
  (way) => {
    it("gets the same live, recorded, and replayed without the network", async ({
      expect,
      onTestFinished,
    }) => {
      const server = await startStandIn(provider);
      onTestFinished(() => server.close());
      const asks = [
        "chat",
        "stream",
        "chat refuse",
        "stream refuse",
        "stream break",
        // Our own client leaves it to the runner to ask again, and knows of nothing but chat completions.
        ...(way === "ApiClient" ? [] : ["embeddings", "chat busy", "stream busy"]),
      ].map((body) => ({ url: server.baseUrl, body }));
      const live = await inChild({ way, mode: "live", asks });
      const recorded = await inChild({ way, mode: "record", asks });
      expect(comparable(way, recorded.answers)).toEqual(comparable(way, live.answers));
      expect(live.answers.filter(({ error }) => error !== undefined)).toHaveLength(3);

      const { tape } = recorded;
      const before = server.requests.length;
      const replayed = await inChild({ way, mode: "replay", asks, tape });
      expect(replayed.answers).toEqual(recorded.answers);
      expect({ ended: replayed.ended, tape: replayed.tape }).toEqual({ ended: [], tape });
      expect(server.requests).toHaveLength(before);
    }, 120_000);
  },
);
