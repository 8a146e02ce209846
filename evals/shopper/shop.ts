import { DatabaseSync } from "node:sqlite";
import { SCHEMA, SEED } from "./schema.ts";

/** The day on which every conversation takes place. */
const TODAY = "2026-03-02";

/** Until so many days after the delivery, an order can be given back. */
const DAYS_TO_RETURN = 30;

/** Pence that the way back costs whoever gives back what is as it should be. */
const POSTAGE = 350;

const TABLES = ["customers", "products", "orders", "refunds", "notifications"];

interface Order {
  readonly id: number;
  readonly product: string;
  readonly product_id: number;
  readonly quantity: number;
  readonly paid: number;
  readonly status: string;
  readonly final_sale: number;
  /** Days since it was delivered; null where it was not. */
  readonly days: number | null;
}

/**
 * A shop whose data is in an SQLite database: a new one in memory for every call, so that no trial sees what another did.
 * What the shop refuses, it throws, and then nothing of it was done.
 */
export function openShop() {
  const database = new DatabaseSync(":memory:");
  database.exec(SCHEMA + SEED);

  function customer(email: string) {
    const found = database.prepare("SELECT id, name FROM customers WHERE email = ?").get(email);
    if (found === undefined) throw new Error(`No customer has the address ${email}.`);
    return found as { readonly id: number; readonly name: string };
  }

  /** Products whose name has these words in it, the cheapest first. */
  function products(words: string, most: number) {
    return database
      .prepare(
        `SELECT id, name, price / 100.0 AS pounds, stock FROM products
         WHERE name LIKE '%' || ? || '%' AND price <= ? ORDER BY price`,
      )
      .all(words, most);
  }

  /** An order, for the customer whose it is. */
  function order(customerId: number, id: number): Order {
    const found = database
      .prepare(
        `SELECT orders.*, products.name AS product, final_sale,
           julianday(?) - julianday(delivered_on) AS days
         FROM orders JOIN products ON products.id = product_id
         WHERE orders.id = ? AND customer_id = ?`,
      )
      .get(TODAY, id, customerId);
    if (found === undefined) throw new Error(`This customer has no order ${id}.`);
    return found as unknown as Order;
  }

  /** The database itself refuses more than is in stock. */
  function place(customerId: number, productId: number, quantity: number) {
    return inTransaction(() => {
      const product = database.prepare("SELECT price FROM products WHERE id = ?").get(productId);
      if (product === undefined) throw new Error(`There is no product ${productId}.`);
      const { lastInsertRowid: id } = database
        .prepare(
          `INSERT INTO orders (customer_id, product_id, quantity, paid, status)
           VALUES (?, ?, ?, ?, 'placed')`,
        )
        .run(customerId, productId, quantity, Number(product["price"]) * quantity);
      restock(productId, -quantity);
      return order(customerId, Number(id));
    });
  }

  function cancel(customerId: number, id: number) {
    const { status, paid } = order(customerId, id);
    if (status !== "placed") throw new Error(`Order ${id} is ${status}, and cannot be cancelled.`);
    return payBack(customerId, id, "cancelled", paid, "cancelled");
  }

  function refund(customerId: number, id: number, reason: "damaged" | "wrong_size" | "unwanted") {
    const { status, days, final_sale: final, paid } = order(customerId, id);
    if (days === null)
      throw new Error(`Order ${id} is ${status}: only what was delivered can be refunded.`);
    if (days > DAYS_TO_RETURN)
      throw new Error(`Order ${id} came ${days} days ago, and ${DAYS_TO_RETURN} are allowed.`);
    if (final === 1 && reason !== "damaged")
      throw new Error(`Order ${id} was sold for good: it can be given back only if damaged.`);
    const amount = reason === "unwanted" ? paid - POSTAGE : paid;
    return payBack(customerId, id, "refunded", amount, reason);
  }

  /** The database itself refuses to pay an order back twice. */
  function payBack(customerId: number, id: number, status: string, amount: number, reason: string) {
    return inTransaction(() => {
      const { product_id: product, quantity } = order(customerId, id);
      if (reason !== "damaged") restock(product, quantity);
      database.prepare("UPDATE orders SET status = ? WHERE id = ?").run(status, id);
      database.prepare("INSERT INTO refunds VALUES (?, ?, ?)").run(id, amount, reason);
      return { order: id, status, pounds: amount / 100 };
    });
  }

  function restock(productId: number, quantity: number) {
    database.prepare("UPDATE products SET stock = stock + ? WHERE id = ?").run(quantity, productId);
  }

  function notify(customerId: number, channel: "email" | "phone", message: string) {
    const { recipient } = database
      .prepare(
        "SELECT CASE ? WHEN 'email' THEN email ELSE phone END AS recipient FROM customers WHERE id = ?",
      )
      .get(channel, customerId) as { recipient: string | null };
    if (recipient === null) throw new Error(`No ${channel} of this customer is known.`);
    database
      .prepare("INSERT INTO notifications (customer_id, recipient, message) VALUES (?, ?, ?)")
      .run(customerId, recipient, message);
    return recipient;
  }

  /** Every table, its rows by their numbers. */
  function state() {
    const rows = (table: string) => database.prepare(`SELECT rowid AS row, * FROM ${table}`).all();
    return Object.fromEntries(
      TABLES.map((table) => [
        table,
        Object.fromEntries(rows(table).map(({ row, ...columns }) => [String(row), columns])),
      ]),
    );
  }

  function inTransaction<T>(work: () => T): T {
    database.exec("BEGIN");
    try {
      const done = work();
      database.exec("COMMIT");
      return done;
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  }

  return { customer, products, order, place, cancel, refund, notify, state };
}
