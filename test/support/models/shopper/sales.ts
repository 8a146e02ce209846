import { call, say, type Script } from "../../script.ts";

/** Conversations that are about buying. */
export const sales: Script = {
  "buy-two-hats": [
    [
      call("transferToSales"),
      call("searchProducts", { words: "hat" }),
      say("We have a {2.0.name} for {2.0.pounds} pounds."),
    ],
    [
      call("placeOrder", { productId: 1, quantity: 2 }),
      say("That is order {order}: {quantity} times {product}, {pounds} pounds."),
    ],
  ],

  "buy-the-last-one": [
    [call("placeOrder", { productId: 3 }), say("Order {order}: a {product} for {pounds} pounds.")],
  ],

  "nothing-in-stock": [
    [
      call("placeOrder", { productId: 5, quantity: 1 }),
      say("I am sorry, Jonas: they are out of stock."),
    ],
  ],

  "as-many-as-there-are": [
    [
      call("placeOrder", { productId: 1, quantity: 6 }),
      call("searchProducts", { words: "wool hat" }),
      call("placeOrder", { productId: 1, quantity: 5 }),
      say("There are {2.0.stock}, and you have them all, for {pounds} pounds."),
    ],
  ],

  "within-a-budget": [
    [
      call("searchProducts", { words: "wool", maxPrice: 10 }),
      say("I find {1.length} that costs less: {1.0.name}, {1.0.pounds} pounds."),
    ],
  ],

  "cheapest-of-all": [
    [
      call("searchProducts", { words: "wool" }),
      say("The {1.0.name} for {1.0.pounds}; the {1.1.name} is {1.1.pounds} pounds."),
    ],
  ],

  "quotes-in-the-search": [
    [
      call("searchProducts", { words: "hat'; DELETE FROM orders; --" }),
      say("There is nothing of that name."),
    ],
  ],

  "no-such-product": [
    [
      call("placeOrder", { productId: 12 }),
      say("There is no number 12. What are you looking for?"),
    ],
  ],

  "not-identified": [
    [call("placeOrder", { productId: 4 }), say("Gladly! What is your e-mail address?")],
    [
      call("identify", { email: "jonas@example.org" }),
      call("placeOrder", { productId: 4 }),
      say("Thank you, {name}: order {order}, {pounds} pounds."),
    ],
  ],

  "every-trial-a-new-database": [
    [call("placeOrder", { productId: 3 }), say("Order {order} is placed.")],
  ],
};
