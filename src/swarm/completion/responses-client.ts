import type { ResponseCreateParams } from "openai/resources/responses/responses";
import { AgentError } from "../agent/agent.ts";
import type { ChatClient } from "../agent/chat-client.ts";
import { isAsyncIterable } from "./completion.ts";
import { chatCompletion } from "./read-response.ts";
import { ResponseChunks } from "./response-chunks.ts";
import { responsesRequest } from "./responses-request.ts";

/**
 * The client with its Responses API behind the shape of Chat Completions, so that all that asks for completions can use
 * it. Throws AgentError if the client has no such API.
 */
export function overResponses({ responses }: ChatClient, agent: string): ChatClient {
  if (responses === undefined)
    throw new AgentError(
      agent,
      'its api is "responses", and its client has no responses.create. Give it a client that has, such as new OpenAI(), or leave out the api.',
    );
  return {
    chat: {
      completions: {
        async create(body, options) {
          const request = responsesRequest(body) as ResponseCreateParams;
          return asChatAnswer(await responses.create(request, options), body.model);
        },
      },
    },
  };
}

/** An answer of the Responses API, streamed or not, as that of Chat Completions. Throws UnusableReplyError. */
export function asChatAnswer(answer: unknown, model: string): object {
  return isAsyncIterable(answer) ? chunksOf(answer, model) : chatCompletion(answer, model);
}

async function* chunksOf(events: AsyncIterable<unknown>, model: string): AsyncGenerator<object> {
  const chunks = new ResponseChunks(model);
  for await (const event of events) yield* chunks.add(event);
  chunks.finish();
}
