import { Agent, Result } from "swarm-eval";
import type { ContextVariables, Assembly } from "swarm-eval";

/** Pounds. */
const PRICES = { "olive tree": 48, "lemon tree": 36, "watering can": 19 };

type Item = keyof typeof PRICES;

interface Purchase {
  readonly item: Item;
  /** Pounds. */
  readonly paid: number;
  status: "delivered" | "refunded";
}

/**
 * A plant nursery: an agent that brings customers to sales or to refunds, and those two, who bring them back. What the
 * tools do is in the state, so that a case can tell a refund that was made from one that was only spoken of.
 */
export default function nursery(): Assembly {
  const purchases: Record<string, Purchase> = {
    item_201: { item: "olive tree", paid: 48, status: "delivered" },
    item_202: { item: "watering can", paid: 19, status: "delivered" },
    item_203: { item: "lemon tree", paid: 36, status: "refunded" },
  };
  const refunds: { itemId: string; amount: number; reason: string }[] = [];
  const discounts: number[] = [];
  const orders: { cart: readonly { item: Item; quantity: number }[]; total: number }[] = [];
  let cart: { item: Item; quantity: number }[] = [];

  const triage = new Agent({
    name: "Triage Agent",
    model: "gpt-5.4-mini",
    instructions: `You receive the customers of Fern Street Nursery. Bring each to the colleague who can help, without a word.
If you cannot tell who that is, ask one short question. What is neither about buying nor about money back, answer yourself.`,
  });
  const sales = new Agent({
    name: "Sales Agent",
    instructions: `You sell the plants of Fern Street Nursery, and you love them.
Put into the cart what the customer names, and check out once the customer says that this is all.`,
  });
  const refunding = new Agent({
    name: "Refunds Agent",
    instructions: `You pay money back at Fern Street Nursery. You need the number of the item, item_ and three digits.
If it is broken, dead or wrong, refund it at once. If it was too expensive, offer a discount on the next order first,
and refund only if the customer insists. Never promise what no tool has confirmed.`,
  });

  /** To buy something. */
  function transferToSales() {
    return sales;
  }

  /** To give something back, or to complain of what was bought. */
  function transferToRefunds() {
    return refunding;
  }

  /** For whatever your instructions do not speak of. */
  function transferBackToTriage() {
    return triage;
  }

  /**
   * Puts an item into the cart.
   * @param {integer} quantity
   */
  function addToCart(item: Item, quantity = 1) {
    if (quantity < 1) throw new Error("A quantity is 1 at least.");
    cart.push({ item, quantity });
    return { item, quantity, price: PRICES[item] * quantity };
  }

  /** Orders what is in the cart, at a discount if one was given. */
  function checkOut() {
    if (cart.length === 0) throw new Error("The cart is empty.");
    const price = cart.reduce((sum, { item, quantity }) => sum + PRICES[item] * quantity, 0);
    const total = price * (1 - (discounts.shift() ?? 0) / 100);
    orders.push({ cart, total });
    cart = [];
    return { total };
  }

  /**
   * Gives a discount on the next order: up to 10 percent, for members up to 25.
   * @param {integer} percent
   */
  function giveDiscount(percent: number, contextVariables: ContextVariables) {
    const most = contextVariables["member"] === true ? 25 : 10;
    if (percent > most) throw new Error(`This customer may have ${most} percent at most.`);
    discounts.push(percent);
    return new Result({
      value: `The next order is ${percent} percent cheaper.`,
      contextVariables: { discount: percent },
    });
  }

  /**
   * Pays an item back.
   * @param itemId As item_123
   */
  function processRefund(itemId: string, reason = "not specified") {
    const purchase = purchases[itemId];
    if (purchase === undefined) throw new Error(`Nobody bought ${itemId}.`);
    if (purchase.status === "refunded") throw new Error(`${itemId} has been refunded already.`);
    purchase.status = "refunded";
    refunds.push({ itemId, amount: purchase.paid, reason });
    return { item: purchase.item, refunded: purchase.paid };
  }

  triage.functions = [transferToSales, transferToRefunds];
  sales.functions = [addToCart, checkOut, transferBackToTriage];
  refunding.functions = [processRefund, giveDiscount, transferBackToTriage];

  return {
    agent: triage,
    agents: [sales, refunding],
    state: () => ({ purchases, refunds, discounts, cart, orders }),
  };
}
