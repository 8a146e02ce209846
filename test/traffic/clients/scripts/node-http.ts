import { once } from "node:events";
import { Agent, ClientRequest, get, request } from "node:http";
import whole, * as namespace from "node:http";
import { createRequire } from "node:module";
import type { LookupFunction, Socket } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  brotliCompressSync,
  createGzip,
  deflateSync,
  gunzipSync,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";
import { answered, asked } from "../harness/asked.ts";
import { digest, failure, kept, message, read } from "../harness/seen.ts";
import type { Situations } from "../harness/situation.ts";

const rejected = (asking: Promise<unknown>): Promise<unknown> => asking.then(String, failure);

/** Notes which of these events come, in their order. */
function watch(
  happened: string[],
  name: string,
  emitter: NodeJS.EventEmitter,
  events: string,
): void {
  for (const event of events.split(" ")) emitter.on(event, () => happened.push(`${name} ${event}`));
}

/** `node:http` by itself. */
export default {
  "gets and posts": async ({ http }, say) => {
    say(await message(await answered(get(`${http}/json`))));
    say(await asked(`${http}/echo?a=1`, { method: "POST" }, "Grüße"));
    say(await asked(`${http}/echo`, { method: "PUT", headers: { "Content-Length": "3" } }, "abc"));
    say(await asked(`${http}/echo`, { method: "DELETE" }));
    say(await asked(`${http}/text`, { method: "HEAD" }));
    const { hostname, port } = new URL(http);
    say(await asked(`${http}/ignored`, { hostname, port, path: "/echo?by=options" }));
  },
  "calls back and emits in order": async ({ http }, say) => {
    const happened: string[] = [];
    const agent = new Agent({ keepAlive: true });
    const options = { method: "POST", agent };
    const asking = request(`${http}/echo`, options, () => happened.push("callback"));
    watch(happened, "request", asking, "socket response finish close");
    asking.write("first ", () => happened.push("first written"));
    asking.write("second", () => happened.push("second written"));
    asking.end(() => happened.push("ended"));
    const closed = once(asking, "close");
    const reply = await answered(asking);
    watch(happened, "reply", reply, "data end close");
    await closed;
    say(happened);
    say([asking.writableFinished, asking.destroyed, reply.complete]);
    agent.destroy();
  },
  "waits with the body until it is connected": async ({ http }, say) => {
    const happened: string[] = [];
    const agent = new Agent();
    const asking = request(`${http}/echo`, { method: "POST", agent });
    const [socket] = (await once(asking, "socket")) as [NodeJS.EventEmitter];
    watch(happened, "socket", socket, "connect");
    await new Promise((resolve) => asking.write("x".repeat(100_000), resolve));
    happened.push("written");
    asking.end("y");
    say(await message(await answered(asking)));
    say(happened);
  },
  "sends headers as they are spelled": async ({ http }, say) => {
    const headers = {
      "X-OWN": "1",
      aCCept: "text/plain",
      Cookie: ["a=1", "b=2"],
      "X-List": ["1", "2"],
    };
    say(await asked(`${http}/echo`, { headers }));
    const raw = ["Host", "tenant-a.internal", "x-Twice", "1", "X-TWICE", "2", "Accept", "*/*"];
    say(await asked(`${http}/echo`, { headers: raw }));
    const pairs = [raw.slice(0, 2), raw.slice(2, 4), raw.slice(4, 6)] as unknown as string[];
    say(await asked(`${http}/echo`, { method: "POST", headers: pairs, agent: false }, "abc"));
    const body = ["Host", "tenant-b.internal", "Content-Length", "4"];
    say(await asked(`${http}/echo`, { method: "POST", headers: body }, "body"));
    say(await asked(`${http}/echo`, { headers: { Host: "tenant-c.internal" } }));
    const asking = request(`${http}/echo`, { setHost: false, headers: { Connection: "close" } });
    asking.setHeader("X-Late", "late");
    asking.removeHeader("Connection");
    asking.flushHeaders();
    asking.end();
    say(await message(await answered(asking)));
  },
  "sees headers in both spellings": async ({ http }, say) => {
    const reply = await answered(get(`${http}/spelled`));
    say([kept(reply.headers), kept(reply.headersDistinct)]);
    say(await message(reply));
    say(await asked(`${http}/status-text`));
    say(await asked(`${http}/pages`));
    say(await asked(`${http}/unchanged`, { headers: { "If-None-Match": '"v1"' } }));
    say(await asked(`${http}/nothing`));
    say(await asked(`${http}/status/503`));
    say(await asked(`${http}/redirect/302?to=/text`));
  },
  "sees no header that a replay hides": async ({ http }, say) => {
    for (const path of ["json", "spelled", "gzip", "status/404", "redirect/302"]) {
      const reply = await answered(get(`${http}/${path}`));
      const { headers, headersDistinct, rawHeaders } = reply;
      say({ chance: [{ ...headers }, { ...headersDistinct }, rawHeaders] });
      reply.resume();
    }
  },
  "sees trailers, and sends some": async ({ http }, say) => {
    say(await asked(`${http}/trailers`));
    const asking = request(`${http}/echo`, { method: "POST", headers: { Trailer: "X-Sum" } });
    asking.write("body");
    asking.addTrailers({ "X-Sum": "7" });
    asking.end();
    say(await message(await answered(asking)));
  },
  "hears early hints and waits for 100": async ({ http }, say) => {
    const hinting = get(`${http}/hints`);
    const hints: unknown[] = [];
    hinting.on("information", ({ statusCode, headers }) => hints.push([statusCode, headers]));
    say(await message(await answered(hinting)));
    say(hints);
    const headers = { Expect: "100-continue", "Content-Length": "4" };
    const waiting = request(`${http}/echo`, { method: "POST", headers });
    waiting.flushHeaders();
    await once(waiting, "continue");
    say("continue");
    waiting.end("body");
    say(await message(await answered(waiting)));
  },
  "sends a GET with a body, and unusual methods": async ({ http }, say) => {
    say(await asked(`${http}/echo`, { headers: { "Content-Length": "1" } }, "x"));
    say(await asked(`${http}/echo`, { headers: { "Content-Length": "1" } }, "y"));
    say(await asked(`${http}/dav`, { method: "PROPFIND", headers: { Depth: "1" } }, "<propfind/>"));
    say(await asked(`${http}/dav`, { method: "MKCOL" }));
    say(await asked(`${http}/echo`, { method: "DELETE" }, "with a body"));
  },
  "shows no header but its own": async ({ http }, say) => {
    const asking = request(`${http}/echo`, { method: "POST", headers: { "X-Own": "1" } });
    say([asking.getHeaderNames(), asking.getRawHeaderNames(), asking.getHeaders()]);
    asking.end("x");
    const reply = await answered(asking);
    say([asking.method, asking.path, asking.protocol, Object.keys(asking.getHeaders())]);
    say((reply as unknown as { req: unknown }).req === asking);
    say(await message(reply));
  },
  "has a socket to be set": async ({ http }, say) => {
    const asking = get(`${http}/json`, { timeout: 5000 });
    asking.setNoDelay(true);
    asking.setSocketKeepAlive(true, 1000);
    asking.setTimeout(5000);
    const [socket] = (await once(asking, "socket")) as [Socket];
    socket.setNoDelay().setKeepAlive(true).setTimeout(5000).unref().ref();
    const reply = await answered(asking);
    reply.setTimeout(5000);
    say([socket.readyState, socket.connecting, socket.destroyed, reply.socket === socket]);
    say(await message(reply));
  },
  "uses methods of every kind": async ({ http }, say) => {
    for (const method of ["TRACE", "PURGE", "LOCK", "SEARCH", "QUERY", "PATCH"])
      say(await asked(`${http}/echo`, { method }));
    const headers = { "Content-Length": "2" };
    say(await asked(`${http}/echo`, { method: "QUERY", headers }, "{}"));
    say(await asked(`${http}/pot`, { method: "BREW" }));
    const chunked = { "Transfer-Encoding": "chunked" };
    say(await asked(`${http}/echo`, { method: "DELETE", headers: chunked }, "chunked"));
    say(await asked(`${http}/echo`, { method: "OPTIONS", headers }, "ab"));
  },
  "is the same by whatever name": async ({ http }, say) => {
    const required = createRequire(import.meta.url)("http") as typeof namespace;
    const builtin = process.getBuiltinModule("http");
    for (const [index, { get }] of [namespace, whole, required, builtin].entries())
      say(await message(await answered(get(`${http}/echo?${index}`))));
    const made = new ClientRequest(`${http}/echo?made`);
    made.end();
    say(await message(await answered(made)));
  },
  "packs and unpacks by itself": async ({ http }, say) => {
    const kinds = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };
    for (const [encoding, pack] of Object.entries({ ...kinds, zstd: zstdCompressSync })) {
      const headers = { "Content-Encoding": encoding, "Content-Type": "application/json" };
      say(await asked(`${http}/echo`, { method: "POST", headers }, pack('{"a":1}')));
    }
    const reply = await answered(get(`${http}/gzip`, { headers: { "Accept-Encoding": "gzip" } }));
    say(reply.headers["content-encoding"]);
    const packed = await read(reply);
    say(gunzipSync(Buffer.from(packed, "latin1")).toString());
    for (const encoding of ["gzip", "br", "deflate", "zstd", "negotiated"])
      say(await asked(`${http}/${encoding}?again`));
  },
  "pipes up and down": async ({ http }, say) => {
    const asking = request(`${http}/echo`, { method: "POST" });
    const replied = answered(asking);
    await pipeline(Readable.from(["one ", "two ", "three"]), createGzip(), asking);
    say(await message(await replied));
    say(await message(await answered(get(`${http}/events`))));
    const big = await answered(get(`${http}/big`));
    say(digest(Buffer.concat(await big.toArray())));
    const text = await answered(get(`${http}/text`));
    text.setEncoding("utf8");
    say((await text.toArray()).join(""));
    const bytes = await answered(get(`${http}/bytes`));
    await once(bytes, "readable");
    say(digest(bytes.read() as Buffer));
    const streamed = request(`${http}/echo?streamed`, { method: "POST" });
    const counted = answered(streamed);
    await pipeline(
      Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(50_000, "a"))),
      streamed,
    );
    say(await message(await counted));
    const upload = Buffer.alloc(3_000_000, "0123456789");
    say(await asked(`${http}/echo?big`, { method: "POST" }, upload));
  },
  "asks from its events and callbacks": async ({ http }, say) => {
    const inner: Promise<object>[] = [];
    const ask = (name: string) => () => void inner.push(asked(`${http}/echo?${name}`));
    const agent = new Agent({ keepAlive: true });
    const asking = request(`${http}/echo`, { method: "POST", agent }, ask("callback"));
    for (const event of ["socket", "finish", "response", "close"])
      asking.on(event, ask(`request-${event}`));
    asking.write("x", ask("written"));
    asking.end(ask("ended"));
    const closed = once(asking, "close");
    const reply = await answered(asking);
    for (const event of ["data", "end"]) reply.on(event, ask(`reply-${event}`));
    await closed;
    say(await Promise.all(inner));
    agent.destroy();
  },
  "leaves replies unread, and breaks off": async ({ http }, say) => {
    const unread = await answered(get(`${http}/json`));
    unread.resume();
    await once(unread, "end");
    const broken = await answered(get(`${http}/events`));
    broken.destroy();
    await once(broken, "close");
    say(unread.complete);
    const early = request(`${http}/echo`);
    early.destroy();
    say(await rejected(once(early, "response")));
    say(await asked(`${http}/old`));
    say(await asked(`${http}/packed-events`));
  },
  "looks up names, or does not find them": async ({ http }, say) => {
    const named = http.replace("127.0.0.1", "api.example.test");
    const lookup: LookupFunction = (_name, options, done) =>
      options.all === true
        ? done(null, [{ address: "127.0.0.1", family: 4 }])
        : done(null, "127.0.0.1", 4);
    say(await asked(`${named}/json`, { lookup }));
    say(await asked(`${named}/echo`, { lookup, method: "POST", agent: false }, "x"));
    const error = Object.assign(new Error("It is not there."), { code: "ENOTFOUND" });
    const vain: LookupFunction = (_name, _options, done) => done(error, []);
    say(await rejected(asked(`${named}/json?vain`, { lookup: vain, agent: false })));
    say(await rejected(asked("http://127.0.0.1:1/json", { agent: false })));
  },
  "fails with its server": async ({ http }, say) => {
    say(await rejected(answered(get(`${http}/reset`))));
    for (const path of ["middle", "middle-of-chunks"]) {
      const reply = await answered(get(`${http}/${path}`));
      const happened: string[] = [];
      watch(happened, "reply", reply, "aborted error end");
      const closed = new Promise((resolve) => reply.on("close", resolve));
      say(await rejected(reply.toArray()));
      await closed;
      say([happened, reply.complete]);
    }
    const hanging = get(`${http}/hang`, { timeout: 250 });
    await once(hanging, "timeout");
    hanging.destroy(new Error("enough"));
    say(await rejected(once(hanging, "response")));
    const own = new AbortController();
    const asking = get(`${http}/hang-in-body`, { signal: own.signal });
    const reply = await answered(asking);
    reply.once("data", () => own.abort());
    say(await rejected(reply.toArray()));
  },
  "is answered before it has sent everything": async ({ http }, say) => {
    const post = (path: string, headers = {}): ClientRequest =>
      request(`${http}/early/${path}`, { method: "POST", headers }).on("error", () => {});
    const refused = post("refused");
    refused.write("first ");
    const reply = await answered(refused);
    say([reply.statusCode, await read(reply), refused.writableEnded]);
    refused.destroy();
    const unread = post("unread", { Expect: "100-continue", "Content-Length": "9" });
    unread.on("continue", () => say("continue"));
    unread.flushHeaders();
    say(await message(await answered(unread)));
    unread.destroy();
    const reset = post("reset");
    reset.write("first ");
    say(await rejected(once(reset, "response")));
    const left = post("refused?left");
    left.write("left open");
    say((await answered(left)).statusCode);
  },
  "goes on sending while it is answered": async ({ http }, say) => {
    const talk = async (words: readonly string[]): Promise<unknown[]> => {
      const asking = request(`${http}/early/echo`, { method: "POST" });
      asking.flushHeaders();
      const reply = await answered(asking);
      const pieces = reply[Symbol.asyncIterator]();
      const heard: unknown[] = [];
      for (const word of words) {
        asking.write(word);
        heard.push(String((await pieces.next()).value));
      }
      let hasEnded = false;
      const ended = pieces.next().then(() => heard.push(hasEnded));
      await new Promise((resolve) => setTimeout(resolve, 5));
      hasEnded = true;
      asking.end();
      await ended;
      return heard;
    };
    say(await talk(["one", "two", "three"]));
    say(await Promise.all([talk(["left"]), talk(["right"])]));
  },
  "knows both ends of its connection": async ({ http }, say) => {
    for (const agent of [undefined, new Agent({ keepAlive: true })]) {
      const { socket } = await answered(get(`${http}/json`, { agent }));
      const { remoteAddress, remoteFamily, remotePort, localAddress, localPort } = socket;
      say([remoteAddress, remoteFamily, remotePort === Number(new URL(http).port)]);
      say([localAddress, typeof localPort]);
      agent?.destroy();
    }
  },
  "asks for several at once": async ({ http }, say) => {
    const order: unknown[] = [];
    const ask = async (path: string): Promise<void> => {
      const reply = (await asked(`${http}/${path}`)) as { body: string };
      order.push(reply.body);
    };
    await Promise.all([ask("held"), ask("text").then(() => asked(`${http}/open`))]);
    say(order);
  },
} satisfies Situations;
