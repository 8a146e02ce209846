import type { StandInReply, StandInRequest } from "../support/stand-in.ts";

/** What a model would say to the customers of the example: `gpt-5.4-mini` asks back instead of handing refunds over. */
export function exampleModel({ body }: StandInRequest): StandInReply {
  if (body["response_format"] !== undefined) return { say: JSON.stringify(VERDICT) };
  const last = body.messages.at(-1)?.content ?? "";
  if (body.messages[0]?.content?.includes("Cathy, a comedian") === true)
    return { say: last.startsWith("Who") ? "Lettuce." : "Knock knock." };
  const user = body.messages.findLast(({ role }) => role === "user")?.content ?? "";
  if (user.includes("joke")) return { say: "One has chips, the other is out of gas. TERMINATE" };
  const order = /A\d/.exec(user)?.[0];
  if (order === undefined) return { say: "Hello! What can I do for you?" };
  if (last === user && body.model === "gpt-5.4-mini") return { say: "What is it about?" };
  if (body.tools?.some((tool) => tool.function.name === "transferToRefunds") === true)
    return { calls: [{ name: "transferToRefunds" }] };
  if (last.endsWith("is refunded.")) return { say: `I have refunded your order ${order}.` };
  if (last.startsWith("Error")) return { say: `I cannot find an order ${order}.` };
  return { calls: [{ name: "refund", arguments: { order } }] };
}

const VERDICT = { reason: "It says which order was refunded.", verdict: "passed" };
