import { call, say, type Script } from "../../script.ts";
import { scriptedModel, type Model } from "../scripted-model.ts";

const checkFare = call("checkFare", { booking: "QX7T2A" });
const refund = call("refundBooking", { booking: "QX7T2A", amount: 640, reason: "illness" });
const toBaggage = call("transferToLostBaggage");
const quote = call("quoteChange", { booking: "QX7T2A", flight: "HN216" });
const searchOf = (tag: string) => call("searchBag", { tag });

/** Conversations in which something fails, and the agents recover. */
const recovering: Script = {
  "fare-timeout": [
    [
      checkFare,
      checkFare,
      refund,
      say("QX7T2A is cancelled, and 640 pounds are on their way to you. Get well!"),
    ],
  ],
  "refund-lost": [
    [
      refund,
      // Not again: it may have been paid.
      call("openBooking", { code: "QX7T2A" }),
      say("QX7T2A is {status}: your refund of 640 pounds went through."),
    ],
  ],
  "refund-down": [
    [
      refund,
      refund,
      call("escalateToStaff", { reason: "QX7T2A could not be refunded.", urgent: true }),
      say("I could not pay you back just now. My colleagues will call you back today."),
    ],
  ],
  "trace-truncated": [
    [searchOf("HN1001"), searchOf("HN1001"), say("HN1001 was seen last here: {2.lastSeen}.")],
  ],
  "trace-corrupt": [
    [
      toBaggage,
      toBaggage,
      searchOf("HN1002"),
      searchOf("HN1002"),
      say("HN1002 waits for you here: {lastSeen}."),
    ],
  ],
  "quote-refused": [
    [
      quote,
      quote,
      call("changeFlight", { quote: "{id}", seats: ["3A"], accepted: true }),
      say("You fly with HN216 in seat 3A, for {2.difference} pounds more."),
    ],
  ],
  "model-busy": [[checkFare, say("All of it: {refund} pounds.")]],
  "model-refuses": [[], [checkFare, say("You would lose nothing: {refund} pounds come back.")]],
};

/** A model that knows the conversations of the airline's suite of faults. */
export function airlineFaultsModel(): Model {
  return scriptedModel("airline-faults", recovering);
}
