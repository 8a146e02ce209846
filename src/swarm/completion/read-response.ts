import { field, isRecord, textField } from "../../json/value.ts";
import { isCall, messageOf } from "./reply-items.ts";
import { notAReply, UnusableReplyError } from "./reply.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A Response as a chat completion. `model` is whom it was asked of. Throws UnusableReplyError if it is none, or has no end. */
export function chatCompletion(response: unknown, model: string): Fields {
  const output = field(response, "output");
  // An error has its own reader.
  if (isRecord(response) && isRecord(response["error"])) return response;
  if (!isRecord(response) || !Array.isArray(output))
    throw notAReply("response", "output", response);
  return {
    ...headOf(response),
    object: "chat.completion",
    choices: [
      {
        index: 0,
        message: messageOf(output, model),
        finish_reason: finishReason(response, output),
      },
    ],
    usage: response["usage"],
  };
}

/** What the chunks of a completion repeat. */
export function headOf(response: unknown): Fields {
  const [id, created] = [field(response, "id"), field(response, "created_at")];
  return { id, created, model: field(response, "model") };
}

function finishReason(response: Fields, output: readonly unknown[]): string {
  const { status = "completed" } = response;
  if (status === "incomplete") {
    const reason = textField(response["incomplete_details"], "reason") ?? status;
    return reason === "max_output_tokens" ? "length" : reason;
  }
  if (status !== "completed")
    throw new UnusableReplyError(
      `The provider's response did not come to its end: its status is ${JSON.stringify(status)}.`,
      response,
    );
  return output.some(isCall) ? "tool_calls" : "stop";
}
