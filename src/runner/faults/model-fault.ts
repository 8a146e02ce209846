import type { ModelGive } from "../../cases/faults.ts";
import type { ClientCall } from "../../swarm/agent/wrap-calls.ts";
import { isAsyncIterable } from "../../swarm/completion/completion.ts";
import { asApiError } from "../../traffic/http/api-answer.ts";
import { ConnectionError } from "../../traffic/http/http.ts";

/** What a client gives for a request that is given this fault. Throws what the client would throw, and tells `onError`. */
export async function givenAnswer(
  give: ModelGive,
  { send, path }: Pick<ClientCall, "send" | "path">,
  onError: (error: unknown) => void,
): Promise<unknown> {
  const thrown = (error: unknown): unknown => {
    onError(error);
    return error;
  };
  if (give === "refusal") return path === "/responses" ? refusedResponse() : refusedCompletion();
  if (give === "reset") throw thrown(await broken("the server closed it", "ECONNRESET"));
  if (give !== "cut") throw thrown(await refused(give));
  const answer = await send();
  const error = thrown(await broken("it broke off in the reply", "ECONNRESET"));
  if (!isAsyncIterable(answer)) throw error;
  return halfOf(answer, error);
}

/** All is read, so that a recording has it, and half of it arrives. */
async function* halfOf(
  answer: AsyncIterable<unknown>,
  error: unknown,
): AsyncGenerator<unknown, void> {
  const chunks: unknown[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  yield* chunks.slice(0, Math.floor(chunks.length / 2));
  throw error;
}

function broken(message: string, code: string): Promise<unknown> {
  return asApiError(new ConnectionError({ message, code }));
}

const REFUSED = {
  429: "Rate limit reached for requests",
  500: "The server had an error while processing your request",
};

async function refused(status: keyof typeof REFUSED): Promise<unknown> {
  const { APIError } = await import("openai/core/error");
  const error = { message: REFUSED[status] };
  // Nobody is the wiser for waiting.
  return APIError.generate(status, { error }, "", new Headers({ "retry-after-ms": "0" }));
}

const REFUSAL = "I'm sorry, but I can't help with that.";

function refusedCompletion(): object {
  const message = { role: "assistant", content: null, refusal: REFUSAL };
  return {
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: "stop" }],
    usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
  };
}

function refusedResponse(): object {
  const content = [{ type: "refusal", refusal: REFUSAL }];
  return {
    object: "response",
    status: "completed",
    output: [{ type: "message", role: "assistant", status: "completed", content }],
    usage: { input_tokens: 0, output_tokens: 0, total_tokens: 0 },
  };
}
