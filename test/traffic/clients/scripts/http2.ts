import { once } from "node:events";
import { connect, constants, type ClientHttp2Session, type OutgoingHttpHeaders } from "node:http2";
import { digest, failure, kept, read } from "../harness/seen.ts";
import type { Situations } from "../harness/situation.ts";

async function asked(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: string | Buffer,
): Promise<object> {
  const stream = session.request(headers, { endStream: body === undefined });
  let trailers: unknown;
  stream.on("trailers", (fields: object) => (trailers = { ...fields }));
  if (body !== undefined) stream.end(body);
  const [fields] = (await once(stream, "response")) as [object];
  const status = (fields as Record<string, unknown>)[constants.HTTP2_HEADER_STATUS];
  return { status, headers: kept(fields), body: await read(stream), trailers };
}

/** `node:http2`, by itself. */
export default {
  "gets and posts over TLS": async ({ h2 }, say) => {
    const session = connect(h2);
    say(await asked(session, { ":path": "/json" }));
    say(await asked(session, { ":path": "/echo", ":method": "POST", "x-own": "1" }, "Grüße"));
    say(await asked(session, { ":path": "/echo", ":method": "PUT" }, Buffer.from([0, 255])));
    say(await asked(session, { ":path": "/text", ":method": "HEAD" }));
    say(await asked(session, { ":path": "/status/404" }));
    say(await asked(session, { ":path": "/pages" }));
    say(await asked(session, { ":path": "/trailers" }));
    say(await asked(session, { ":path": "/gzip", "accept-encoding": "gzip" }));
    session.close();
    await once(session, "close");
    say("closed");
  },
  "gets and posts in clear text": async ({ h2c }, say) => {
    const session = connect(h2c);
    say(await asked(session, { ":path": "/json" }));
    say(await asked(session, { ":path": "/echo", ":method": "POST" }, "x"));
    session.close();
  },
  "sees no header that a replay hides": async ({ h2 }, say) => {
    const session = connect(h2);
    for (const path of ["/json", "/gzip", "/status/404"]) {
      const stream = session.request({ ":path": path });
      const [fields] = (await once(stream, "response")) as [object];
      say({ chance: { ...fields } });
      stream.resume();
    }
    session.close();
  },
  "emits in order, and sends trailers": async ({ h2 }, say) => {
    const session = connect(h2);
    await once(session, "connect");
    say([session.encrypted, session.alpnProtocol, session.closed]);
    const happened: string[] = [];
    const stream = session.request(
      { ":path": "/echo", ":method": "POST" },
      { waitForTrailers: true },
    );
    stream.on("wantTrailers", () => stream.sendTrailers({ "x-sum": "7" }));
    for (const event of ["response", "data", "end", "finish"])
      stream.on(event, () => happened.push(event));
    stream.write("first ", () => happened.push("written"));
    stream.end("second");
    await once(stream, "close");
    say(happened);
    const own = new AbortController();
    const broken = session.request({ ":path": "/hang-in-body" }, { signal: own.signal });
    broken.once("data", () => own.abort());
    say(await read(broken).then(String, failure));
    const closed = session.request({ ":path": "/events" });
    await once(closed, "response");
    closed.close(constants.NGHTTP2_CANCEL);
    await once(closed, "close");
    say(closed.rstCode);
    session.close();
  },
  "is answered before it has sent everything": async ({ h2 }, say) => {
    const session = connect(h2);
    const post = (path: string) =>
      session.request({ ":path": `/early/${path}`, ":method": "POST" });
    const refused = post("refused");
    refused.write("first ");
    const [fields] = (await once(refused, "response")) as [Record<string, unknown>];
    say([fields[":status"], await read(refused)]);
    refused.close();
    const talking = post("echo");
    await once(talking, "response");
    const pieces = talking[Symbol.asyncIterator]();
    for (const word of ["one", "two"]) {
      talking.write(word);
      say(String((await pieces.next()).value));
    }
    talking.end();
    say((await pieces.next()).done);
    session.close();
  },
  "asks for several at once": async ({ h2 }, say) => {
    const session = connect(h2);
    const order: string[] = [];
    const ask = async (path: string): Promise<void> => {
      await asked(session, { ":path": path });
      order.push(path);
    };
    await Promise.all([
      ask("/held"),
      ask("/text").then(() => asked(session, { ":path": "/open" })),
    ]);
    say(order);
    const paths = Array.from({ length: 5 }, (_, index) => `/echo?${index}`);
    say(await Promise.all(paths.map((path) => asked(session, { ":path": path }))));
    session.close();
  },
  "reads much, and streams": async ({ h2 }, say) => {
    const session = connect(h2);
    const big = (await asked(session, { ":path": "/big" })) as { body: string };
    say(digest(big.body));
    say(await asked(session, { ":path": "/events" }));
    session.close();
  },
  "fails with its server": async ({ h2 }, say) => {
    const session = connect(h2);
    session.on("error", () => {});
    say(await asked(session, { ":path": "/reset" }).then(String, failure));
    session.destroy();
  },
} satisfies Situations;
