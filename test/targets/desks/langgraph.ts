import { tool } from "@langchain/core/tools";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { createHandoffTool, createSwarm } from "@langchain/langgraph-swarm";
import { ChatOpenAI } from "@langchain/openai";
import { target } from "swarm-eval/langgraph";
import { z } from "zod";

export default function serviceDesk() {
  const bookings = new Map([["LH7", "booked"]]);
  const changeSeat = tool(
    ({ flight, seat }: { flight: string; seat: string }) =>
      `The caller sits in ${seat} of ${flight}.`,
    {
      name: "change_seat",
      description: "Puts the caller into another seat.",
      schema: z.object({ flight: z.string(), seat: z.string() }),
    },
  );
  const cancel = tool(
    ({ flight }: { flight: string }) => {
      if (!bookings.has(flight)) throw new Error(`There is no booking ${flight}.`);
      bookings.set(flight, "cancelled");
      return `${flight} is cancelled.`;
    },
    {
      name: "cancel_flight",
      description: "Cancels a booking.",
      schema: z.object({ flight: z.string() }),
    },
  );
  const llm = new ChatOpenAI({
    model: "gpt-5.4",
    configuration: { baseURL: process.env["OPENAI_BASE_URL"] },
  });
  const toSeats = createHandoffTool({ agentName: "Seats", description: "Hands over to seats." });
  const toCancellations = createHandoffTool({
    agentName: "Cancellations",
    description: "Hands over to cancellations.",
  });
  const triage = createReactAgent({
    llm,
    tools: [toSeats, toCancellations],
    name: "Triage",
    prompt: "Find out what the caller needs, and hand over.",
  });
  const seats = createReactAgent({
    llm,
    tools: [changeSeat],
    name: "Seats",
    prompt: "Change seats.",
  });
  const cancellations = createReactAgent({
    llm,
    tools: [cancel],
    name: "Cancellations",
    prompt: "Cancel flights.",
  });
  const swarm = createSwarm({
    agents: [triage, seats, cancellations],
    defaultActiveAgent: "Triage",
  });
  return {
    agent: target(swarm.compile(), "Triage"),
    agents: [target(swarm.compile(), "Seats")],
    state: () => Object.fromEntries(bookings),
  };
}
