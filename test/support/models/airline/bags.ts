import { atOnce, call, say, type Script } from "../../script.ts";

const toBaggage = call("transferToLostBaggage");
const both = atOnce(call("searchBag", { tag: "HN1001" }), call("searchBag", { tag: "HN1002" }));
const home = { street: "12 Jongno", city: "Seoul" };

/** Conversations that are about bags. */
export const bags: Script = {
  "two-bags-at-once": [
    [
      toBaggage,
      both,
      say("HN1001 was seen last in Seoul, at belt 4. HN1002 waits at the front desk in London."),
    ],
  ],

  "report-a-bag": [
    [
      call("searchBag", { tag: "HN2001" }),
      say("HN2001 was never scanned. What does it look like, and where shall we bring it?"),
    ],
    [
      call("reportBag", {
        tag: "HN2001",
        looks: { kind: "backpack", colour: "red", weightKg: 6.5 },
        contents: ["laptop", "school books"],
        deliverTo: home,
        urgent: false,
      }),
      say("We are looking for your backpack, and bring it to 12 Jongno."),
    ],
  ],

  "medicine-in-the-bag": [
    [
      call("searchBag", { tag: "HN2001" }),
      call("reportBag", {
        tag: "HN2001",
        looks: { kind: "trolley", colour: "black" },
        contents: ["insulin"],
        deliverTo: home,
        urgent: true,
      }),
      atOnce(
        call("reportBag", {
          tag: "HN2001",
          looks: { kind: "suitcase", colour: "black" },
          contents: ["insulin"],
          deliverTo: home,
          urgent: true,
        }),
        call("escalateToStaff", { reason: "Insulin in missing bag HN2001", urgent: true }),
      ),
      say("We are looking for it with priority, and a colleague calls you back today."),
    ],
  ],

  "photo-of-the-tag": [
    [
      call("searchBag", { tag: "HN1001" }),
      say("That is HN1001. It is delayed, and was seen last in Seoul, at belt 4."),
    ],
  ],

  streamed: [[both, say("HN1002 is there. HN1001 is delayed.")]],

  "within-budget": [
    [
      toBaggage,
      call("searchBag", { tag: "HN1001" }),
      say("It is delayed, and was seen last in Seoul, at belt 4."),
    ],
  ],
};
