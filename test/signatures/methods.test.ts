import { beforeAll, describe, expect, it } from "vitest";
import { readExports, signatureIn, type Read } from "./project.ts";

const CORE = `
class Account {
  #cards = new Map<string, number>();
  /** Blocks a card. */
  async blockCard(last4: string, reason: "lost" | "stolen" = "lost") { return this.#cards.get(last4); }
  limitOf = (last4: string) => this.#cards.get(last4);
  greet(name: string) { return "Hello " + name; }
  handOn(name: string) { return helper(this, name); }
  static open(owner: string) { return new this(); }
  static rate(percent: number) { return percent; }
  inner(name: string) { return function () { return this.name; }; }
  balance() { return (() => this.#cards.size)(); }
}
class Savings extends Account {
  greet(name: string) { return super.greet(name); }
}
const helper = (..._: unknown[]) => 1;
const desk = { queue: [1], next(count: number) { return this.queue[count]; } };
const core = new Savings();

export const blockCard = core.blockCard.bind(core);
export const limitOf = core.limitOf;
export const greet = new Account().greet;
export const { handOn, inner } = core;
export const { rate } = Account;
export const open = Account.open.bind(Account);
export const next = desk.next.bind(desk);

export const lostBlockCard = core.blockCard;
export const lostGreet = core.greet;
export const lostOpen = Account.open;
export const lostNext = desk.next;
export const lostBalance = core.balance;
export function lostFunction(name: string) { return this[name]; }
`;

const BOUND = `
class Database {}
type Variables = Record<string, unknown>;
function find(db: Database, contextVariables: Variables, id: number, limit = 10) {}
function search(contextVariables: Variables, { text }: { text: string }) {}
const db = new Database();
export const all = find.bind(null, db);
export const ofCustomer = find.bind(null, db, {});
export const one = find.bind(null, db).bind(null, {}, 7);
export const whole = find;
export const searching = search.bind(null, {});
export const nothing = search.bind(null, {}, { text: "" });
export const renamed = Object.defineProperty(find.bind(null, db), "name", { value: "lookUp" });
`;

const WRAPPED = `
type Book = (from: string, seats?: number) => string;
const book: Book = (from, seats) => from + seats;
export const typed: Book = (...args) => book(...args);
export const parameters = (...args: Parameters<typeof book>) => book(...args);
export const tuple = (...args: [from: string, seats: 1 | 2]) => book(...args);
export const behind = (contextVariables: object, ...[from]: [from: string]) => book(from);
const withLog = <A extends unknown[]>(fn: (...args: A) => unknown) => function logged(...args: A) { return fn(...args); };
export const generic = withLog(book);
export const nameless = (...args: [string, number]) => book(...args);
`;

const DECORATORS = `
type Method = (this: any, ...args: any[]) => unknown;
export const logged = (method: Method, _: object) =>
  function (this: unknown, ...args: unknown[]) { return method.apply(this, args); };
export const timed = (method: Method, { name }: { name: string | symbol }) =>
  Object.defineProperty((...args: unknown[]) => method(...args), "name", { value: name });
export const noted = (_method: Method, _: object) => {};
`;

const DECORATED = `
import { logged, noted, timed } from "./decorators.ts";
class Cards {
  @noted @logged @timed
  block(last4: string, reason: "lost" | "stolen" = "lost") { return last4 + reason; }
  @timed static limit(last4: string) { return last4; }
  @noted plain(last4: string) { return last4; }
}
const cards = new Cards();
export const wrapped = cards.block.bind(cards);
export const wrappedStatic = Cards.limit;
export const { plain } = cards;
export const block = (...args: Parameters<Cards["block"]>) => cards.block(...args);
export const limit = (...args: Parameters<typeof Cards.limit>) => Cards.limit(...args);
`;

