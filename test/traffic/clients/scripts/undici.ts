import { connect } from "node:net";
import { Readable, Writable } from "node:stream";
import { pipeline as pipe } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import {
  Agent,
  BalancedPool,
  Client,
  EnvHttpProxyAgent,
  EventSource,
  FormData,
  H2CClient,
  MockAgent,
  Pool,
  ProxyAgent,
  RetryAgent,
  buildConnector,
  fetch,
  getGlobalDispatcher,
  interceptors,
  pipeline,
  request,
  setGlobalDispatcher,
  stream,
  type Dispatcher,
} from "undici";
import { digest, failure, kept, keptRaw, read, response } from "../harness/seen.ts";
import type { Situations } from "../harness/situation.ts";

async function seen(reply: Dispatcher.ResponseData): Promise<object> {
  const { statusCode, statusText, headers, body } = reply;
  return {
    statusCode,
    statusText,
    headers: kept(headers),
    body: await read(body),
    trailers: reply.trailers,
  };
}

const rejected = (asked: Promise<unknown>): Promise<unknown> => asked.then(String, failure);

/** undici from npm, in each of its ways. */
export default {
  requests: async ({ http }, say) => {
    say(await seen(await request(`${http}/json`)));
    say(await seen(await request(`${http}/echo`, { query: { a: "1 2", b: "ü" } })));
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const)
      say(await seen(await request(`${http}/echo`, { method, body: `by ${method}` })));
    const head = await request(`${http}/text`, { method: "HEAD" });
    say([head.statusCode, head.headers["content-length"]]);
    say(await (await request(`${http}/json`)).body.json());
    say(digest(await (await request(`${http}/big`)).body.bytes()));
    await (await request(`${http}/text`)).body.dump();
  },
  "sends bodies of every kind": async ({ http }, say) => {
    const form = new FormData();
    form.set("name", "Grüße");
    form.set("file", new File(["content"], "file.txt", { type: "text/plain" }));
    const bodies = [
      "Grüße",
      Buffer.from([0, 255]),
      new Uint8Array([1, 2]),
      Readable.from(["a", "b"]),
      form,
      new Blob(["blob"]).stream(),
    ];
    for (const body of bodies)
      say(await seen(await request(`${http}/echo`, { method: "POST", body: body as Readable })));
    const headers = { "content-encoding": "gzip" };
    const body = gzipSync('{"a":1}');
    say(await seen(await request(`${http}/echo`, { method: "POST", headers, body })));
  },
  "sends headers as they are spelled": async ({ http }, say) => {
    const headers = { "X-OWN": "1", aCCept: "text/plain", "X-List": ["1", "2"] };
    say(await seen(await request(`${http}/echo`, { headers })));
    const list = ["x-Twice", "1", "X-TWICE", "2", "Host", "tenant-a.internal"];
    say(await seen(await request(`${http}/echo`, { headers: list })));
    const pairs = new Map([["X-Map", "1"]]);
    say(await seen(await request(`${http}/echo`, { headers: pairs })));
    const raw = await request(`${http}/spelled`, { responseHeaders: "raw" });
    say(keptRaw(raw.headers as unknown as Buffer[]));
    await raw.body.dump();
    say(await seen(await request(`${http}/spelled`)));
  },
  "sees no header that a replay hides": async ({ http }, say) => {
    for (const path of ["json", "spelled", "gzip", "status/404", "redirect/302"]) {
      const { headers, body } = await request(`${http}/${path}`);
      say({ chance: { ...headers } });
      await body.dump();
    }
  },
  "sends a GET with a body, and unusual methods": async ({ http }, say) => {
    say(await seen(await request(`${http}/echo`, { body: '{"q":"red"}' })));
    say(await seen(await request(`${http}/echo`, { body: '{"q":"blue"}' })));
    const unusual = (method: string) => method as Dispatcher.HttpMethod;
    say(await seen(await request(`${http}/dav`, { method: unusual("PROPFIND"), body: "<x/>" })));
    say(await seen(await request(`${http}/pot`, { method: unusual("BREW") })));
  },
  "streams and pipelines": async ({ http }, say) => {
    const chunks: string[] = [];
    await stream(
      `${http}/events`,
      { method: "GET", opaque: chunks },
      ({ statusCode, headers, opaque }) => {
        say([statusCode, kept(headers)]);
        return new Writable({
          write(chunk, _encoding, done) {
            (opaque as string[]).push(String(chunk));
            done();
          },
        });
      },
    );
    say(chunks.join(""));
    const duplex = pipeline(`${http}/echo`, { method: "POST" }, ({ body }) => body);
    const replied = read(duplex);
    await pipe(Readable.from(["first ", "second"]), duplex);
    say(await replied);
  },
  fetches: async ({ http }, say) => {
    say(await response((await fetch(`${http}/json`)) as unknown as Response));
    const options = { method: "POST", body: "x" };
    say(await response((await fetch(`${http}/redirect/307`, options)) as unknown as Response));
    say(await response((await fetch(`${http}/pages`)) as unknown as Response));
    for (const encoding of ["gzip", "br", "deflate", "zstd", "negotiated"])
      say(await (await fetch(`${http}/${encoding}`)).json());
  },
  "pipelines over one client": async ({ http }, say) => {
    const client = new Client(http, { pipelining: 6 });
    const paths = Array.from({ length: 6 }, (_, index) => `/echo?${index}`);
    const replies = paths.map(async (path) => seen(await client.request({ path, method: "GET" })));
    say(await Promise.all(replies));
    await client.close();
    const pool = new Pool(http, { pipelining: 6, connections: 1 });
    say(
      await Promise.all(
        paths.map(async (path) => seen(await pool.request({ path, method: "GET" }))),
      ),
    );
    await pool.close();
  },
  "speaks HTTP/2 in clear text": async ({ h2c }, say) => {
    const own = new H2CClient(h2c);
    say(await seen(await request(`${h2c}/json`, { dispatcher: own })));
    const posted = { dispatcher: own, method: "POST", body: "x" } as const;
    say(await seen(await request(`${h2c}/echo`, posted)));
    say(await seen(await request(`${h2c}/status/404`, { dispatcher: own })));
    const pooled = new Agent({ useH2c: true } as Agent.Options);
    say(await (await fetch(`${h2c}/echo`, { ...posted, dispatcher: pooled })).json());
    const both = ["/json", "/text"].map((path) => request(h2c + path, { dispatcher: pooled }));
    say(await Promise.all(both.map(async (asked) => seen(await asked))));
    await Promise.all([own.close(), pooled.close()]);
    say("closed");
  },
  "uses dispatchers of every kind": async ({ http, https, h2, unix }, say) => {
    const agent = new Agent({ connections: 1, keepAliveTimeout: 1000 });
    say(await seen(await request(`${http}/echo`, { dispatcher: agent })));
    say(await seen(await agent.request({ origin: http, path: "/json", method: "GET" })));
    await agent.close();
    const secure = new Agent({ connect: { rejectUnauthorized: false }, allowH2: false });
    say(await seen(await request(`${https}/json`, { dispatcher: secure })));
    await secure.close();
    const file = new Client("http://localhost", { socketPath: unix });
    say(await seen(await file.request({ path: "/json", method: "GET" })));
    await file.close();
    const newer = new Agent({ allowH2: true });
    say(await seen(await request(`${h2}/echo`, { dispatcher: newer, method: "POST", body: "x" })));
    const body = new FormData();
    body.set("name", "Grüße");
    say(await (await fetch(`${h2}/echo`, { dispatcher: newer, method: "POST", body })).json());
    await newer.close();
  },
  "balances, dumps and throws": async ({ http }, say) => {
    const pool = new BalancedPool([http]);
    say(await seen(await pool.request({ path: "/json", method: "GET" })));
    await pool.close();
    const base = new Agent();
    const dispatcher = base.compose(interceptors.responseError(), interceptors.dump());
    say(await rejected(request(`${http}/status/404`, { dispatcher })));
    say(await seen(await request(`${http}/json`, { dispatcher })));
    await base.close();
    const client = new Client(http);
    const opaque = { mine: true };
    const reply = await client.request({ path: "/json", method: "GET", opaque });
    say([reply.opaque, await read(reply.body)]);
    const early = rejected(client.request({ path: "/hang", method: "GET" }));
    await client.destroy(new Error("enough"));
    say(await early);
  },
  "listens to events": async ({ http }, say) => {
    const source = new EventSource(`${http}/events`);
    const heard: unknown[] = [];
    await new Promise<void>((resolve) => {
      source.addEventListener("greeting", (event) => heard.push((event as MessageEvent).data));
      source.addEventListener("message", ({ data }) => {
        heard.push(data);
        if (data === "[DONE]") resolve();
      });
    });
    source.close();
    say(heard);
  },
  "connects by hand": async ({ http }, say) => {
    const { hostname, port } = new URL(http);
    const own = new Agent({
      connect: (_options, done) => {
        const socket = connect(Number(port), hostname);
        socket
          .once("connect", () => done(null, socket))
          .once("error", (error) => done(error, null));
      },
    });
    say(await seen(await request("http://api.example.test/echo", { dispatcher: own })));
    await own.close();
    const built = new Pool(http, { connect: buildConnector({ timeout: 5000 }) });
    say(await seen(await built.request({ path: "/json", method: "GET" })));
    await built.close();
  },
  "leaves what a MockAgent answers to it": async ({ http }, say) => {
    const dispatcher = new MockAgent();
    dispatcher.get(http).intercept({ path: "/mocked" }).reply(200, "mocked");
    say(await seen(await request(`${http}/mocked`, { dispatcher })));
    dispatcher.enableNetConnect();
    say(await seen(await request(`${http}/json`, { dispatcher })));
    await dispatcher.close();
  },
  "goes through a proxy": async ({ http, https, proxy }, say) => {
    for (const proxyTunnel of [true, false]) {
      const dispatcher = new ProxyAgent({ uri: proxy, proxyTunnel });
      say(await seen(await request(`${http}/echo`, { dispatcher, method: "POST", body: "x" })));
      say(await response((await fetch(`${http}/json`, { dispatcher })) as unknown as Response));
      await dispatcher.close();
    }
    const environment = { httpProxy: proxy, httpsProxy: proxy, noProxy: "" };
    for (const dispatcher of [new ProxyAgent(proxy), new EnvHttpProxyAgent(environment)]) {
      say(await seen(await request(`${https}/json`, { dispatcher })));
      await dispatcher.close();
    }
  },
  "is what the global fetch goes by": async ({ http, proxy }, say) => {
    const given = new Agent();
    const init = { dispatcher: given } as unknown as RequestInit;
    // Node's own fetch may be too old for it.
    say(await globalThis.fetch(`${http}/json?given`, init).then(response, failure));
    await given.close();
    const before = getGlobalDispatcher();
    const dispatcher = new ProxyAgent(proxy);
    setGlobalDispatcher(dispatcher);
    try {
      say(await response(await globalThis.fetch(`${http}/json`)));
      say(await seen(await request(`${http}/json?request`)));
    } finally {
      setGlobalDispatcher(before);
      await dispatcher.close();
    }
  },
  "caches and looks up names by interceptors": async ({ http }, say) => {
    const base = new Agent();
    const dispatcher = base.compose(interceptors.cache(), interceptors.dns());
    const named = http.replace("127.0.0.1", "localhost");
    for (let count = 0; count < 2; count++)
      say(await seen(await request(`${named}/unchanged`, { dispatcher })));
    await base.close();
  },
  "retries and redirects by interceptors": async ({ http }, say) => {
    const { retry, redirect, decompress } = interceptors;
    const base = new Agent();
    const dispatcher = base.compose(
      redirect({ maxRedirections: 3 }),
      retry({ minTimeout: 1, timeoutFactor: 1 }),
      decompress(),
    );
    say(await seen(await request(`${http}/busy`, { dispatcher })));
    say(await seen(await request(`${http}/redirect/302?to=/redirect/307`, { dispatcher })));
    say(await seen(await request(`${http}/gzip`, { dispatcher })));
    await base.close();
    const again = new RetryAgent(new Agent(), { minTimeout: 1 });
    say(await seen(await again.request({ origin: http, path: "/shaky", method: "GET" })));
    await again.close();
  },
  "dispatches by hand": async ({ http }, say) => {
    const client = new Client(http);
    const happened: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      client.dispatch(
        { path: "/trailers", method: "GET" },
        {
          onRequestStart: () => happened.push("start"),
          onResponseStart: (_controller, statusCode, headers, text) =>
            happened.push([statusCode, kept(headers), text]),
          onResponseData: (_controller, chunk) => happened.push(String(chunk)),
          onResponseEnd: (_controller, trailers) => {
            happened.push(trailers);
            resolve();
          },
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });
    say(happened);
    await client.close();
  },
  "hears early hints": async ({ http }, say) => {
    const hints: unknown[] = [];
    const onInfo = (info: { statusCode: number; headers: object }) =>
      hints.push([info.statusCode, kept(info.headers)]);
    say(await seen(await request(`${http}/hints`, { onInfo })));
    say(hints);
  },
  "fails with its server": async ({ http }, say) => {
    for (const path of ["reset", "middle", "middle-of-chunks"])
      say(await rejected(request(`${http}/${path}`).then(seen)));
    say(await rejected(request(`${http}/hang`, { headersTimeout: 250 })));
    const own = new AbortController();
    const { body } = await request(`${http}/hang-in-body`, { signal: own.signal });
    body.once("data", () => own.abort());
    say(await rejected(body.toArray()));
    say(await rejected(request(`${http}/text`, { signal: AbortSignal.abort() })));
  },
  "is answered before it has sent everything": async ({ http }, say) => {
    const ask = (path: string, body: AsyncIterable<string>): Promise<Dispatcher.ResponseData> =>
      request(`${http}/early/${path}`, { method: "POST", body: Readable.from(body) });
    const held = Promise.withResolvers<void>();
    const more = async function* more() {
      yield "first ";
      await held.promise;
      yield "second";
    };
    for (const path of ["refused", "unread"]) {
      const reply = await ask(path, more());
      say([reply.statusCode, await reply.body.text()]);
    }
    say(await rejected(ask("reset", more())));
    let next = Promise.withResolvers<string | undefined>();
    const words = async function* words() {
      for (let word = await next.promise; word !== undefined; word = await next.promise) {
        next = Promise.withResolvers();
        yield word;
      }
    };
    next.resolve("zero");
    const reply = await ask("echo", words());
    const pieces = reply.body[Symbol.asyncIterator]();
    say(String((await pieces.next()).value));
    for (const word of ["one", "two"]) {
      next.resolve(word);
      say(String((await pieces.next()).value));
    }
    next.resolve(undefined);
    say((await pieces.next()).done);
  },
  "asks for several at once": async ({ http }, say) => {
    const order: string[] = [];
    const ask = async (path: string): Promise<void> => {
      order.push(await (await request(`${http}/${path}`)).body.text());
    };
    await Promise.all([ask("held"), ask("text").then(() => request(`${http}/open`))]);
    say(order);
  },
} satisfies Situations;
