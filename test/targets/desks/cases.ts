import type { StandInCall, StandInReply, StandInRequest } from "../../support/stand-in.ts";

/** What the tools of a desk are called; handoffs have other names in each framework. */
export interface ToolNames {
  readonly toSeats: string;
  readonly toCancellations: string;
}

/** Cases that every desk plays, whatever framework it is made with. */
export function casesOf({ toSeats, toCancellations }: ToolNames): readonly object[] {
  return [
    {
      id: "greeting",
      user: "Hello!",
      expect: { tool_calls: [], handoffs: [], final_agent: "Triage", output: { contains: "help" } },
    },
    {
      id: "cancel",
      user: "Cancel LH7, please.",
      expect: {
        handoffs: ["Cancellations"],
        tool_calls: [
          { name: toCancellations, agent: "Triage" },
          { name: "cancel_flight", arguments: { flight: "LH7" }, agent: "Cancellations" },
        ],
        final_agent: "Cancellations",
        output: { contains: "LH7 is cancelled" },
        state: { LH7: "cancelled" },
        max_model_calls: 3,
      },
    },
    {
      id: "no-booking",
      user: "Cancel XX1, please.",
      expect: {
        tool_calls: [toCancellations, { name: "cancel_flight", error: true }],
        state: { LH7: "booked" },
      },
    },
    {
      id: "two-turns",
      turns: [
        { user: "Hello!", expect: { tool_calls: [] } },
        {
          user: "Put me into 12A of LH7.",
          expect: {
            handoffs: ["Seats"],
            tool_calls: [
              toSeats,
              { name: "change_seat", arguments: { flight: "LH7", seat: "12A" } },
            ],
          },
        },
        { user: "Thank you.", expect: { handoffs: [], agent: "Seats", tool_calls: [] } },
      ],
    },
    {
      id: "both-at-once",
      agent: "Seats",
      user: "Put me into 12A and 12B of LH7.",
      expect: {
        tool_calls: [
          { name: "change_seat", arguments: { flight: "LH7", seat: "12A" } },
          { name: "change_seat", arguments: { flight: "LH7", seat: "12B" } },
        ],
      },
    },
  ];
}

const call = (name: string, args: object = {}): StandInCall => ({ name, arguments: args });

/** Plays the model of all desks: it goes by what it was told, and by the tools that it has. */
export function deskModel({ toSeats, toCancellations }: ToolNames) {
  return ({ body: { messages, tools = [] } }: StandInRequest): StandInReply => {
    const has = (name: string): boolean => tools.some(({ function: tool }) => tool.name === name);
    const lastUser = messages.findLastIndex(({ role }) => role === "user");
    const said = textOf(messages[lastUser]?.content);
    const results = messages.slice(lastUser + 1).filter(({ role }) => role === "tool");
    const last = textOf(results.at(-1)?.content);
    const flight = /\b[A-Z]{2}\d\b/.exec(said)?.[0] ?? "";
    const seats = said.match(/\b12[A-Z]\b/g) ?? [];
    if (said.startsWith("Cancel")) {
      if (has(toCancellations)) return { calls: [call(toCancellations)] };
      if (/^(?:An )?error/i.test(last)) return { say: "I cannot find that booking." };
      if (last.includes(flight)) return { say: last };
      return { calls: [call("cancel_flight", { flight })] };
    }
    if (seats.length > 0) {
      if (has(toSeats)) return { calls: [call(toSeats)] };
      if (last.includes("sits in")) return { say: "Enjoy your flight." };
      return { calls: seats.map((seat) => call("change_seat", { flight, seat })) };
    }
    return { say: "How can I help you?" };
  };
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part: { readonly text?: string }) => part.text ?? "").join("");
}
