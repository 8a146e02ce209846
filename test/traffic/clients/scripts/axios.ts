import axios, { AxiosError, create, type AxiosResponse } from "axios";
import node, { Agent } from "node:http";
import type { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { digest, failure, kept, read } from "../harness/seen.ts";
import type { Situations } from "../harness/situation.ts";

function seen({ status, statusText, headers, data }: AxiosResponse<unknown>): object {
  return { status, statusText, headers: kept(headers), data };
}

const rejected = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(String, (error: unknown) => {
    const reply = error instanceof AxiosError ? error.response : undefined;
    return { ...failure(error), reply: reply && seen(reply) };
  });

/** axios, as it comes: over `node:http`. */
export default {
  "gets and posts": async ({ http }, say) => {
    say(seen(await axios.get(`${http}/json`, { params: { a: [1, 2], b: "ü" } })));
    say(seen(await axios.post(`${http}/echo`, { b: 1, a: "Grüße" })));
    say(seen(await axios.put(`${http}/echo`, "text", { headers: { "X-Own": "1" } })));
    say(seen(await axios.patch(`${http}/echo`, new URLSearchParams({ a: "1" }))));
    say(seen(await axios.delete(`${http}/echo`)));
    say(seen(await axios.options(`${http}/echo`)));
    say((await axios.head(`${http}/text`)).headers["content-length"]);
    say(seen(await axios.postForm(`${http}/echo`, { a: "1", file: Buffer.from("content") })));
  },
  "sends a GET with a body": async ({ http }, say) => {
    say(seen(await axios.get(`${http}/echo`, { data: { q: "red" } })));
    say(seen(await axios.get(`${http}/echo`, { data: { q: "blue" } })));
  },
  "sends a packed body": async ({ http }, say) => {
    const headers = { "Content-Encoding": "gzip", "Content-Type": "application/json" };
    say(seen(await axios.post(`${http}/echo`, gzipSync('{"a":1}'), { headers })));
  },
  "sends a Host of its own": async ({ http }, say) => {
    say(seen(await axios.get(`${http}/echo`, { headers: { Host: "tenant-a.internal" } })));
  },
  "undoes compressions": async ({ http }, say) => {
    for (const encoding of ["gzip", "br", "deflate", "zstd", "negotiated"])
      say((await axios.get(`${http}/${encoding}`)).data);
    const raw = { decompress: false, responseType: "arraybuffer" } as const;
    say(digest((await axios.get<Buffer>(`${http}/gzip?raw`, raw)).data));
  },
  "goes by the headers of replies": async ({ http }, say) => {
    let next: string | undefined = `${http}/pages`;
    while (next !== undefined) {
      const page: AxiosResponse<unknown> = await axios.get(next);
      say(seen(page));
      next = /<([^>]+)>; rel="next"/.exec(String(page.headers["link"]))?.[1];
    }
    say(seen(await axios.post(`${http}/items`)));
    say(seen(await axios.get(`${http}/spelled`)));
    say(seen(await axios.get(`${http}/status-text`)));
  },
  "follows redirects": async ({ http }, say) => {
    for (const status of [301, 302, 303, 307, 308]) {
      const reply = await axios.post(`${http}/redirect/${status}`, { status });
      say([seen(reply), (reply.request as { res: { responseUrl: string } }).res.responseUrl]);
    }
    say(await rejected(axios.get(`${http}/redirect/302?to=/text`, { maxRedirects: 0 })));
  },
  "goes by its hooks": async ({ http }, say) => {
    const hooked: unknown[] = [];
    const beforeRedirect = (
      _options: object,
      reply: { headers: object; statusCode: number },
    ): void => void hooked.push([reply.statusCode, kept(reply.headers)]);
    say(seen(await axios.get(`${http}/redirect/302?to=/text`, { beforeRedirect })));
    const api = create({ baseURL: http, transport: node });
    api.interceptors.request.use((config) => {
      config.headers.set("X-Hooked", "1");
      return config;
    });
    api.interceptors.response.use((reply) => {
      hooked.push(kept(reply.headers));
      return reply;
    });
    const onUploadProgress = ({ total }: { total?: number }): void => void hooked.push(total);
    say(seen(await api.post("/echo", "x".repeat(1000), { onUploadProgress })));
    say(hooked);
  },
  "reads every type": async ({ http }, say) => {
    say(digest((await axios.get<Buffer>(`${http}/bytes`, { responseType: "arraybuffer" })).data));
    say(digest((await axios.get<Buffer>(`${http}/big`, { responseType: "arraybuffer" })).data));
    const { data } = await axios.get<Readable>(`${http}/events`, { responseType: "stream" });
    say(await read(data));
    say(
      (await axios.get(`${http}/latin1`, { responseType: "text", responseEncoding: "latin1" }))
        .data,
    );
    say(seen(await axios.get(`${http}/nothing`)));
  },
  "uses unusual methods": async ({ http }, say) => {
    say(seen(await axios.request({ method: "PROPFIND", url: `${http}/dav`, data: "<propfind/>" })));
    say(seen(await axios.request({ method: "BREW", url: `${http}/pot` })));
  },
  "fails with its server": async ({ http }, say) => {
    for (const path of ["status/404", "status/500", "reset", "middle", "middle-of-chunks"])
      say(await rejected(axios.get(`${http}/${path}`)));
    say(await rejected(axios.get(`${http}/hang`, { timeout: 250 })));
    say(await rejected(axios.get(`${http}/big`, { maxContentLength: 1000 })));
    const own = new AbortController();
    const { signal } = own;
    const { data } = await axios.get<Readable>(`${http}/hang-in-body`, {
      responseType: "stream",
      signal,
    });
    data.once("data", () => own.abort());
    say(await rejected(read(data)));
  },
  "keeps one socket": async ({ http }, say) => {
    const httpAgent = new Agent({ keepAlive: true, maxSockets: 1 });
    const paths = Array.from({ length: 4 }, (_, index) => `${http}/socket?${index}`);
    const replies = await Promise.all(paths.map((path) => axios.get(path, { httpAgent })));
    say(replies.map(seen));
    httpAgent.destroy();
  },
  "goes through a proxy": async ({ http, https, proxy }, say) => {
    const { hostname: host, port } = new URL(proxy);
    const option = { proxy: { protocol: "http", host, port: Number(port) } };
    say(seen(await axios.get(`${http}/echo?option`, option)));
    say(seen(await axios.get(`${https}/echo?option`, option)));
    process.env["http_proxy"] = process.env["https_proxy"] = proxy;
    try {
      say(seen(await axios.post(`${http}/echo?variable`, { a: 1 })));
      say(seen(await axios.post(`${https}/echo?variable`, { a: 1 })));
    } finally {
      delete process.env["http_proxy"];
      delete process.env["https_proxy"];
    }
  },
  "asks over TLS, a socket file, HTTP/2 and fetch": async ({ http, https, h2, unix }, say) => {
    say(seen(await axios.get(`${https}/json`)));
    say(seen(await axios.get("/json", { socketPath: unix })));
    say(seen(await axios.post(`${h2}/echo`, { a: 1 }, { httpVersion: 2 })));
    say(seen(await axios.post(`${http}/echo`, { a: 1 }, { adapter: "fetch" })));
  },
} satisfies Situations;
