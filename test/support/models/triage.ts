import { atOnce, call, say, type Script } from "../script.ts";
import { scriptedModel, type Model, type Rubrics } from "./scripted-model.ts";

const toSales = call("transferToSales");
const toRefunds = call("transferToRefunds");
const back = call("transferBackToTriage");
const checkOut = call("checkOut");

const SCRIPT: Script = {
  "first-call-refunds": [[toRefunds]],

  "first-call-sales": [[toSales]],

  "first-call-none": [[say("In March, with the equinox.")]],

  unclear: [
    [say("Would you like to buy one, or have you bought one?")],
    [toSales, say("A good choice! Shall I put one lemon tree into your cart?")],
  ],

  "buy-two": [
    [
      toSales,
      atOnce(
        call("addToCart", { item: "olive tree", quantity: 2 }),
        call("addToCart", { item: "watering can" }),
      ),
      say("{2.quantity} of the {2.item} for {2.price} pounds, and a {item} for {price}. All?"),
    ],
    [checkOut, say("That makes {total} pounds. They will be happy with you!")],
  ],

  "empty-cart": [[checkOut, say("Your cart is empty so far. What shall I put into it?")]],

  "not-sold-here": [
    [
      call("addToCart", { item: "palm tree" }),
      call("addToCart", { item: "olive tree" }),
      checkOut,
      say("We have no palms, so it is an {2.item}, for {total} pounds."),
    ],
  ],

  "none-of-it": [
    [
      call("addToCart", { item: "lemon tree", quantity: -1 }),
      say("I cannot do that: one is the least."),
    ],
  ],

  "refund-of-what": [
    [toRefunds, say("I am sorry! Which one is it? Its number begins with item_.")],
  ],

  "refund-dead-on-arrival": [
    [
      toRefunds,
      call("processRefund", { itemId: "item_201", reason: "arrived dead" }),
      say("I am sorry for the {item}. {refunded} pounds are on their way to you."),
    ],
  ],

  "refund-without-a-reason": [
    [call("processRefund", { itemId: "item_202" }), say("{refunded} pounds come back to you.")],
  ],

  "discount-for-a-member": [
    [say("I see. As a member you could have 25 percent off your next order.")],
    [call("giveDiscount", { percent: 25 }), say("{1}")],
  ],

  "discount-too-high": [
    [
      call("giveDiscount", { percent: 20 }),
      call("giveDiscount", { percent: 10 }),
      say("It can be 10 percent, and that is what you have."),
    ],
  ],

  "discount-spent": [
    [say("I can give you 10 percent off your next order. Would that do?")],
    [
      call("giveDiscount", { percent: 10 }),
      back,
      toSales,
      call("addToCart", { item: "lemon tree" }),
      checkOut,
      say("One {item}, for {total} pounds with your discount."),
    ],
    [
      call("addToCart", { item: "lemon tree" }),
      checkOut,
      say("This one is {total} pounds, for a discount holds once."),
    ],
  ],

  "refund-insisted-on": [
    [
      toRefunds,
      say("I am sorry to hear that. May I offer you a discount of 10 percent on your next order?"),
    ],
    [
      call("processRefund", { itemId: "item_202", reason: "too expensive" }),
      say("Done: {refunded} pounds for the {item} are paid back to you."),
    ],
  ],

  "refund-twice": [
    [
      call("processRefund", { itemId: "item_203", reason: "lost its leaves" }),
      say("I see that item_203 was refunded already, so there is nothing left to pay back."),
    ],
  ],

  "refund-misread": [
    [
      call("processRefund", { itemId: "item_210", reason: "broken" }),
      say("I find no item_210. Could you look at the number again?"),
    ],
    [
      call("processRefund", { itemId: "item_201", reason: "broken" }),
      say("Thank you: {refunded} pounds come back to you."),
    ],
  ],

  "back-and-on": [
    [
      back,
      toRefunds,
      call("processRefund", { itemId: "item_202", reason: "leaks" }),
      say("{refunded} pounds for the {item} are on their way."),
    ],
  ],

  "small-talk-in-sales": [[back, say("Anton Chekhov.")]],

  "spanish-refund": [
    [
      toRefunds,
      call("processRefund", { itemId: "item_202", reason: "llegó rota" }),
      say("Lo siento mucho. Le devolvemos {refunded} libras."),
    ],
  ],
};

const RUBRICS: Rubrics = {
  "Offers a discount on the next order, and promises no money.": /discount of \d+ percent/,
  "Says that 19 pounds are paid back.": /\b19 pounds\b/,
};

/** A model that knows the conversations of the triage suite. */
export function triageModel(): Model {
  return scriptedModel("triage", SCRIPT, { rubrics: RUBRICS });
}
