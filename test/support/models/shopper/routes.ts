import { call, knowing, say, type Script } from "../../script.ts";

const toSales = call("transferToSales");
const toRefunds = call("transferToRefunds");
const toTriage = call("transferToTriage");

/** Conversations that are about who answers. */
export const routes: Script = {
  "who-is-it": [
    [say("I am sorry! At which e-mail address are you our customer?")],
    [
      call("identify", { email: "amara@example.org" }),
      toRefunds,
      knowing("Amara", say("Thank you, {1.name}. Which order is it?")),
    ],
  ],

  "no-such-customer": [
    [
      call("identify", { email: "amara@exmaple.org" }),
      say("I know nobody at amara@exmaple.org. Could you look at the address again?"),
    ],
  ],

  thanks: [[knowing("Jonas", say("You are very welcome, Jonas!"))]],

  "where-is-it": [
    [toRefunds, call("orderStatus", { order: 504 }), say("{quantity} {product}: {status}.")],
  ],

  "from-buying-to-giving-back": [
    [call("searchProducts", { words: "silk scarf" }), say("There are {1.0.stock} of them.")],
    [
      toTriage,
      toRefunds,
      call("orderStatus", { order: 502 }),
      say("Order {order}, a {product}, was {status}."),
    ],
  ],

  "from-giving-back-to-buying": [
    [toTriage, toSales, say("With pleasure. Are you looking for something warm?")],
  ],
};
