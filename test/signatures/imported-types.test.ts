import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { readTypedModule } from "../../src/signatures/loading/typed-readings.ts";
import type { FunctionReading, JsonSchema } from "../../src/signatures/schema/signature.ts";
import { project } from "./project.ts";

const SHOP = {
  "tsconfig.json": JSON.stringify({
    extends: "./tsconfig.base.json",
    compilerOptions: { paths: { "@shop/*": ["shop/*"] } },
  }),
  "tsconfig.base.json": JSON.stringify({ compilerOptions: { strict: false, baseUrl: "src" } }),
  "src/shop/trip.ts": `
    export const KINDS = ["train", "bus", "ferry"] as const;
    export type Kind = (typeof KINDS)[number];
    export interface Base { /** The number of the booking. */ id: string }
    export interface Trip extends Base { kind: Kind; seats?: number; readonly note: string | null }
    export enum Class { Second = "2nd", First = "1st" }
    export type Page<T> = { items: T[]; next?: string };
    export namespace Fares { export type Fare = { price: number } }
    export default interface City { name: string }
    export function book(trip: Kind, count: number): boolean { return true; }
    export const prices = { train: 12, bus: 4 };
  `,
  "src/shop/index.ts": `
    export * from "./trip.ts";
    export { type Kind as Mode, default as City } from "./trip.ts";
    export * as trips from "./trip.ts";
  `,
  "src/types.d.ts": "declare interface Global { everywhere: boolean }",
  "node_modules/@types/fare/index.d.ts": 'export type Zone = "inner" | "outer";',
  "node_modules/fares/package.json": JSON.stringify({ name: "fares", types: "main.d.ts" }),
  "node_modules/fares/main.d.ts": 'export * from "./zones";',
  "node_modules/fares/zones.d.ts": "export interface Ticket { zone: 2 | 1; until?: Date }",
};

const IMPORTS = `
import { z } from "zod";
import type { Ticket } from "fares";
import type { Zone } from "fare";
import type Town from "./shop/trip.ts";
import { Class, KINDS, prices, type City, type Fares, type Kind, type Mode, type Page, type Trip, type trips } from "@shop/index.ts";
import type { book } from "shop/trip";
const Stay = z.object({ nights: z.number().int(), extras: z.array(z.enum(["breakfast", "pool"])).optional() });
`;

const string: JsonSchema = { type: "string" };
const oneOf = (...literals: string[]): JsonSchema => ({ type: "string", enum: literals });
const object = (
  properties: Record<string, JsonSchema>,
  required = Object.keys(properties),
): JsonSchema => ({ type: "object", properties, ...(required.length > 0 && { required }) });
const kind = oneOf("train", "bus", "ferry");
const id = { type: "string", description: "The number of the booking." };
const seats = { type: "number" };
const note = { anyOf: [string, { type: "null" }] };
const trip = object({ id, kind, seats, note }, ["id", "kind", "note"]);

const rows: Readonly<Record<string, readonly [type: string, schema: JsonSchema]>> = {
  "an alias of a constant's elements": ["Kind", kind],
  "an interface that extends another": ["Trip", trip],
  "a name that a barrel changes": ["Mode", kind],
  "a default export": ["Town", object({ name: string })],
  "a default export through a barrel": ["City", object({ name: string })],
  "a namespace of a barrel": ["trips.Kind", kind],
  "a namespace": ["Fares.Fare", object({ price: { type: "number" } })],
  "a constant": ["(typeof KINDS)[number]", kind],
  "the keys of a constant": ["keyof typeof prices", oneOf("train", "bus")],
  "an enum": ["Class", oneOf("2nd", "1st")],
  "a member of an enum": ["Class.First", oneOf("1st")],
  "an applied generic": [
    "Page<Kind>",
    object({ items: { type: "array", items: kind }, next: string }, ["items"]),
  ],
  "a branded string": ['string & { readonly __brand: "Id" }', string],
  "import()": ['import("./shop/trip.ts").Kind', kind],
  Pick: ['Pick<Trip, "kind" | "seats">', object({ kind, seats }, ["kind"])],
  Omit: ['Omit<Trip, "note" | "id">', object({ kind, seats }, ["kind"])],
  Partial: ["Partial<Trip>", object({ id, kind, seats, note }, [])],
  Required: ["Required<Trip>", object({ id, kind, seats, note })],
  Readonly: ["Readonly<Trip>", trip],
  "Record of a union": ["Record<Kind, number>", object({ train: seats, bus: seats, ferry: seats })],
  Exclude: ['Exclude<Kind, "bus">', oneOf("train", "ferry")],
  "an indexed access": ['Trip["kind"]', kind],
  "a parameter of a function": ["Parameters<typeof book>[1]", { type: "number" }],
  "what a function returns": ["ReturnType<typeof book>", { type: "boolean" }],
  "a mapped type": [
    "{ [K in Kind]?: boolean }",
    object(
      { train: { type: "boolean" }, bus: { type: "boolean" }, ferry: { type: "boolean" } },
      [],
    ),
  ],
  "a template, whose texts are written nowhere and so sorted": [
    "`by ${Kind}`",
    oneOf("by bus", "by ferry", "by train"),
  ],
  "a conditional type": ["Kind extends string ? 1 : 2", { type: "number", enum: [1] }],
  "z.infer": [
    "z.infer<typeof Stay>",
    object(
      { nights: { type: "number" }, extras: { type: "array", items: oneOf("breakfast", "pool") } },
      ["nights"],
    ),
  ],
  "a type of a package": [
    "Ticket",
    object(
      { zone: { type: "number", enum: [2, 1] }, until: { type: "string", format: "date-time" } },
      ["zone"],
    ),
  ],
  "a type of a package in @types": ["Zone", oneOf("inner", "outer")],
};

