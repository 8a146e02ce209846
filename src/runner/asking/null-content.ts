import { field, isRecord } from "../../json/value.ts";
import type { ChatClient } from "../../swarm/agent/chat-client.ts";

/**
 * The client of one trial, sending `""` where a server refused `null` as the content of a message that calls tools. The
 * API's own form is null, and Bedrock and some templates of Ollama go wrong with `""`; others (llama-cpp-python) take
 * nothing but text. So whoever refuses null is asked again, and gets text from then on. A replay goes the same way.
 */
export function avoidingNull(client: ChatClient): ChatClient {
  const { completions } = client.chat;
  let refusesNull = false;
  return {
    ...client,
    chat: {
      completions: {
        async create(body, options) {
          const withText = (): typeof body => ({
            ...body,
            messages: body.messages.map((one) =>
              isSilentCall(one) ? { ...one, content: "" } : one,
            ),
          });
          if (refusesNull) return completions.create(withText(), options);
          try {
            return await completions.create(body, options);
          } catch (error) {
            if (!isRefusal(error) || !body.messages.some(isSilentCall)) throw error;
            const answer = await completions.create(withText(), options);
            refusesNull = true;
            return answer;
          }
        },
      },
    },
  };
}

function isSilentCall(message: object): boolean {
  return isRecord(message) && message["content"] === null && Array.isArray(message["tool_calls"]);
}

/** `Input should be a valid string`, `'content' field must be a string`: under 500, too. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || field(error, "status") === undefined) return false;
  return /content/i.test(error.message) && /\bstring\b/i.test(error.message);
}
