import type { StandInReply, StandInRequest } from "../support/stand-in.ts";

/** A swarm of two agents, with a world of one order. */
export const SHOP = `
import { Agent, Result } from "swarm-eval";

export default ({ id, trial }) => {
  const orders = { 7: "delivered" };
  /** Hands the customer to refunds. */
  function transferToRefunds() {
    return refunds;
  }
  /** Refunds an order. */
  function refund(order: number, reason = "none") {
    if (!(order in orders)) throw new Error("There is no order " + order + ".");
    orders[order] = "refunded";
    return new Result({ value: "Refunded.", contextVariables: { refunded: order } });
  }
  const triage = new Agent({ name: "Triage", instructions: "Find out who can help.", functions: [transferToRefunds] });
  const refunds = new Agent({ name: "Refunds", instructions: "Refund orders.", functions: [refund] });
  return { agent: triage, agents: [refunds], state: () => ({ orders }) };
};
`;

/** Plays the model of the shop by the user's words: \`refund N\` is handed off and refunded, all else is greeted. */
export function shopModel({ body }: StandInRequest): StandInReply {
  const [system] = body.messages;
  const user = body.messages.findLast(({ role }) => role === "user")?.content ?? "";
  const last = body.messages.at(-1);
  const order = /refund (\d+)/.exec(user)?.[1];
  if (order === undefined) return { say: "Hello! What can I do for you?" };
  if (system?.content?.startsWith("Find out") === true)
    return { calls: [{ name: "transferToRefunds" }] };
  if (last?.content?.startsWith("Error") === true) return { say: "I cannot find that order." };
  if (last?.role === "tool" && last.content === "Refunded.")
    return { say: `Order ${order} is refunded.` };
  return { calls: [{ name: "refund", arguments: { order: Number(order), reason: "asked" } }] };
}

/** A case in which order 7 is refunded. */
export const REFUND = {
  id: "refund",
  tags: ["money"],
  turns: [
    {
      user: "Please refund 7.",
      expect: {
        handoffs: ["Refunds"],
        tool_calls: {
          mode: "in_order",
          calls: [
            { name: "refund", arguments: { order: 7, reason: { $any: true } }, agent: "Refunds" },
          ],
        },
      },
    },
  ],
  expect: {
    final_agent: "Refunds",
    state: { orders: { 7: "refunded" } },
    context_variables: { refunded: 7 },
  },
};

/** A case in which nothing is called. */
export const GREETING = {
  id: "greeting",
  tags: ["talk"],
  user: "Hi!",
  expect: { tool_calls: [], output: { contains: "Hello" } },
};
