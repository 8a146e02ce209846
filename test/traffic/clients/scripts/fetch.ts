import { createHash } from "node:crypto";
import { digest, failure, read, response } from "../harness/seen.ts";
import type { Situations } from "../harness/situation.ts";

const rejected = (asked: Promise<unknown>): Promise<unknown> => asked.then(String, failure);

/** The global `fetch`. */
export default {
  "asks by string, URL and Request": async ({ http }, say) => {
    say(await response(await fetch(`${http}/json`)));
    say(await response(await fetch(new URL(`${http}/json?url#fragment`))));
    const headers = { "X-Own": "1", Accept: "application/json" };
    say(await response(await fetch(new Request(`${http}/json?request`, { headers }))));
    say(
      await response(await fetch(new Request(`${http}/json?both`), { headers, cache: "no-store" })),
    );
  },
  "sends bodies of every kind": async ({ http }, say) => {
    const form = new FormData();
    form.set("name", "Grüße");
    form.set("file", new File(["content"], "file.txt", { type: "text/plain" }));
    const stream = new Blob(["streamed"]).stream();
    const bodies: NonNullable<RequestInit["body"]>[] = [
      "Grüße",
      new TextEncoder().encode("bytes"),
      new TextEncoder().encode("buffer").buffer,
      new Blob(["blob"], { type: "text/csv" }),
      new URLSearchParams({ a: "1 2", b: "ü" }),
      form,
      stream,
    ];
    for (const body of bodies) {
      const init = { method: "POST", body, duplex: "half" } as const;
      say(await response(await fetch(`${http}/echo`, init)));
    }
    for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS"])
      say(
        await response(await fetch(`${http}/echo`, { method, body: JSON.stringify({ method }) })),
      );
    const request = new Request(`${http}/echo`, { method: "POST", body: "of a request" });
    say(await response(await fetch(request.clone())));
    say(await response(await fetch(request)));
  },
  "reads a body in every way": async ({ http }, say) => {
    say(await (await fetch(`${http}/text`)).text());
    say((await (await fetch(`${http}/bytes`)).arrayBuffer()).byteLength);
    say((await (await fetch(`${http}/bytes`)).blob()).type);
    say(await (await fetch(`${http}/latin1`)).text());
    const teed = await fetch(`${http}/json`);
    say([await teed.clone().json(), await teed.text(), teed.bodyUsed]);
    say(await read((await fetch(`${http}/events`)).body));
    say(await read((await fetch(`${http}/packed-events`)).body));
    say(await read((await fetch(`${http}/lines`)).body));
    say(await (await fetch(`${http}/marked`)).json());
    say(await response(await fetch(`${http}/old`)));
    say(digest(await (await fetch(`${http}/big`)).bytes()));
    say(await rejected((await fetch(`${http}/text`)).json()));
  },
  "reads into a buffer of its own": async ({ http }, say) => {
    const reader = (await fetch(`${http}/bytes`)).body?.getReader({ mode: "byob" });
    const { value, done } = (await reader?.read(new Uint8Array(4))) ?? {};
    say([[...(value ?? [])], done]);
    await reader?.cancel();
  },
  "gives a Response like any other": async ({ http }, say) => {
    const reply = await fetch(`${http}/text`);
    say([reply instanceof Response, reply.headers instanceof Headers, String(reply)]);
    say(await rejected(Promise.resolve().then(() => reply.headers.set("a", "b"))));
    const [copy, events] = [reply.clone(), await fetch(`${http}/events`)];
    say([(await copy.blob()).size, (await reply.bytes()).length]);
    say(await rejected(reply.text()));
    let decoded = "";
    for await (const text of events.body?.pipeThrough(new TextDecoderStream() as never) ?? [])
      decoded += String(text);
    say(decoded);
  },
  "undoes compressions": async ({ http }, say) => {
    for (const encoding of ["gzip", "br", "deflate", "zstd", "negotiated"])
      say(await response(await fetch(`${http}/${encoding}`)));
    const packed = await fetch(`${http}/zstd?identity`, {
      headers: { "accept-encoding": "identity" },
    });
    say(await packed.json());
  },
  "sends a packed body": async ({ http }, say) => {
    const body = new Blob(["pack me, ".repeat(20)])
      .stream()
      .pipeThrough(new CompressionStream("gzip"));
    const headers = { "content-encoding": "gzip" };
    say(
      await response(
        await fetch(`${http}/echo`, { method: "POST", body, headers, duplex: "half" }),
      ),
    );
  },
  "follows redirects, or does not": async ({ http }, say) => {
    for (const status of [301, 302, 303, 307, 308])
      say(await response(await fetch(`${http}/redirect/${status}`, { method: "POST", body: "x" })));
    say(await response(await fetch(`${http}/redirect/302?to=/redirect/307`)));
    say(await response(await fetch(`${http}/redirect/302?to=/text`, { redirect: "manual" })));
    say(await rejected(fetch(`${http}/redirect/302`, { redirect: "error" })));
  },
  "goes by the headers of replies": async ({ http }, say) => {
    let next: string | undefined = `${http}/pages`;
    while (next !== undefined) {
      const page: Response = await fetch(next);
      say([await page.json(), page.headers.get("x-total-count")]);
      next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
    }
    const made = await fetch(`${http}/items`, { method: "POST" });
    say(await (await fetch(new URL(made.headers.get("location") ?? "/none", http))).json());
    const started = await fetch(`${http}/work`, { method: "POST" });
    const operation = started.headers.get("operation-location") ?? "";
    let status: unknown;
    while (status !== "succeeded") {
      ({ status } = (await (await fetch(operation)).json()) as { status: unknown });
      say(status);
    }
    const first = await fetch(`${http}/unchanged`);
    const headers = { "if-none-match": first.headers.get("etag") ?? "" };
    say([await response(first), await response(await fetch(`${http}/unchanged`, { headers }))]);
    say(await response(await fetch(`${http}/bytes`)));
    say(await response(await fetch(`${http}/range`, { headers: { range: "bytes=2-5" } })));
    say(await response(await fetch(`${http}/spelled`)));
  },
  "sees no header that a replay hides": async ({ http }, say) => {
    for (const path of ["json", "spelled", "gzip", "status/404", "redirect/302?to=/text"]) {
      const { headers } = await fetch(`${http}/${path}`, { redirect: "manual" });
      say({ chance: [...headers] });
    }
  },
  "sees status, text and nothing": async ({ http }, say) => {
    for (const path of [
      "status/404",
      "status/500",
      "status/503",
      "status-text",
      "nothing",
      "hints",
    ])
      say(await response(await fetch(`${http}/${path}`)));
    const head = await fetch(`${http}/text`, { method: "HEAD" });
    say([head.status, head.headers.get("content-length"), head.body]);
    say(await (await fetch(`${http}/trailers`)).text());
    say((await fetch(`${http}/cookies`)).status);
  },
  "uses unusual methods": async ({ http }, say) => {
    say(await response(await fetch(`${http}/dav`, { method: "PROPFIND", body: "<propfind/>" })));
    say(await response(await fetch(`${http}/echo`, { method: "REPORT" })));
    say(await response(await fetch(`${http}/pot`, { method: "BREW" })));
  },
  "refuses what it may not send": async ({ http }, say) => {
    const withBody: RequestInit = { body: "x" };
    say(await rejected(fetch(`${http}/echo`, withBody)));
    say(await rejected(fetch(`${http}/echo`, { method: "CONNECT" })));
    say(await rejected(fetch(`${http}/echo`, { headers: { "bad name": "x" } })));
    say(await rejected(fetch("http://user:word@127.0.0.1/")));
    say(await (await fetch(`${http}/text`)).text());
  },
  "fails with its server": async ({ http }, say) => {
    say(await rejected(fetch(`${http}/reset`)));
    for (const path of ["middle", "middle-of-chunks"])
      say(await rejected((await fetch(`${http}/${path}`)).text()));
  },
  "aborts before, while waiting and in the body": async ({ http }, say) => {
    say(await rejected(fetch(`${http}/text`, { signal: AbortSignal.abort() })));
    say(await rejected(fetch(`${http}/hang`, { signal: AbortSignal.timeout(250) })));
    const own = new AbortController();
    const reply = await fetch(`${http}/hang-in-body`, { signal: own.signal });
    const reader = reply.body?.getReader();
    say(Buffer.from((await reader?.read())?.value ?? []).toString());
    const read = reader?.read() ?? Promise.resolve();
    own.abort(new Error("enough"));
    say(await rejected(read));
    await (await fetch(`${http}/big`)).body?.cancel();
  },
  "asks for several at once": async ({ http }, say) => {
    const order: string[] = [];
    const ask = async (path: string): Promise<void> => {
      order.push(await (await fetch(`${http}/${path}`)).text());
    };
    await Promise.all([ask("held"), ask("text").then(() => fetch(`${http}/open`))]);
    say(order);
    const paths = Array.from({ length: 8 }, (_, index) => `${http}/echo?${index}`);
    say(await Promise.all(paths.map(async (path) => (await fetch(path)).text())));
  },
  "asks the same several times at once": async ({ http }, say) => {
    const bodies = Array.from({ length: 6 }, (_, index) =>
      index % 2 === 0 ? "same" : new Blob(["same"], { type: "text/plain;charset=UTF-8" }),
    );
    const turns = bodies.map(async (body) => {
      const reply = await fetch(`${http}/turn`, { method: "POST", body });
      return reply.text();
    });
    const chance = await Promise.all(turns);
    say({ chance });
    say(chance.toSorted());
  },
  "does not need the network for all": async ({ http }, say) => {
    say(await (await fetch("data:text/plain,Hello")).text());
    const url = URL.createObjectURL(new Blob(["blob"]));
    say(await (await fetch(url)).text());
    URL.revokeObjectURL(url);
    const integrity = `sha256-${createHash("sha256").update("Grüße\n").digest("base64")}`;
    say(await (await fetch(`${http}/text`, { integrity })).text());
    say(await rejected(fetch(`${http}/json`, { integrity })));
    const referrer = "http://127.0.0.1/page";
    say(await response(await fetch(`${http}/echo`, { referrer, keepalive: true })));
    say(await rejected(fetch("http://127.0.0.1:1/")));
  },
  "sends headers of every kind": async ({ http }, say) => {
    const own = new Headers([
      ["X-Twice", "1"],
      ["x-twice", "2"],
    ]);
    say(await response(await fetch(`${http}/echo`, { headers: own })));
    const headers = { "User-Agent": "own", "Accept-Encoding": "gzip", Accept: "text/plain" };
    say(await response(await fetch(`${http}/negotiated`, { headers })));
    const range = { Range: "bytes=0-1", Authorization: "Basic bm9ib2R5Og==", Cookie: "a=1" };
    say(await response(await fetch(`${http}/range`, { headers: range })));
    const method = "patch";
    say(await response(await fetch(`${http}/echo`, { method, body: "lower case" })));
  },
  "leaves bodies unread": async ({ http }, say) => {
    say((await fetch(`${http}/text`)).status);
    await (await fetch(`${http}/events`)).body?.cancel();
    const [first, second] = (await fetch(`${http}/text`)).body?.tee() ?? [];
    say([await new Response(first).text(), await new Response(second).text()]);
  },
  "is answered before it has sent everything": async ({ http }, say) => {
    const ask = (path: string, body: AsyncIterable<Uint8Array>): Promise<Response> =>
      fetch(`${http}/early/${path}`, {
        method: "POST",
        duplex: "half",
        body: ReadableStream.from(body),
      });
    const held = Promise.withResolvers<void>();
    const more = async function* more() {
      yield Buffer.from("first ");
      await held.promise;
      yield Buffer.from("second");
    };
    for (const path of ["refused", "unread"]) {
      const reply = await ask(path, more());
      say([reply.status, await reply.text()]);
    }
    say(await rejected(ask("reset", more())));
    let next = Promise.withResolvers<string | undefined>();
    const words = async function* words() {
      for (let word = await next.promise; word !== undefined; word = await next.promise) {
        next = Promise.withResolvers();
        yield Buffer.from(word);
      }
    };
    next.resolve("zero");
    const reply = await ask("echo", words());
    const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
    say(Buffer.from((await reader.read()).value as Uint8Array).toString());
    for (const word of ["one", "two"]) {
      next.resolve(word);
      say(Buffer.from((await reader.read()).value as Uint8Array).toString());
    }
    next.resolve(undefined);
    say((await reader.read()).done);
  },
  "asks over TLS": async ({ https, h2 }, say) => {
    say(await response(await fetch(`${https}/json`)));
    say(await response(await fetch(`${h2}/echo`, { method: "POST", body: "x" })));
  },
} satisfies Situations;
