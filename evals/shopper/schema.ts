/** The tables of the shop. Sums are in pence, days as 2026-03-02. */
export const SCHEMA = `
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  phone TEXT
) STRICT;

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  price INTEGER NOT NULL CHECK (price > 0),
  stock INTEGER NOT NULL CHECK (stock >= 0),
  final_sale INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers,
  product_id INTEGER NOT NULL REFERENCES products,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  paid INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('placed', 'shipped', 'delivered', 'cancelled', 'refunded')),
  delivered_on TEXT
) STRICT;

CREATE TABLE refunds (
  order_id INTEGER PRIMARY KEY REFERENCES orders,
  amount INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE notifications (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers,
  recipient TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;
`;

/** What is in them when a conversation begins. */
export const SEED = `
INSERT INTO customers VALUES
  (1, 'Amara Diallo', 'amara@example.org', '+44 20 7946 0011'),
  (2, 'Jonas Weber', 'jonas@example.org', NULL),
  (3, '이서연', 'seoyeon@example.org', '+82 2 312 0033');

INSERT INTO products VALUES
  (1, 'wool hat', 1999, 5, 0),
  (2, 'wool socks', 899, 40, 0),
  (3, 'rain jacket', 7950, 1, 0),
  (4, 'silk scarf', 3200, 3, 1),
  (5, 'running shoes', 6400, 0, 0);

INSERT INTO orders VALUES
  (501, 1, 1, 1, 1999, 'delivered', '2026-02-20'),
  (502, 1, 4, 1, 3200, 'delivered', '2026-02-25'),
  (503, 2, 5, 1, 6400, 'delivered', '2026-01-10'),
  (504, 2, 2, 3, 2697, 'shipped', NULL),
  (505, 3, 3, 1, 7950, 'placed', NULL),
  (506, 1, 2, 1, 899, 'refunded', '2026-02-11');

INSERT INTO refunds VALUES (506, 899, 'damaged');
`;
