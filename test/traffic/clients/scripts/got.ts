import got, { type Response } from "got";
import { digest, failure, kept, keptRaw, read } from "../harness/seen.ts";
import type { Situations } from "../harness/situation.ts";

function seen(reply: Response<unknown>): object {
  const { statusCode, statusMessage, url, redirectUrls, headers, rawHeaders, body } = reply;
  const followed = redirectUrls.map(String);
  return {
    statusCode,
    statusMessage,
    url,
    followed,
    headers: kept(headers),
    raw: keptRaw(rawHeaders),
    body,
  };
}

/** got, as it comes. */
export default {
  "gets JSON": async ({ http }, say) => {
    say(seen(await got(`${http}/json`)));
    say(await got(`${http}/json?again`).json());
  },
  "posts JSON, a form, a string, bytes and a stream": async ({ http }, say) => {
    say(await got.post(`${http}/echo`, { json: { b: 1, a: "Grüße" } }).json());
    say(await got.post(`${http}/echo`, { form: { a: "1 2", b: "ü" } }).json());
    say(await got.post(`${http}/echo`, { body: "text" }).json());
    say(await got.put(`${http}/echo`, { body: Buffer.from([0, 255, 10]) }).json());
    say(
      await got
        .post(`${http}/echo`, {
          body: (async function* () {
            yield "a";
            yield "b";
          })(),
        })
        .json(),
    );
  },
  "posts a FormData": async ({ http }, say) => {
    const body = new FormData();
    body.set("name", "Grüße");
    body.set("file", new Blob(["content"], { type: "text/plain" }), "file.txt");
    say(
      await got
        .post(`${http}/echo`, { body })
        .text()
        .then((text) => text.includes("multipart")),
    );
  },
  "undoes compressions": async ({ http }, say) => {
    for (const encoding of ["gzip", "br", "deflate", "zstd", "negotiated"])
      say(await got(`${http}/${encoding}`).json());
    const raw = await got(`${http}/gzip?raw`, { decompress: false, responseType: "buffer" });
    say(digest(raw.body));
  },
  "goes through pages by Link": async ({ http }, say) => {
    say(await got.paginate.all(`${http}/pages`));
  },
  "follows redirects": async ({ http }, say) => {
    for (const status of [301, 302, 303, 307, 308])
      say(seen(await got.post(`${http}/redirect/${status}`, { json: { status } })));
    say(seen(await got(`${http}/redirect/302?to=/text`, { followRedirect: false })));
  },
  "waits as it is told to": async ({ http }, say) => {
    say(seen(await got(`${http}/busy`)));
    say(await got(`${http}/shaky`, { retry: { backoffLimit: 0 } }).text());
  },
  "throws for a status": async ({ http }, say) => {
    const error = await got(`${http}/status/404`).catch((error: unknown) => error);
    say([failure(error), (error as { response: Response }).response.body]);
    say(seen(await got(`${http}/status/500`, { throwHttpErrors: false, retry: { limit: 0 } })));
  },
  "fails with its server": async ({ http }, say) => {
    const retry = { limit: 0 };
    for (const path of ["reset", "middle", "middle-of-chunks"])
      say(failure(await got(`${http}/${path}`, { retry }).catch((error: unknown) => error)));
    const timeout = { response: 250 };
    say(failure(await got(`${http}/hang`, { retry, timeout }).catch((error: unknown) => error)));
  },
  "streams up and down": async ({ http }, say) => {
    say(await read(got.stream(`${http}/events`)));
    const stream = got.stream.post(`${http}/echo`);
    const happened: string[] = [];
    for (const event of ["request", "response", "end", "close"])
      stream.on(event, () => happened.push(event));
    stream.end("streamed");
    say(await read(stream));
    say(happened);
    say(digest(await got(`${http}/big`).buffer()));
  },
  "keeps its deadlines, and tells how long it took": async ({ http, https }, say) => {
    const connecting = { lookup: 5000, connect: 5000, secureConnect: 5000, socket: 5000 };
    const timeout = { ...connecting, send: 5000, response: 5000, request: 5000 };
    for (const url of [http, https]) {
      const { body, timings } = await got.post(`${url}/echo`, { timeout, json: { a: 1 } });
      say([body, Object.keys(timings ?? {}).sort(), typeof timings?.phases.total]);
    }
  },
  "tells of its progress": async ({ http }, say) => {
    const progress: unknown[] = [];
    const request = got.post(`${http}/echo`, { body: "0123456789" });
    void request.on("uploadProgress", (event) => progress.push(event));
    say(await request.text());
    say(progress);
  },
  "sends a GET with a body": async ({ http }, say) => {
    say(await got(`${http}/echo`, { json: { q: "red" }, allowGetBody: true }).json());
  },
  "sends a Host of its own": async ({ http }, say) => {
    say(await got(`${http}/echo`, { headers: { Host: "tenant-a.internal" } }).json());
  },
  "asks over TLS, a socket file and HTTP/2": async ({ https, h2, unix }, say) => {
    say(seen(await got(`${https}/json`)));
    say(await got(`unix:${unix}:/json`, { enableUnixSockets: true }).json());
    say(seen(await got(`${h2}/json`, { http2: true })));
    say(await got.post(`${h2}/echo`, { http2: true, json: { a: 1 } }).json());
  },
} satisfies Situations;
