import { createOpenAI } from "@ai-sdk/openai";
import { hasToolCall, stepCountIs, tool, ToolLoopAgent } from "ai";
import { target } from "swarm-eval/ai-sdk";
import { z } from "zod";

export default function serviceDesk() {
  const bookings = new Map([["LH7", "booked"]]);
  const openai = createOpenAI({ baseURL: process.env["OPENAI_BASE_URL"] ?? "" });
  const model = openai("gpt-5.4");
  const transfer = (to: string) =>
    tool({
      description: `Hands the caller over to ${to}.`,
      inputSchema: z.object({}),
      execute: () => `${to} goes on.`,
    });
  const triage = new ToolLoopAgent({
    model,
    instructions: "Find out what the caller needs, and hand over.",
    tools: { toSeats: transfer("seats"), toCancellations: transfer("cancellations") },
    stopWhen: [stepCountIs(10), hasToolCall("toSeats"), hasToolCall("toCancellations")],
  });
  const seats = new ToolLoopAgent({
    model,
    instructions: "Change seats.",
    tools: {
      change_seat: tool({
        description: "Puts the caller into another seat.",
        inputSchema: z.object({ flight: z.string(), seat: z.string() }),
        execute: ({ flight, seat }) => `The caller sits in ${seat} of ${flight}.`,
      }),
    },
  });
  const cancellations = new ToolLoopAgent({
    model,
    instructions: "Cancel flights.",
    tools: {
      cancel_flight: tool({
        description: "Cancels a booking.",
        inputSchema: z.object({ flight: z.string() }),
        execute({ flight }) {
          if (!bookings.has(flight)) throw new Error(`There is no booking ${flight}.`);
          bookings.set(flight, "cancelled");
          return `${flight} is cancelled.`;
        },
      }),
    },
  });
  const agents = { Triage: triage, Seats: seats, Cancellations: cancellations };
  const handoffs = { toSeats: "Seats", toCancellations: "Cancellations" };
  return {
    agent: target(agents, { handoffs }),
    agents: [target(agents, { entry: "Seats", handoffs })],
    state: () => Object.fromEntries(bookings),
  };
}
