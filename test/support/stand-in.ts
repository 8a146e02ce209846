import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  chunksOf,
  completionOf,
  type StandInCall,
  type StandInRequest,
} from "./stand-in/completions.ts";
import { chatBody, refusalOf, responseEvents, responseOf } from "./stand-in/responses.ts";

export type { StandInCall, StandInMessage, StandInRequest } from "./stand-in/completions.ts";

/** What the stand-in does with a request. */
export type StandInReply =
  | { readonly say?: string; readonly calls?: readonly StandInCall[] }
  /** An answer as it is: an error, another endpoint's, or something malformed. */
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly raw: string;
    }
  /** Closes the connection without an answer, or in the middle of one. */
  | { readonly reset: "before" | "middle"; readonly say?: string }
  /** Never answers. */
  | { readonly hang: true };

export interface StandIn {
  /** To be used as OPENAI_BASE_URL. */
  readonly baseUrl: string;
  /** As they came. */
  readonly requests: readonly StandInRequest[];
  close(): Promise<void>;
}

/**
 * An OpenAI-compatible server on the loopback interface that answers JSON and server-sent events from a script, and
 * can misbehave. It plays a provider and says so with every answer, by the header that recordings look for.
 */
export async function startStandIn(
  script: (request: StandInRequest) => StandInReply | Promise<StandInReply>,
): Promise<StandIn> {
  const requests: StandInRequest[] = [];
  const server = createServer((incoming, response) => {
    void (async () => {
      const text = await readText(incoming);
      const request: StandInRequest = {
        method: incoming.method ?? "",
        path: incoming.url ?? "",
        headers: incoming.headers,
        body: parsed(text) as StandInRequest["body"],
        index: requests.length,
      };
      requests.push(request);
      if (!isResponses(request)) return answer(request, await script(request), response);
      const refusal = refusalOf(responsesBody(request));
      const raw = JSON.stringify({ error: { message: refusal, type: "invalid_request_error" } });
      const path = request.path.replace(/responses$/, "chat/completions");
      const asked = { ...request, path, body: chatBody(responsesBody(request)) };
      answer(request, refusal === undefined ? await script(asked) : { status: 400, raw }, response);
    })().catch((error: unknown) => {
      response.writeHead(500, { "content-type": "application/json" });
      response.end(
        JSON.stringify({ error: { message: `The stand-in's script threw: ${String(error)}` } }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(request: StandInRequest, reply: StandInReply, response: ServerResponse): void {
  response.setHeader("x-stand-in", "swarm-eval");
  if ("hang" in reply) return;
  if ("raw" in reply) {
    response.writeHead(reply.status ?? 200, {
      "content-type": "application/json",
      ...reply.headers,
    });
    response.end(reply.raw);
    return;
  }
  if ("reset" in reply && reply.reset === "before") {
    response.socket?.destroy();
    return;
  }
  const { whole, events } = answerOf(request, reply);
  const breaksOff = "reset" in reply;
  if (request.body.stream === true) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const sent = breaksOff ? events.slice(0, Math.ceil((events.length - 1) / 2)) : events;
    for (const event of sent) response.write(`${event}\n\n`);
    if (breaksOff) setImmediate(() => response.socket?.destroy());
    else response.end();
    return;
  }
  const text = JSON.stringify(whole);
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  if (!breaksOff) {
    response.end(text);
    return;
  }
  response.write(text.slice(0, text.length / 2));
  setImmediate(() => response.socket?.destroy());
}

function isResponses({ path }: StandInRequest): boolean {
  return path.endsWith("/responses");
}

function responsesBody({ body }: StandInRequest): Parameters<typeof chatBody>[0] {
  return body as unknown as Parameters<typeof chatBody>[0];
}

/** The answer in one piece, and as the server-sent events of a stream. */
function answerOf(
  request: StandInRequest,
  reply: { readonly say?: string; readonly calls?: readonly StandInCall[] },
): { readonly whole: object; readonly events: readonly string[] } {
  if (!isResponses(request)) {
    const completion = completionOf(request, reply);
    const chunks = chunksOf(completion).map((chunk) => `data: ${JSON.stringify(chunk)}`);
    return {
      whole: { object: "chat.completion", ...completion },
      events: [...chunks, "data: [DONE]"],
    };
  }
  const body = responsesBody(request);
  const whole = responseOf(completionOf({ ...request, body: chatBody(body) }, reply), body);
  const events = responseEvents(whole).map(
    (event) => `event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}`,
  );
  return { whole, events };
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
