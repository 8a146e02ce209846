import { field, textField } from "../../json/value.ts";
import { UNREADABLE_CALL } from "../../trajectory/remarks.ts";
import type { Reply } from "./reply.ts";

/**
 * The reply behind an error by which a server says that it could not read what its model wrote for a call: that is the
 * model's own fault, and no outage. Undefined for any other error.
 */
export function failedGeneration(error: unknown): Reply | undefined {
  // An error of openai's SDK has what the server sent, and one under status 200 the whole answer.
  const sent = field(error, "error") ?? field(field(error, "answer"), "error");
  if (field(sent, "code") !== UNREADABLE_CALL) return undefined;
  const content = textField(sent, "failed_generation") ?? "";
  return {
    message: { role: "assistant", content },
    answeredBy: undefined,
    usage: undefined,
    finishReason: UNREADABLE_CALL,
  };
}
