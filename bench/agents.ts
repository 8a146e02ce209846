import { Agent, Result } from "swarm-eval";

/** The four-call conversation that everything here is measured by: two handoffs, one refund, a reply. */
export default function airline(): Agent {
  /** Hands the customer over to flight modification. */
  function transferToFlightModification(): Agent {
    return modification;
  }

  /** Hands the customer over to cancellations. */
  function transferToFlightCancel(): Agent {
    return cancel;
  }

  /**
   * Refunds a flight to the card that it was paid with.
   * @param flightId The flight's number.
   * @param reason Why the customer cancels.
   */
  function initiateRefund(flightId: string, reason = "NOT SPECIFIED"): Result {
    return new Result({
      value: `Refund of ${flightId} initiated: ${reason}.`,
      contextVariables: { refunded: true },
    });
  }

  const policy = Array.from(
    { length: 8 },
    (_, step) => `${step + 1}. Do what step ${step + 1} of the airline's policy says.`,
  ).join("\n");
  const triage = new Agent({
    name: "Triage Agent",
    instructions: `You find out who can help the customer, and hand over.\n${policy}`,
    functions: [transferToFlightModification],
  });
  const modification = new Agent({
    name: "Flight Modification Agent",
    instructions: `You tell changes from cancellations, and hand over.\n${policy}`,
    functions: [transferToFlightCancel],
  });
  const cancel = new Agent({
    name: "Flight Cancel Agent",
    instructions: `You cancel flights by the airline's policy.\n${policy}`,
    functions: [initiateRefund],
  });
  return triage;
}
