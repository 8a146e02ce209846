import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject } from "../../support/project.ts";

const AGENTS = `
import http from "node:http";
import { Agent } from "swarm-eval";
const base = process.env.OPENAI_BASE_URL;
const get = (path) =>
  new Promise((resolve, reject) => {
    const request = http.get(base + path, (response) => {
      response.on("error", reject).on("close", resolve).resume();
    });
    request.on("error", reject);
  });
export default ({ id }) =>
  new Agent({
    name: "Clerk",
    functions: [
      async function look() {
        if (id.startsWith("node")) return get("/" + id);
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
  const tools = /\/(?:fetch|node)-(\w+)$/.exec(request.url ?? "")?.[1];
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

it("reads no reply beyond the limit, and ends its trial alone", async () => {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const project = newProject({
    "swarm-eval.config.ts": `export default { maxBody: ${MAX_BODY} };`,
    "evals/shop.ts": AGENTS,
    "evals/shop.jsonl": jsonl(
      ...["plain", ...OF_THE_API, ...OF_TOOLS].map((id) => ({
        id,
        user: id,
        stream: id === "streamed",
        expect: { output: { contains: "Done" } },
      })),
    ),
  });
  const { port } = server.address() as AddressInfo;
  const OPENAI_BASE_URL = `http://127.0.0.1:${port}`;
  const outcomes = (): string[] => {
    const { cases } = JSON.parse(project.read("reports/shop.json")) as {
      cases: { id: string; trials: [{ verdict: string; error: { message: string } | null }] }[];
    };
    return cases.map(({ id, trials: [{ verdict, error }] }) =>
      `${id} ${verdict} ${error?.message ?? ""}`.replace(/.*(?=The reply of)/, ""),
    );
  };
  const beyond = (path: string): string =>
    `The reply of ${OPENAI_BASE_URL}${path} is larger than 1 MB and was not read to its end. If it has to be, raise maxBody in swarm-eval.config.ts.`;
  const expected = [
    "plain passed ",
    ...OF_THE_API.map(() => beyond("/chat/completions")),
    ...OF_TOOLS.map((id) => beyond(`/${id}`)),
  ];
  const recorded = await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
    OPENAI_BASE_URL,
  });
  expect(outcomes()).toEqual(expected);
  expect(recorded.code).toBe(4);
  await project.swarmEval(["run", "evals/shop.jsonl"], { OPENAI_BASE_URL });
  expect(outcomes().map((outcome) => outcome.replace(/ This was recorded.*/, ""))).toEqual(
    expected,
  );
});
