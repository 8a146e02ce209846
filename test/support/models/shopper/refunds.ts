import { call, say, type Script } from "../../script.ts";

const toRefunds = call("transferToRefunds");

/** Conversations that are about orders that were made. */
export const refunds: Script = {
  "refund-damaged": [
    [
      toRefunds,
      call("refundOrder", { order: 501, reason: "damaged" }),
      say("I am sorry about the hole. {pounds} pounds are on their way to you."),
    ],
  ],

  "refund-unwanted": [
    [say("May I ask what is wrong with it?")],
    [
      call("refundOrder", { order: 501, reason: "unwanted" }),
      say("Less the way back, you get {pounds} pounds."),
    ],
  ],

  "refund-wrong-size": [
    [
      call("refundOrder", { order: 501, reason: "too_small" }),
      call("refundOrder", { order: 501, reason: "wrong_size" }),
      say("{pounds} pounds are on their way to you."),
    ],
  ],

  "refund-too-late": [
    [
      call("refundOrder", { order: 503, reason: "wrong_size" }),
      say("I am sorry, but they came more than 30 days ago: I cannot refund them."),
    ],
  ],

  "refund-of-a-final-sale": [
    [
      call("refundOrder", { order: 502, reason: "unwanted" }),
      say("The scarf was sold for good. I could take it back only if it were damaged."),
    ],
    [
      call("refundOrder", { order: 502, reason: "damaged" }),
      say("I see. {pounds} pounds are on their way to you."),
    ],
  ],

  "refund-on-its-way": [
    [
      call("refundOrder", { order: 504, reason: "unwanted" }),
      say("They are still on their way: only what was delivered can be refunded."),
    ],
  ],

  "refund-twice": [
    [
      call("orderStatus", { order: 506 }),
      call("refundOrder", { order: 506, reason: "wrong_size" }),
      say("Order {1.order} is {1.status} already, so there is no more to pay back."),
    ],
  ],

  "order-of-another-customer": [
    [
      call("orderStatus", { order: 505 }),
      call("refundOrder", { order: 505, reason: "damaged" }),
      say("I find no order 505 of yours."),
    ],
  ],

  "cancel-too-late": [
    [call("cancelOrder", { order: 504 }), say("It has been shipped, and I cannot call it back.")],
  ],

  "korean-cancel": [
    [
      toRefunds,
      call("cancelOrder", { order: 505 }),
      say("주문 {2.order}번을 취소하고 {pounds}파운드를 환불해 드렸습니다."),
    ],
  ],
};
