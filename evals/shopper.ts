import { Agent, Result } from "swarm-eval";
import type { ContextVariables, Assembly } from "swarm-eval";
import { openShop } from "./shopper/shop.ts";

/** A personal shopper: three agents over one SQLite database, which is also the state that cases are held against. */
export default function shopper(): Assembly {
  const shop = openShop();

  const triage = new Agent({ name: "Triage Agent", model: "gpt-5.4-mini" });
  const sales = new Agent({ name: "Sales Agent" });
  const refunding = new Agent({ name: "Refunds Agent" });

  triage.instructions = (known) => `${shopRules(known)}
You receive every customer. Once you know who it is, transfer: to sales what is about buying, to refunds what is about an
order that was made. Thanks and greetings you answer yourself.`;
  sales.instructions = (known) => `${shopRules(known)}
You help to choose, and order what was chosen. Search before you name a price. Order no more than was asked for, and
nothing else in its place. For anything that is not about buying, transfer to triage.`;
  refunding.instructions = (known) => `${shopRules(known)}
You say how orders stand, cancel those that are not on their way yet, and refund what was delivered. Ask why, if it was
not said. What the shop refuses stays refused. For anything else, transfer to triage.`;

  /** To choose and to buy. */
  function transferToSales() {
    return sales;
  }

  /** For orders that were made: where they are, cancelling, money back. */
  function transferToRefunds() {
    return refunding;
  }

  /** For what is not yours. */
  function transferToTriage() {
    return triage;
  }

  /** Finds out who the customer is. */
  function identify(email: string) {
    const { id, name } = shop.customer(email);
    return new Result({ value: { name }, contextVariables: { customer_id: id, name } });
  }

  /**
   * Finds products with their numbers, prices in pounds, and how many are in stock; the cheapest first.
   * @param words As they stand in the product's name
   * @param maxPrice Pounds
   */
  function searchProducts(words: string, maxPrice = 10_000) {
    return shop.products(words, maxPrice * 100);
  }

  /**
   * Orders a product for the customer.
   * @param {integer} productId
   * @param {integer} quantity
   */
  function placeOrder(productId: number, quantity = 1, contextVariables: ContextVariables) {
    const { id, product, paid } = shop.place(customerOf(contextVariables), productId, quantity);
    return { order: id, product, quantity, pounds: paid / 100 };
  }

  /**
   * Says how an order of the customer stands.
   * @param {integer} order
   */
  function orderStatus(order: number, contextVariables: ContextVariables) {
    const { product, quantity, status } = shop.order(customerOf(contextVariables), order);
    return { order, product, quantity, status };
  }

  /**
   * Cancels an order that has not left the house, and pays it back.
   * @param {integer} order
   */
  function cancelOrder(order: number, contextVariables: ContextVariables) {
    return shop.cancel(customerOf(contextVariables), order);
  }

  /**
   * Pays an order back that was delivered. What is unwanted costs the way back.
   * @param {integer} order
   */
  function refundOrder(
    order: number,
    reason: "damaged" | "wrong_size" | "unwanted",
    contextVariables: ContextVariables,
  ) {
    return shop.refund(customerOf(contextVariables), order, reason);
  }

  /** Sends the customer a message, only where that was asked for. */
  function notifyCustomer(
    channel: "email" | "phone",
    message: string,
    contextVariables: ContextVariables,
  ) {
    return `Sent to ${shop.notify(customerOf(contextVariables), channel, message)}.`;
  }

  triage.functions = [identify, transferToSales, transferToRefunds];
  sales.functions = [identify, searchProducts, placeOrder, notifyCustomer, transferToTriage];
  refunding.functions = [orderStatus, cancelOrder, refundOrder, notifyCustomer, transferToTriage];

  return { agent: triage, agents: [sales, refunding], state: shop.state };
}

/** What every agent is told before its own task. */
function shopRules({
  name = "not known yet: ask for the e-mail address",
}: ContextVariables): string {
  return `You work for Thimble, a shop for clothes. The customer: ${String(name)}.
Answer briefly, in the customer's language. Sums are in pounds. Say nothing of stock or money that no tool has said.`;
}

function customerOf({ customer_id: id }: ContextVariables): number {
  if (typeof id !== "number") throw new Error("Nobody is identified: ask for the e-mail address.");
  return id;
}
