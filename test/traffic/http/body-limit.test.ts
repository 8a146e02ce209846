import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject } from "../../support/project.ts";

const AGENTS = `
import http from "node:http";
import http2 from "node:http2";
import { Agent } from "swarm-eval";
const base = process.env.OPENAI_BASE_URL;
const get = (path) =>
  new Promise((resolve, reject) => {
    const request = http.get(base + path, (response) => {
      response.on("error", reject).on("close", resolve).resume();
    });
    request.on("error", reject);
  });
const getOverHttp2 = (path) =>
  new Promise((resolve, reject) => {
    const session = http2.connect(process.env.HTTP2_URL);
    session.request({ ":path": path }).on("error", reject).on("close", resolve).resume();
    session.unref();
  });
export default ({ id }) =>
  new Agent({
    name: "Clerk",
    functions: [
      async function look() {
        if (id.startsWith("node")) return get("/" + id);
        if (id.startsWith("http2")) return getOverHttp2("/" + id);
        const reply = await fetch(base + "/" + id);
        return (await reply.text()).length;
      },
    ],
  });
`;

const MAX_BODY = 1024 ** 2;

/** Ten times what is read of a body, in a few bytes. */
const SPACES = Buffer.alloc(10 * MAX_BODY, 32);
const GZIP = gzipSync(SPACES);
const BROTLI = brotliCompressSync(SPACES, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });

/** How a reply is larger than it may be, by the word that the request ends with. */
const LARGE: Readonly<Record<string, (response: ServerResponse) => void>> = {
  endless,
  streamed: endless,
  gzip(response) {
    response.setHeader("content-encoding", "gzip").end(GZIP);
  },
  brotli(response) {
    response.setHeader("content-encoding", "br").end(BROTLI);
  },
};

function endless(response: ServerResponse): void {
  response.on("error", () => undefined);
  const more = (): void => {
    while (!response.destroyed && response.write(`: ${"x".repeat(10_000)}\n\n`));
    if (!response.destroyed) response.once("drain", more);
  };
  more();
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader("content-type", "application/json");
  const tools = /\/(?:fetch|node|http2)-(\w+)$/.exec(request.url ?? "")?.[1];
  if (tools !== undefined) return LARGE[tools]?.(response);
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const { messages, stream } = JSON.parse(text) as {
    messages: { role: string; content: string }[];
    stream?: boolean;
  };
  if (stream === true) response.setHeader("content-type", "text/event-stream");
  const id = messages[1]?.content ?? "";
  const large = LARGE[id];
  if (large !== undefined) return large(response);
  const calls = [{ id: "1", type: "function", function: { name: "look", arguments: "{}" } }];
  const asks = id !== "plain" && messages.length === 2;
  const message = { role: "assistant", content: "Done.", ...(asks ? { tool_calls: calls } : {}) };
  response.end(JSON.stringify({ object: "chat.completion", choices: [{ index: 0, message }] }));
}

const OF_THE_API = ["endless", "streamed", "gzip", "brotli"];
const OF_TOOLS = ["fetch-endless", "fetch-gzip", "fetch-brotli", "node-endless", "node-gzip"];
const OVER_HTTP2 = ["http2-endless"];

it("reads no reply beyond the limit, and ends its trial alone", async () => {
  const server = createServer((request, response) => void answer(request, response));
  const http2 = createHttp2Server((request, response) => {
    void answer(request as never, response as never);
  });
  for (const one of [server, http2])
    await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    http2.close();
  });
  const project = newProject({
    "swarm-eval.config.ts": `export default { maxBody: ${MAX_BODY} };`,
    "evals/shop.ts": AGENTS,
    "evals/shop.jsonl": jsonl(
      ...["plain", ...OF_THE_API, ...OF_TOOLS, ...OVER_HTTP2].map((id) => ({
        id,
        user: id,
        stream: id === "streamed",
        expect: { output: { contains: "Done" } },
      })),
    ),
  });
  const { port } = server.address() as AddressInfo;
  const OPENAI_BASE_URL = `http://127.0.0.1:${port}`;
  const HTTP2_URL = `http://127.0.0.1:${(http2.address() as AddressInfo).port}`;
  const environment = { OPENAI_BASE_URL, HTTP2_URL };
  const outcomes = (): string[] => {
    const { cases } = JSON.parse(project.read("reports/shop.json")) as {
      cases: { id: string; trials: [{ verdict: string; error: { message: string } | null }] }[];
    };
    return cases.map(({ id, trials: [{ verdict, error }] }) =>
      `${id} ${verdict} ${error?.message ?? ""}`.replace(/.*(?=The reply of)/, ""),
    );
  };
  const beyond = (path: string, url = OPENAI_BASE_URL): string =>
    `The reply of ${url}${path} is larger than 1 MB and was not read to its end. If it has to be, raise maxBody in swarm-eval.config.ts.`;
  const expected = [
    "plain passed ",
    ...OF_THE_API.map(() => beyond("/chat/completions")),
    ...OF_TOOLS.map((id) => beyond(`/${id}`)),
    ...OVER_HTTP2.map((id) => beyond(`/${id}`, HTTP2_URL)),
  ];
  const run = ["run", "evals/shop.jsonl"];
  const live = await project.swarmEval([...run, "--traffic", "live"], environment);
  expect(outcomes()).toEqual(expected);
  expect(live.code).toBe(4);
  const recorded = await project.swarmEval([...run, "--traffic", "record"], environment);
  expect(outcomes()).toEqual(expected);
  expect(recorded.code).toBe(4);
  await project.swarmEval(run, environment);
  expect(outcomes().map((outcome) => outcome.replace(/ This was recorded.*/, ""))).toEqual(
    expected,
  );
});
