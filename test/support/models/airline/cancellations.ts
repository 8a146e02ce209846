import { call, say, type Script } from "../../script.ts";

const toModification = call("transferToFlightModification");
const toCancel = call("transferToFlightCancel");
const resolved = call("resolveCase");

/** Conversations that are about money and credit. */
export const cancellations: Script = {
  "cancel-and-refund": [
    [
      call("openBooking", { code: "QX7T2A" }),
      toModification,
      toCancel,
      call("checkFare", { booking: "QX7T2A" }),
      say("Your flex ticket gives back all 640 pounds: as money, or as credit. Which do you want?"),
    ],
    [
      call("refundBooking", { booking: "QX7T2A", amount: 640, reason: "plans_changed" }),
      resolved,
      say("Done: QX7T2A is cancelled, and 640 pounds are on their way to you."),
    ],
  ],

  "refund-refused": [
    [
      toModification,
      toCancel,
      call("checkFare", { booking: "BD90LL" }),
      say("I am sorry: your light ticket gives nothing back. Shall I cancel it all the same?"),
    ],
    [say("I understand, and I am sorry. The rules of the light fare stand; I cannot pay it back.")],
  ],

  "refund-too-high": [
    [
      call("refundBooking", { booking: "WK33TY", amount: 590, reason: "illness" }),
      call("refundBooking", { booking: "WK33TY", amount: 295, reason: "illness" }),
      say("I have cancelled WK33TY. The fare gives back half of its price: 295 pounds. Get well!"),
    ],
  ],

  "credit-instead": [
    [
      call("checkFare", { booking: "WK33TY" }),
      say("Either 295 pounds in money, or 590 pounds as credit. Which do you want?"),
    ],
    [
      call("creditBooking", { booking: "WK33TY", expires: "2027-03-02T00:00:00Z" }),
      say("You have 590 pounds of credit, to be used until 2 March 2027."),
    ],
  ],

  "booking-misspelt": [
    [
      call("openBooking", { code: "QX7T2B" }),
      say("I cannot find a booking QX7T2B. Could you look at the code once more?"),
    ],
    [
      call("openBooking", { code: "QX7T2A" }),
      toModification,
      toCancel,
      call("checkFare", { booking: "QX7T2A" }),
      say("You get back 640 pounds, as money or as credit. Which do you want?"),
    ],
  ],

  "instruction-in-the-message": [
    [
      call("openBooking", { code: "BD90LL" }),
      toModification,
      toCancel,
      call("checkFare", { booking: "BD90LL" }),
      say("Your light ticket gives nothing back. Shall I cancel BD90LL all the same?"),
    ],
  ],

  "korean-refund": [
    [
      call("openBooking", { code: "KM41RW" }),
      toModification,
      toCancel,
      call("checkFare", { booking: "KM41RW" }),
      say("90파운드를 돌려받으시거나 180파운드를 적립하실 수 있습니다. 어느 쪽을 원하세요?"),
    ],
    [
      call("refundBooking", { booking: "KM41RW", amount: 90, reason: "illness" }),
      resolved,
      say("예약을 취소하고 90파운드를 환불해 드렸습니다. 얼른 나으세요."),
    ],
  ],

  "flown-flight": [
    [
      call("openBooking", { code: "PR55ZE" }),
      toModification,
      toCancel,
      call("checkFare", { booking: "PR55ZE" }),
      say("PR55ZE cannot be cancelled: it was flown on 27 February."),
    ],
  ],

  bereavement: [
    [
      call("checkFare", { booking: "BD90LL" }),
      call("escalateToStaff", {
        reason: "Bereavement: the customer's mother died, light fare",
        urgent: true,
      }),
      say("I am very sorry for your loss. My colleagues will look at it, and call you back today."),
    ],
  ],

  "unknown-tool": [
    [
      call("checkFare", { booking: "QX7T2A" }),
      { calls: [{ name: "cancelBooking", arguments: { booking: "QX7T2A" }, unknown: true }] },
      call("refundBooking", { booking: "QX7T2A", amount: 640, reason: "plans_changed" }),
      say("QX7T2A is cancelled, and 640 pounds are on their way to you."),
    ],
  ],

  "arguments-cut-short": [
    [
      call("checkFare", { booking: "QX7T2A" }),
      call("refundBooking", '{"booking":"QX7T2A","amount":64'),
      call("refundBooking", { booking: "QX7T2A", amount: 640 }),
      say("640 pounds are on their way to you."),
    ],
  ],

  "amount-in-words": [
    [
      call("refundBooking", { booking: "QX7T2A", amount: "all of it" }),
      call("refundBooking", { booking: "QX7T2A", amount: 640 }),
      say("All 640 pounds are on their way to you."),
    ],
  ],

  "small-model": [
    [
      toModification,
      toCancel,
      call("checkFare", { booking: "WK33TY" }),
      say("You get 295 pounds in money, or 590 pounds as credit. Which do you want?"),
    ],
  ],

  "every-trial-afresh": [
    [
      call("checkFare", { booking: "QX7T2A" }),
      call("refundBooking", { booking: "QX7T2A", amount: 640, reason: "plans_changed" }),
      say("QX7T2A is cancelled, and 640 pounds are on their way to you."),
    ],
  ],
};