const types = Object.values(rows).map(([type]) => type);
const TOOLS =
  IMPORTS + types.map((type, at) => `export function f${at}(value: ${type}) {}\n`).join("");

/** What the functions of a module are, none of which is loaded. */
function readings(root: string, file: string, text: string): (FunctionReading | undefined)[] {
  const read = readTypedModule(join(root, file), text);
  return read?.functions.map(({ reading }) => reading) ?? [];
}

function schemaOf(reading: FunctionReading | undefined): JsonSchema | string | undefined {
  if (reading?.type !== "signature") return reading?.reason;
  const [parameter] = reading.parameters;
  return parameter && ("refusal" in parameter ? parameter.refusal.reason : parameter.schema);
}

function shop() {
  const made = project(SHOP);
  const zod = fileURLToPath(new URL("../../node_modules/zod", import.meta.url));
  symlinkSync(zod, join(made.root, "node_modules/zod"));
  return made;
}

describe("a type of another module", () => {
  let read: readonly (FunctionReading | undefined)[];
  beforeAll(() => {
    using made = shop();
    read = readings(made.root, "src/tools.ts", TOOLS);
  });
  it.each(Object.keys(rows).map((title, at) => [title, at] as const))("%s", (title, at) => {
    // As text: the order of properties is part of what a model is told.
    expect(JSON.stringify(schemaOf(read[at]))).toBe(JSON.stringify(rows[title]?.[1]));
  });
});

it("reads the types of JavaScript that its JSDoc imports", () => {
  using made = shop();
  const read = readings(
    made.root,
    "src/tools.js",
    `
/** @import { Kind, Trip } from "@shop/index.ts" */
/** @typedef {{ kind: Kind, count?: integer }} Search */
/** @param {Search} search @param {Trip["note"]} note */
export function find(search, note) {}
/** @param {import("./shop/trip.ts").Kind} kind */
export const book = (kind) => kind;
`,
  );
  expect(read).toMatchObject([
    {
      parameters: [
        { schema: object({ kind, count: { type: "integer" } }, ["kind"]) },
        { schema: note },
      ],
    },
    { parameters: [{ schema: kind }] },
  ]);
});

it("reads a destructured parameter of an imported type", () => {
  using made = shop();
  const text = `import type { Trip } from "./shop/trip";
export function book({ kind, seats = 1, ...rest }: Omit<Trip, "id">) {}`;
  // With JSX, which a module of this name may hold.
  expect(readings(made.root, "src/tools.tsx", text)).toMatchObject([
    {
      call: "object",
      parameters: [
        { name: "kind", schema: kind, required: true },
        { name: "seats", schema: seats, required: false },
        { name: "note", schema: note, required: true },
      ],
    },
  ]);
});

describe("what was read is read again", () => {
  const TEXT = `import type { Trip } from "@shop/trip.ts";
import type { Ticket } from "fares";
export function book(value: Trip["kind"], ticket: Ticket["zone"]) {}`;
  const trip = (members: string) => ({
    "src/shop/trip.ts": `export interface Trip { kind: ${members} }`,
  });
  const zone = (type: string, version: string) => ({
    "node_modules/fares/package.json": JSON.stringify({ version, types: "main.d.ts" }),
    "node_modules/fares/main.d.ts": `export interface Ticket { zone: ${type} }`,
  });

  it.each([
    ["when a module that it rests on has changed", trip('"a" | "bb"'), "bb"],
    ["when a package is of another version", zone('"inner"', "2.0.0"), "inner"],
    [
      "when a tsconfig that it rests on has changed",
      {
        "tsconfig.base.json": JSON.stringify({ compilerOptions: { baseUrl: "src/elsewhere" } }),
        "src/elsewhere/shop/trip.ts": 'export interface Trip { kind: "other" }',
      },
      "other",
    ],
    ["when a type that was missing is there", {}, "late"],
  ])("%s", (_, changed, expected) => {
    using made = shop();
    made.write({ ...trip('"a"'), ...zone('"outer"', "1.0.0") });
    const text = expected === "late" ? TEXT.replace("@shop/trip.ts", "./late.ts") : TEXT;
    const before = readings(made.root, "src/tools.ts", text);
    expect(JSON.stringify(before)).not.toContain(`["${expected}"]`);
    made.write({ ...changed, "src/late.ts": 'export interface Trip { kind: "late" }' });
    expect(JSON.stringify(readings(made.root, "src/tools.ts", text))).toContain(`"${expected}"]`);
  });
});
