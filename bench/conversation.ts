/** What the model answers in the four-call conversation, by how many of its replies are in the history already. */
const REPLIES = [
  { calls: [{ name: "transferToFlightModification", arguments: "{}" }] },
  { calls: [{ name: "transferToFlightCancel", arguments: "{}" }] },
  { calls: [{ name: "initiateRefund", arguments: '{"flightId":"1919","reason":"illness"}' }] },
  { say: "Your refund is on its way." },
] as const;

export const USER = "I want to cancel flight 1919, I fell ill. A refund, please.";

/** What the bare loops tell the model, as long as what an agent of ./agents.ts does. */
export const INSTRUCTIONS = Array.from(
  { length: 8 },
  (_, step) => `${step + 1}. Do what step ${step + 1} of the airline's policy says.`,
).join("\n");
/** The tools of the bare loops. */
export const TOOLS = [
  "transferToFlightModification",
  "transferToFlightCancel",
  "initiateRefund",
].map((name) => ({
  type: "function" as const,
  function: {
    name,
    description: "A tool.",
    parameters: {
      type: "object",
      properties: { flightId: { type: "string" }, reason: { type: "string" } },
    },
  },
}));

/** One line of a case file: the conversation with an expectation of each usual kind. */
export function caseLine(id: string): string {
  return JSON.stringify({
    id,
    turns: [
      {
        user: USER,
        expect: {
          handoffs: ["Flight Modification Agent", "Flight Cancel Agent"],
          agent: "Flight Cancel Agent",
          tool_calls: {
            mode: "in_order",
            calls: [
              {
                name: "initiateRefund",
                arguments: { flightId: "1919", reason: { $any: true } },
                agent: "Flight Cancel Agent",
              },
            ],
          },
        },
      },
    ],
    expect: { output: { contains: ["refund"] }, context_variables: { refunded: true } },
  });
}

/** The completion that answers a history with so many replies in it. */
export function completion(replies: number): object {
  const reply: { say?: string; calls?: readonly { name: string; arguments: string }[] } =
    REPLIES[replies] ?? REPLIES[3];
  const calls = reply.calls?.map((call, index) => ({
    id: `call_${replies}_${index}`,
    type: "function",
    function: call,
  }));
  const message = {
    role: "assistant",
    content: reply.say ?? null,
    refusal: null,
    ...(calls === undefined ? {} : { tool_calls: calls }),
  };
  return {
    id: `chatcmpl-${replies}`,
    object: "chat.completion",
    created: 0,
    model: "gpt-5.4",
    choices: [{ index: 0, message, finish_reason: calls === undefined ? "stop" : "tool_calls" }],
    usage: { prompt_tokens: 300, completion_tokens: 20, total_tokens: 320 },
  };
}