describe("a method", () => {
  let read: Read;
  beforeAll(() => {
    read = readExports({ "core.ts": CORE })["core.ts"] ?? {};
  });

  it.each(["blockCard", "limitOf", "greet", "handOn", "inner", "rate", "open", "next"])(
    "is a tool with its object, or if it needs none: %s",
    (name) => {
      expect(signatureIn(read, name)).toMatchObject({
        name,
        parameters: [{ required: true }, {}].slice(0, name === "blockCard" ? 2 : 1),
      });
    },
  );

  it("has the types and the JSDoc that it had before it was bound", () => {
    expect(signatureIn(read, "blockCard")).toMatchObject({
      description: "Blocks a card.",
      parameters: [
        { name: "last4", schema: { type: "string" } },
        { name: "reason", schema: { enum: ["lost", "stolen"] }, required: false },
      ],
    });
  });

  it("that reads its object is refused without it", () => {
    const lost = Object.entries(read).filter(([name]) => name.startsWith("lost"));
    expect(lost.map(([, message]) => message).join("\n\n")).toMatchInlineSnapshot(`
      "The function "balance" cannot be a tool as it stands: it is a method of Account and reads \`this\`, which is lost when it is handed over alone.
      Bind it to its object where the agent lists it:

        functions: [account.balance.bind(account)]

      or make it an arrow function of the class:

        balance = (…) => { … };

      The function "blockCard" cannot be a tool as it stands: it is a method of Account and reads \`this\`, which is lost when it is handed over alone.
      Bind it to its object where the agent lists it:

        functions: [account.blockCard.bind(account)]

      or make it an arrow function of the class:

        blockCard = async (…) => { … };

      The function "lostFunction" cannot be a tool as it stands: it reads \`this\`, which is lost when it is handed over alone.
      Bind it to its object where the agent lists it:

        functions: [lostFunction.bind(object)]

      The function "greet" cannot be a tool as it stands: it is a method of Savings and reads \`this\`, which is lost when it is handed over alone.
      Bind it to its object where the agent lists it:

        functions: [savings.greet.bind(savings)]

      or make it an arrow function of the class:

        greet = (…) => { … };

      The function "next" cannot be a tool as it stands: it is a method of desk and reads \`this\`, which is lost when it is handed over alone.
      Bind it to its object where the agent lists it:

        functions: [desk.next.bind(desk)]

      The function "open" cannot be a tool as it stands: it is a static method of Account and reads \`this\`, which is lost when it is handed over alone.
      Bind it to its object where the agent lists it:

        functions: [Account.open.bind(Account)]

      or make it an arrow function of the class:

        static open = (…) => { … };"
    `);
  });
});

/** The names of the parameters, in order; one may be left out if it ends in a question mark. */
function names(read: Read | undefined, name: string): readonly string[] {
  return signatureIn(read, name).parameters.map((each) => each.name + (each.required ? "" : "?"));
}

it("takes what is bound off the parameters", () => {
  const { "bound.ts": read } = readExports({ "bound.ts": BOUND });
  expect(names(read, "all")).toEqual(["id", "limit?"]);
  expect(signatureIn(read, "all")).toMatchObject({ name: "find", contextVariables: 0 });
  expect(names(read, "ofCustomer")).toEqual(["id", "limit?"]);
  expect(signatureIn(read, "ofCustomer").contextVariables).toBeUndefined();
  expect(names(read, "one")).toEqual(["limit?"]);
  expect(read?.["whole"]).toContain('parameter "db" cannot be described: `Database` is a class');
  expect(names(read, "searching")).toEqual(["text"]);
  expect(signatureIn(read, "searching")).toMatchObject({ call: "object" });
  expect(signatureIn(read, "nothing")).toMatchObject({ call: "positional", parameters: [] });
  expect(signatureIn(read, "renamed").name).toBe("lookUp");
});

it("reads the parameters of a wrapper where its rest parameter has a known type", () => {
  const { "wrapped.ts": read } = readExports({ "wrapped.ts": WRAPPED });
  expect(names(read, "typed")).toEqual(["from", "seats?"]);
  expect(names(read, "parameters")).toEqual(["from", "seats?"]);
  expect(names(read, "tuple")).toEqual(["from", "seats"]);
  expect(names(read, "behind")).toEqual(["from"]);
  for (const name of ["generic", "nameless"])
    expect(read?.[name]).toContain(
      'its parameter "...args" is a rest parameter, and arguments are given by name.\nDescribe it yourself, with tool()',
    );
});

it("names a method that a decorator wraps, and shows what can be a tool in its place", () => {
  const { "cards.ts": read } = readExports({ "decorators.ts": DECORATORS, "cards.ts": DECORATED });
  expect(read?.["wrapped"]).toMatchInlineSnapshot(`
    "The function "block" cannot be a tool as it stands: it is Cards.block, which a decorator wraps in a function (decorators.ts:4) that has no name for the model to call it by.
    Hand over a function with the method's own parameters:

      const block = (...args: Parameters<Cards["block"]>) => cards.block(...args);

    or describe it yourself, with tool() from "swarm-eval"."
  `);
  expect(read?.["wrappedStatic"]).toContain(
    "it is Cards.limit, which a decorator wraps in a function (decorators.ts:6) whose parameter",
  );
  expect(names(read, "block")).toEqual(["last4", "reason?"]);
  expect(names(read, "limit")).toEqual(["last4"]);
  expect(names(read, "plain")).toEqual(["last4"]);
});
