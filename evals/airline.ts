import { Agent, Result, tool } from "swarm-eval";
import type { ContextVariables, Assembly } from "swarm-eval";
import { z } from "zod";
import * as routines from "./airline/routines.ts";
import { openAirline } from "./airline/world.ts";

export { checks } from "./airline/checks.ts";

/**
 * The service desk of an airline: five agents, who hand a customer on to each other. A factory is called for each trial,
 * with `{ id, trial }`, so that every trial has agents and an airline of its own.
 */
export default function airline(): Assembly {
  const world = openAirline();

  const triage = new Agent({
    name: "Triage Agent",
    model: "gpt-5.4-mini",
    instructions: routines.triage,
  });
  const modification = new Agent({
    name: "Flight Modification Agent",
    model: "gpt-5.4-mini",
    instructions: routines.modification,
    parallelToolCalls: false,
  });
  const cancel = new Agent({ name: "Flight Cancel Agent", instructions: routines.cancel });
  const change = new Agent({ name: "Flight Change Agent", instructions: routines.change });
  const baggage = new Agent({ name: "Lost Baggage Agent", instructions: routines.baggage });

  /** For any matter that is not yours. */
  function transferToTriage() {
    return triage;
  }

  /** To cancel or change a flight. */
  function transferToFlightModification() {
    return modification;
  }

  /** To give a flight up, for money or credit. */
  function transferToFlightCancel() {
    return cancel;
  }

  /** To move to another flight. */
  function transferToFlightChange() {
    return change;
  }

  /** For baggage that is late, lost or damaged. */
  function transferToLostBaggage() {
    return baggage;
  }

  /**
   * Opens a booking, so that all colleagues know of it.
   * @param code Six letters and digits, as on the ticket
   */
  function openBooking(code: string) {
    const { customer, fare, flight, seats, status } = world.booking(code);
    return new Result({
      value: { customer, fare, flight, seats, status },
      contextVariables: { customer, booking: code },
    });
  }

  /** What the fare of a booking gives back, in pounds: as money, or as credit. And what a change costs. */
  function checkFare(booking: string) {
    const { fare, paid } = world.booking(booking);
    return { fare, paid, ...world.worth(booking) };
  }

  /**
   * Cancels a booking and pays money back.
   * @param amount Pounds, at most what the fare gives back
   */
  function refundBooking(
    booking: string,
    amount: number,
    reason: "illness" | "plans_changed" | "other" = "other",
  ) {
    world.refund(booking, amount, reason);
    return new Result({
      value: `Refunded ${amount} pounds for ${booking}.`,
      contextVariables: { refunded: amount },
    });
  }

  /**
   * Cancels a booking and keeps its price as credit.
   * @param expires The last day on which the credit can be used
   */
  function creditBooking(booking: string, expires: Date) {
    return `Credited ${world.credit(booking, expires)} pounds for ${booking}.`;
  }

  /** Finds flights that have free seats. */
  function findFlights(
    route: { from: string; to: string; departs: { after: Date; before?: Date } },
    sort: "departure" | "price" = "departure",
  ) {
    const { from, to, departs } = route;
    const found = world.departures(from, to, departs.after, departs.before);
    return sort === "price" ? found.toSorted((one, other) => one.price - other.price) : found;
  }

  /** Says what it costs to move a booking to another flight. The quote holds for a day. */
  async function quoteChange(booking: string, flight: string) {
    return world.quote(booking, flight);
  }

  /**
   * Moves a booking to the flight of a quote.
   * @param seats One for each passenger
   * @param accepted Whether the customer agreed to the sum
   */
  function changeFlight(quote: string, seats: string[], accepted: boolean) {
    if (!accepted) throw new Error("The customer has to accept the sum first.");
    return world.rebook(quote, seats);
  }

  /** Says where a bag was seen last. */
  async function searchBag(tag: string) {
    return world.trace(tag);
  }

  const reportBag = tool({
    name: "reportBag",
    description: "Reports a bag that cannot be found, so that it is looked for and brought home.",
    parameters: z.object({
      tag: z.string().regex(/^HN\d{4}$/),
      looks: z.object({
        kind: z.enum(["suitcase", "backpack", "box"]),
        colour: z.string(),
        weightKg: z.number().positive().optional(),
      }),
      contents: z.array(z.string()).describe("What is in it that matters"),
      deliverTo: z.object({ street: z.string(), city: z.string() }),
      urgent: z.boolean().default(false),
    }),
    execute({ tag, looks, contents, deliverTo: home, urgent }, { contextVariables }) {
      world.claim(tag);
      const text = `${looks.colour} ${looks.kind} with ${contents.join(", ")}, to ${home.street}, ${home.city}`;
      world.note(`bag ${tag} of ${String(contextVariables["customer"])}`, text, urgent);
      return `Bag ${tag} is being looked for.`;
    },
  });

  // A function that takes `contextVariables` is given them; the model is not told of the parameter.
  /** Leaves to the staff what you must not decide. */
  function escalateToStaff(reason: string, urgent = false, contextVariables: ContextVariables) {
    world.note(`customer ${String(contextVariables["customer"])}`, reason, urgent);
    return new Result({
      value: "The staff will call back today.",
      contextVariables: { escalated: true },
    });
  }

  /** Ends the case once the customer has all that was asked for. */
  function resolveCase() {
    return new Result({ value: "The case is resolved.", contextVariables: { resolved: true } });
  }

  // Agents that hand off to each other need each other: functions can be set once all agents are there.
  triage.functions = [openBooking, transferToFlightModification, transferToLostBaggage];
  modification.functions = [transferToFlightCancel, transferToFlightChange, transferToTriage];
  const closing = [escalateToStaff, resolveCase, transferToTriage];
  cancel.functions = [openBooking, checkFare, refundBooking, creditBooking, ...closing];
  change.functions = [openBooking, findFlights, quoteChange, changeFlight, ...closing];
  baggage.functions = [searchBag, reportBag, ...closing];

  return {
    agent: triage,
    agents: [modification, cancel, change, baggage],
    state: world.state,
  };
}
