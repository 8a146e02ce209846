import { expect, it } from "vitest";
import { describeExports, project, signatureIn, type NodeOptions, type Read } from "./project.ts";

const TOOLS = `
import type { Order } from "./order.ts";
/** Cancels. */
export function cancel(id, reason = "none", count = 1) {}
export function order(count = 1 + 1) {}
export function refund(order: Order) {}
export function watch(order: Map<string, Order>) {}
`;

/** A hook without which the program of TypeScript cannot be found, as where optional dependencies are left out. */
const LEFT_OUT = `
import { registerHooks } from "node:module";
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith("@typescript/")) throw new Error("not installed");
    return next(specifier, context);
  },
});`;

const WITHOUT: Readonly<Record<string, NodeOptions>> = {
  "its program is left out": { imports: ["./left-out.mjs"] },
  "no process may be started": {
    env: { NODE_OPTIONS: "--permission --allow-fs-read=* --allow-fs-write=* --allow-addons" },
  },
};

function desk() {
  const made = project({
    "tools.ts": TOOLS,
    "order.ts": "export interface Order { id: number }",
    "left-out.mjs": LEFT_OUT,
    "describe.mjs": describeExports(["tools.ts"]),
  });
  const read = ({ imports = [], ...options }: NodeOptions = {}): Read | undefined => {
    const own = imports.map((file) => `${made.root}/${file}`);
    return (
      JSON.parse(made.node("describe.mjs", { imports: own, ...options }).stdout) as Read[]
    )[0];
  };
  return { read, [Symbol.dispose]: made[Symbol.dispose] };
}

it.each(Object.keys(WITHOUT))("reads names and defaults, and guesses no type, where %s", (way) => {
  using made = desk();
  const read = made.read(WITHOUT[way]);
  expect(signatureIn(read, "cancel")).toMatchObject({
    description: "Cancels.",
    parameters: [
      { name: "id", schema: { type: "string" }, required: true },
      { name: "reason", schema: { type: "string" }, required: false },
      { name: "count", schema: { type: "number" }, required: false },
    ],
  });
  for (const name of ["refund", "order"])
    expect(read?.[name]).toMatch(
      /cannot be a tool as it stands: it has types, and TypeScript, which reads them, cannot be started \(.+\)\.\nDescribe it yourself, with tool\(\)/,
    );
});

it.each(Object.keys(WITHOUT))("knows what was read before, where %s", (way) => {
  using made = desk();
  const before = made.read();
  expect(signatureIn(before, "refund").parameters).toMatchObject([
    { schema: { properties: { id: { type: "number" } } } },
  ]);
  expect(before?.["watch"]).toContain("`Map<string, Order>` has no JSON Schema");
  expect(made.read(WITHOUT[way])).toEqual(before);
});
