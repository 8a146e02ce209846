import { createHash } from "node:crypto";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { z } from "zod";
import type { Call, Routes } from "./call.ts";

function put({ request, response, body, memory }: Call, key: string): void {
  const type = request.headers["content-type"] ?? "application/octet-stream";
  const metadata = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => name.startsWith("x-amz-meta-")),
  ) as Record<string, string>;
  memory.stored.set(key, { body, type, metadata });
  response.writeHead(200, { ETag: etag(body), "x-amz-request-id": "PUT1" }).end();
}

function get({ request, response, memory }: Call, key: string): void {
  const stored = memory.stored.get(key);
  const xml = { "Content-Type": "application/xml", "x-amz-request-id": "GET1" };
  if (stored === undefined) {
    response.writeHead(404, xml);
    response.end("<Error><Code>NoSuchKey</Code><Message>There is none.</Message></Error>");
    return;
  }
  const { body, type, metadata } = stored;
  const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
  const isPart = from !== undefined && to !== undefined;
  const sent = isPart ? body.subarray(Number(from), Number(to) + 1) : body;
  response.writeHead(isPart ? 206 : 200, {
    ...metadata,
    "Content-Type": type,
    "Content-Length": sent.length,
    ETag: etag(body),
    "Last-Modified": "Sat, 31 Jan 2026 12:00:00 GMT",
    "x-amz-request-id": "GET2",
    ...(isPart ? { "Content-Range": `bytes ${from}-${to}/${body.length}` } : {}),
  });
  response.end(sent);
}

function list({ response, memory }: Call): void {
  const contents = [...memory.stored].map(
    ([key, { body }]) =>
      `<Contents><Key>${key}</Key><Size>${body.length}</Size><ETag>${etag(body)}</ETag></Contents>`,
  );
  response.writeHead(200, { "Content-Type": "application/xml" });
  response.end(
    `<ListBucketResult><KeyCount>${memory.stored.size}</KeyCount>${contents.join("")}</ListBucketResult>`,
  );
}

function etag(body: Buffer): string {
  return `"${createHash("md5").update(body).digest("hex")}"`;
}

function greeter(): McpServer {
  const server = new McpServer({ name: "greeter", version: "2.0.0" });
  const inputSchema = { name: z.string() };
  server.registerTool("greet", { description: "Greets.", inputSchema }, async ({ name }, extra) => {
    const { _meta: { progressToken } = {} } = extra;
    if (progressToken !== undefined)
      await extra.sendNotification({
        method: "notifications/progress",
        params: { progressToken, progress: 1, total: 2 },
      });
    return { content: [{ type: "text", text: `Hello, ${name}` }] };
  });
  return server;
}

/** The servers of SDKs: an object storage, and a real one for MCP. */
export const sdks: Routes = {
  bucket: (call, url) => {
    const [, , key = ""] = url.pathname.split("/");
    if (call.request.method === "PUT") put(call, key);
    else if (key === "") list(call);
    else get(call, key);
  },
  chat: ({ response }) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    const delta = (content: string): string =>
      `data: ${JSON.stringify({ object: "chat.completion.chunk", choices: [{ index: 0, delta: { content } }] })}\n\n`;
    for (const text of [delta("Hel"), delta("lo"), "data: [DONE]\n\n"]) response.write(text);
    response.end();
  },
  files: ({ response, body }) => {
    response.writeHead(200, { "Content-Type": "application/json", "x-request-id": "req_4" });
    response.end(JSON.stringify({ id: "file-1", object: "file", bytes: body.length }));
  },
  mcp: async ({ request, response, body, memory }) => {
    const known = memory.session as StreamableHTTPServerTransport | undefined;
    const transport =
      known ?? new StreamableHTTPServerTransport({ sessionIdGenerator: () => "session-1" });
    if (known === undefined) {
      memory.session = transport;
      await greeter().connect(transport as Parameters<McpServer["connect"]>[0]);
    }
    const text = body.toString();
    await transport.handleRequest(request, response, text === "" ? undefined : JSON.parse(text));
  },
};
