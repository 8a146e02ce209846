import { atOnce, call, say, type Script } from "../../script.ts";

const toModification = call("transferToFlightModification");
const toCancel = call("transferToFlightCancel");
const toChange = call("transferToFlightChange");
const toBaggage = call("transferToLostBaggage");
const toTriage = call("transferToTriage");

/** Conversations that are about who answers. */
export const routes: Script = {
  greeting: [[say("Good morning, this is Heron Air. What can I do for you?")]],

  "bumpy-flight": [
    [
      say(
        "I am sorry that you had such a night. If there is anything to do about a booking or a bag, tell me.",
      ),
    ],
  ],

  "route-to-cancel": [
    [
      toModification,
      toCancel,
      call("checkFare", { booking: "QX7T2A" }),
      say("Your flex ticket gives back all 640 pounds, as money or as credit. Which do you want?"),
    ],
  ],

  "route-to-change": [
    [toModification, toChange, say("Gladly. From which day on would you like to fly to Seoul?")],
  ],

  "route-to-baggage": [
    [toBaggage, say("I am sorry. What is on the tag of your suitcase? It is HN and four digits.")],
  ],

  "triage-asks": [
    [say("Do you want to cancel it, or to fly on another day?")],
    [toModification, toChange, say("Which day would suit you better?")],
  ],

  "modification-asks": [
    [
      call("openBooking", { code: "QX7T2A" }),
      toModification,
      say("Would you like to cancel the flight, or to take another one?"),
    ],
    [
      toCancel,
      call("checkFare", { booking: "QX7T2A" }),
      say("You get back 640 pounds, as money or as credit. Which do you want?"),
    ],
  ],

  "modification-back-to-triage": [
    [toTriage, toBaggage, say("Let us find your backpack. What is on its tag?")],
  ],

  "cancel-then-baggage": [
    [
      toModification,
      toCancel,
      call("checkFare", { booking: "QX7T2A" }),
      call("refundBooking", { booking: "QX7T2A", amount: 640 }),
      say("Your flight is cancelled, and 640 pounds are on their way."),
    ],
    [
      toTriage,
      toBaggage,
      call("searchBag", { tag: "HN1001" }),
      say("HN1001 is delayed. It was seen last in Seoul, at belt 4."),
    ],
  ],

  "change-then-cancel": [
    [
      call("findFlights", {
        route: { from: "LHR", to: "LIS", departs: { after: "2026-03-11T00:00:00Z" } },
      }),
      say("There is no flight to Lisbon with free seats after the 10th."),
    ],
    [
      toTriage,
      toModification,
      toCancel,
      call("checkFare", { booking: "BD90LL" }),
      say("Your light ticket gives nothing back. Shall I cancel all the same?"),
    ],
  ],

  "baggage-then-change": [
    [
      call("searchBag", { tag: "HN1002" }),
      say("HN1002 was delivered in London, to the front desk."),
    ],
    [toTriage, toModification, toChange, say("From which day on would you like to fly?")],
  ],

  "two-matters-at-once": [
    [
      atOnce(toModification, toBaggage),
      call("searchBag", { tag: "HN1001" }),
      say("Your bag is delayed; it was seen last in Seoul, at belt 4."),
    ],
    [
      toTriage,
      toModification,
      toCancel,
      call("checkFare", { booking: "QX7T2A" }),
      say("You get back 640 pounds, as money or as credit. Which do you want?"),
    ],
  ],

  "one-completion": [[toBaggage]],

  "calls-not-executed": [[call("openBooking", { code: "QX7T2A" })]],

  "busy-provider": [[{ ...say("Good evening! What can Heron Air do for you?"), busy: true }]],
};
