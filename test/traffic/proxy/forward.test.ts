import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Conversation } from "../../../src/traffic/conversation.ts";
import { forward } from "../../../src/traffic/proxy/forward.ts";
import { startProxy } from "../../../src/traffic/proxy/proxy-server.ts";
import { startOrigin, type Origin } from "../../support/origin.ts";
import { conversationOf } from "../../support/tapes.ts";

async function origin(): Promise<Origin> {
  const server = await startOrigin();
  onTestFinished(() => server.close());
  return server;
}

async function proxyOf(server: string, conversation?: Conversation): Promise<string> {
  const upstream = { origin: server, headers: (given: Readonly<Record<string, string>>) => given };
  const proxy = await startProxy((request) => forward(request, upstream, conversation));
  onTestFinished(() => proxy.close());
  return proxy.origin;
}

/** A reply as a client sees it, but for how its length is told and by which connection it came. */
interface Seen {
  readonly status?: number | undefined;
  readonly statusText?: string | undefined;
  readonly headers?: IncomingHttpHeaders;
  readonly pieces: readonly string[];
  readonly broke: boolean;
}

function ask(url: string, { method = "POST", body = "" } = {}): Promise<Seen> {
  return new Promise((resolve) => {
    const pieces: string[] = [];
    const request = httpRequest(url, { method, agent: false }, (response) => {
      const { statusCode: status, statusMessage: statusText, headers } = response;
      const seen = (broke: boolean): void =>
        resolve({ status, statusText, headers: told(headers), pieces, broke });
      response.on("data", (piece: Buffer) => pieces.push(piece.toString("latin1")));
      response.on("end", () => seen(false)).on("error", () => seen(true));
    });
    request.on("error", () => resolve({ pieces, broke: true })).end(body);
  });
}

function told(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const {
    "content-length": _length,
    "transfer-encoding": _framing,
    connection: _connection,
    "keep-alive": _alive,
    date: _date,
    ...rest
  } = headers;
  return rest;
}

describe("a reply", () => {
  it.each([
    "json",
    "unusual",
    "text",
    "bytes",
    "nothing",
    "events",
    "event",
    "status/400",
    "status/500",
    "redirect",
    "break",
    "reset",
  ])("is the server's own, recorded and replayed: %s", async (path) => {
    const { url, requests } = await origin();
    const direct = await ask(`${url}/${path}`);
    const recording = conversationOf("record");
    const recorded = await ask(`${await proxyOf(url, recording.conversation)}/${path}`);
    const replay = conversationOf("replay", recording.text());
    const replayed = await ask(`${await proxyOf(url, replay.conversation)}/${path}`);
    expect(requests).toHaveLength(2);
    const { headers: { "set-cookie": _cookies, "x-own": _own, ...kept } = {}, ...rest } = direct;
    const { "set-cookie": _, ...shown } = recorded.headers ?? {};
    expect({ ...recorded, headers: shown }).toEqual({ ...rest, headers: kept });
    // A replay does not have a client wait.
    const {
      "retry-after": __,
      "retry-after-ms": ___,
      "set-cookie": ____,
      ...replayedHeaders
    } = replayed.headers ?? {};
    const { "retry-after": _____, ...expected } = kept;
    expect({ ...replayed, headers: replayedHeaders }).toEqual({ ...rest, headers: expected });
  });

  it("that was compressed though nobody asked comes as it reads", async () => {
    const { url } = await origin();
    const recording = conversationOf("record");
    const recorded = await ask(`${await proxyOf(url, recording.conversation)}/gzip`);
    const replay = conversationOf("replay", recording.text());
    const replayed = await ask(`${await proxyOf(url, replay.conversation)}/gzip`);
    const text = Buffer.from(recorded.pieces.join(""), "latin1").toString();
    expect(text).toBe('{"say":"Grüße"}');
    expect(recorded.headers).not.toHaveProperty("content-encoding");
    expect(replayed).toEqual(recorded);
  });

  it("is kept nowhere without a conversation", async () => {
    const { url, requests } = await origin();
    const direct = await ask(`${url}/json`);
    const through = await ask(`${await proxyOf(url)}/json`);
    expect(through).toEqual(direct);
    expect(requests).toHaveLength(2);
  });
});

describe("a request", () => {
  it("reaches the server with its method, path, headers and body", async () => {
    const { url, requests } = await origin();
    const proxy = await proxyOf(url);
    await fetch(`${proxy}/echo?a=1`, {
      method: "PATCH",
      headers: { "content-type": "text/x-own", "x-own": "7", "accept-encoding": "gzip" },
      body: "Grüße",
    });
    await ask(`${proxy}/nothing`, { method: "DELETE" });
    expect(requests[0]).toMatchObject({
      method: "PATCH",
      path: "/echo?a=1",
      headers: { "content-type": "text/x-own", "x-own": "7", host: new URL(url).host },
      body: Buffer.from("Grüße").toString("latin1"),
    });
    // What is compressed could not be read on a tape.
    expect(requests[0]?.headers).not.toHaveProperty("accept-encoding");
    expect(requests[1]).toMatchObject({ method: "DELETE", path: "/nothing", body: "" });
  });

  it("that its program gives up is given up, and the next one is answered", async () => {
    const { url } = await origin();
    const { conversation, text } = conversationOf("record");
    const proxy = await proxyOf(url, conversation);
    const given = new AbortController();
    const hanging = fetch(`${proxy}/hang`, { signal: given.signal });
    await expect.poll(() => conversation.answeredBy.hosts.length).toBe(1);
    given.abort();
    await expect(hanging).rejects.toThrow("aborted");
    expect((await ask(`${proxy}/text`)).pieces.join("")).toBe(
      Buffer.from("Grüße\n").toString("latin1"),
    );
    await expect.poll(() => text()).toContain("ABORT_ERR");
  });

  it("that fails for a reason of the proxy's own is answered by that reason, and not asked again", async () => {
    const upstream = {
      origin: "http://127.0.0.1:9",
      headers: () => {
        throw new Error("There is no key.");
      },
    };
    const proxy = await startProxy((request) => forward(request, upstream, undefined));
    onTestFinished(() => proxy.close());
    const reply = await fetch(`${proxy.origin}/v1/chat/completions`, { method: "POST" });
    expect(reply.status).toBe(424);
    expect(reply.headers.get("x-should-retry")).toBe("false");
    expect(await reply.json()).toEqual({ error: { type: "Error", message: "There is no key." } });
  });

  it("to a server that is not there breaks, as it would without the proxy", async () => {
    const proxy = await proxyOf("http://127.0.0.1:9");
    expect(await ask(`${proxy}/v1/models`)).toEqual({ pieces: [], broke: true });
  });
});
