import { Agent, tool, type RunContext } from "@openai/agents";
import { target } from "swarm-eval/openai-agents";
import { z } from "zod";

/** What the agents know of the caller, and note. */
interface Call {
  passenger?: string;
  seat?: string;
}

export default function serviceDesk() {
  const bookings = new Map([["LH7", "booked"]]);

  const changeSeat = tool({
    name: "change_seat",
    description: "Puts the caller into another seat.",
    parameters: z.object({ flight: z.string(), seat: z.string() }),
    execute({ flight, seat }, context?: RunContext<Call>) {
      if (context !== undefined) context.context.seat = seat;
      return `${context?.context.passenger ?? "The caller"} sits in ${seat} of ${flight}.`;
    },
  });
  const cancel = tool({
    name: "cancel_flight",
    description: "Cancels a booking.",
    parameters: z.object({ flight: z.string() }),
    execute({ flight }) {
      if (!bookings.has(flight)) throw new Error(`There is no booking ${flight}.`);
      bookings.set(flight, "cancelled");
      return `${flight} is cancelled.`;
    },
  });
  const model = "gpt-5.4";
  const seats = new Agent<Call>({
    name: "Seats",
    instructions: "Change seats.",
    model,
    tools: [changeSeat],
  });
  const cancellations = new Agent<Call>({
    name: "Cancellations",
    instructions: "Cancel flights.",
    model,
    tools: [cancel],
  });
  const triage = new Agent<Call>({
    name: "Triage",
    instructions: "Find out what the caller needs, and hand over.",
    model,
    handoffs: [seats, cancellations],
    inputGuardrails: [
      {
        name: "no_insults",
        execute: ({ input }) =>
          Promise.resolve({
            tripwireTriggered: JSON.stringify(input).includes("blockhead"),
            outputInfo: {},
          }),
      },
    ],
  });
  return {
    agent: target(triage),
    agents: [target(seats), target(cancellations)],
    state: () => Object.fromEntries(bookings),
  };
}
