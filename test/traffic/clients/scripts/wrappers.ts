import ky, { HTTPError } from "ky";
import needle, { type NeedleResponse } from "needle";
import { Agent } from "node:http";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import nodeFetch, { FormData as NodeFormData, type Response as NodeResponse } from "node-fetch";
import { digest, failure, kept, read, response } from "../harness/seen.ts";
import type { Situations } from "../harness/situation.ts";

const rejected = (asked: Promise<unknown>): Promise<unknown> => asked.then(String, failure);

async function fetched(reply: NodeResponse): Promise<object> {
  const { status, statusText, url, redirected, headers } = reply;
  const body = await reply.text();
  return {
    status,
    statusText,
    url,
    redirected,
    headers: kept(headers),
    raw: headers.raw()["link"],
    body,
  };
}

function needled({ statusCode, statusMessage, headers, body, bytes }: NeedleResponse): object {
  const text = Buffer.isBuffer(body) ? body.toString("latin1") : (body as unknown);
  return { statusCode, statusMessage, headers: kept(headers), body: text, bytes };
}

/** Libraries around `fetch` and `node:http`. */
export default {
  "ky: gets, posts and pages": async ({ http }, say) => {
    const api = ky.create({ prefix: http, retry: { delay: () => 1 } });
    say(await response(await api.get("json", { searchParams: { a: 1 } })));
    say(await api.post("echo", { json: { a: "Grüße" } }).json());
    say(await api.put("echo", { body: new URLSearchParams({ a: "1" }) }).json());
    say(await response(await api.get("pages")));
    say(await api.get("busy").text());
    say(await api.get("shaky").text());
    const error = await api.get("status/404").catch((error: unknown) => error);
    say([failure(error), error instanceof HTTPError && error.response.status]);
  },
  "ky: tells of its progress, and hooks": async ({ http }, say) => {
    const told: unknown[] = [];
    const reply = await ky.get(`${http}/text`, {
      onDownloadProgress: ({ percent, totalBytes }) => told.push([percent, totalBytes]),
      hooks: {
        beforeRequest: [({ request }) => request.headers.set("X-Hooked", "1")],
        afterResponse: [({ response }) => void told.push(response.status)],
      },
    });
    say(await reply.text());
    say(told);
    say(await rejected(ky.get(`${http}/hang`, { timeout: 250, retry: 0 }).text()));
  },
  "node-fetch: gets and posts": async ({ http, https }, say) => {
    say(await fetched(await nodeFetch(`${http}/json`)));
    const form = new NodeFormData();
    form.set("name", "Grüße");
    for (const body of ["text", new URLSearchParams({ a: "1" }), Readable.from(["a", "b"]), form])
      say(await fetched(await nodeFetch(`${http}/echo`, { method: "POST", body })));
    say(await fetched(await nodeFetch(`${http}/redirect/302?to=/text`)));
    say(await fetched(await nodeFetch(`${http}/redirect/302`, { redirect: "manual" })));
    say(await fetched(await nodeFetch(`${http}/spelled`)));
    say(await fetched(await nodeFetch(`${http}/status-text`)));
    for (const encoding of ["gzip", "br", "deflate", "negotiated"])
      say(await fetched(await nodeFetch(`${http}/${encoding}`)));
    say(await read((await nodeFetch(`${http}/events`)).body));
    say(digest(Buffer.from(await (await nodeFetch(`${http}/big`)).arrayBuffer())));
    const agent = new Agent({ keepAlive: true });
    say(await fetched(await nodeFetch(`${http}/json`, { agent })));
    agent.destroy();
    say(await fetched(await nodeFetch(`${https}/json`)));
  },
  "node-fetch: fails with its server": async ({ http }, say) => {
    say(await rejected(nodeFetch(`${http}/reset`)));
    for (const path of ["middle", "middle-of-chunks"])
      say(await rejected(nodeFetch(`${http}/${path}`).then((reply) => reply.text())));
    const signal = AbortSignal.timeout(250) as never;
    say(await rejected(nodeFetch(`${http}/hang`, { signal })));
  },
  "needle: gets and posts": async ({ http, https, proxy }, say) => {
    say(needled(await needle("get", `${http}/json`)));
    say(needled(await needle("post", `${http}/echo`, { a: "Grüße" }, { json: true })));
    say(needled(await needle("post", `${http}/echo`, { a: "1", b: "2" })));
    const file = { buffer: Buffer.from("content"), filename: "f.txt", content_type: "text/plain" };
    say(needled(await needle("post", `${http}/echo`, { file }, { multipart: true })));
    say(needled(await needle("get", `${http}/redirect/302?to=/text`, { follow_max: 3 })));
    say(needled(await needle("get", `${http}/gzip`, { compressed: true })));
    say(needled(await needle("get", `${http}/bytes`)));
    say(needled(await needle("get", `${https}/json`)));
    say(needled(await needle("get", `${http}/echo?proxy`, { proxy })));
    say(await read(needle.get(`${http}/lines`, {})));
    say(await rejected(needle("get", `${http}/reset`)));
    const headers = { "Content-Encoding": "gzip", Host: "tenant-a.internal" };
    say(needled(await needle("post", `${http}/echo`, gzipSync("packed"), { headers })));
    const { raw } = await needle("get", `${http}/spelled`);
    say(raw.toString());
  },
} satisfies Situations;
