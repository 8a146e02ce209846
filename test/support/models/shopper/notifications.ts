import { call, say, type Script } from "../../script.ts";

/** Conversations in which somebody is sent word. */
export const notifications: Script = {
  "notified-by-email": [
    [
      call("placeOrder", { productId: 2, quantity: 3 }),
      call("notifyCustomer", {
        channel: "email",
        message: "Order {order}: {quantity} times {product}, {pounds} pounds.",
      }),
      say("Done. {2}"),
    ],
  ],

  "notified-by-phone": [
    [
      call("orderStatus", { order: 505 }),
      call("notifyCustomer", { channel: "phone", message: "Order {order} is {status}." }),
      say("{2}"),
    ],
  ],

  "no-phone": [
    [
      call("notifyCustomer", { channel: "phone", message: "You asked about order 504." }),
      call("notifyCustomer", { channel: "email", message: "You asked about order 504." }),
      say("I know no phone number of yours. {2}"),
    ],
  ],
};
