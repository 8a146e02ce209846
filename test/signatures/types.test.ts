import { beforeAll, describe, expect, it } from "vitest";
import type { JsonSchema } from "../../src/signatures/schema/signature.ts";
import { readExports, signatureIn, type Read } from "./project.ts";

interface Row {
  readonly type: string;
  readonly declared?: string;
  readonly schema: JsonSchema;
  readonly required?: false;
}

const rows: Readonly<Record<string, Row>> = {
  "a string": { type: "string", schema: { type: "string" } },
  "a number": { type: "number", schema: { type: "number" } },
  "a boolean": { type: "boolean", schema: { type: "boolean" } },
  null: { type: "null", schema: { type: "null" } },
  anything: { type: "unknown", schema: {} },
  any: { type: "any", schema: {} },
  "a Date, as a date-time string": {
    type: "Date",
    schema: { type: "string", format: "date-time" },
  },
  "an array": { type: "number[]", schema: { type: "array", items: { type: "number" } } },
  "an Array<T>": {
    type: "Array<string>",
    schema: { type: "array", items: { type: "string" } },
  },
  "a readonly array": {
    type: "readonly boolean[]",
    schema: { type: "array", items: { type: "boolean" } },
  },
  "a ReadonlyArray of a union": {
    type: "ReadonlyArray<string | number>",
    schema: { type: "array", items: { anyOf: [{ type: "string" }, { type: "number" }] } },
  },
  "a tuple": {
    type: "[name: string, age?: number]",
    schema: {
      type: "array",
      prefixItems: [{ type: "string" }, { type: "number" }],
      items: { anyOf: [{ type: "string" }, { type: "number" }] },
      minItems: 1,
      maxItems: 2,
    },
  },
  "a tuple with a rest": {
    type: "[string, ...number[]]",
    schema: {
      type: "array",
      prefixItems: [{ type: "string" }],
      items: { type: "number" },
      minItems: 1,
    },
  },
  "an object literal with an optional property": {
    type: "{ from: string; readonly seats?: number; 'to-date': boolean }",
    schema: {
      type: "object",
      properties: {
        from: { type: "string" },
        seats: { type: "number" },
        "to-date": { type: "boolean" },
      },
      required: ["from", "to-date"],
    },
  },
  "an object whose properties are all optional, without `required`": {
    type: "{ from?: string }",
    schema: { type: "object", properties: { from: { type: "string" } } },
  },
  "a property that may be undefined": {
    type: "{ from: string | undefined }",
    schema: { type: "object", properties: { from: { type: "string" } } },
  },
  "any object": { type: "object", schema: { type: "object" } },
  "a record": {
    type: "Record<string, number>",
    schema: { type: "object", additionalProperties: { type: "number" } },
  },
  "a record of known keys": {
    type: 'Record<"a" | "b", boolean>',
    schema: {
      type: "object",
      properties: { a: { type: "boolean" }, b: { type: "boolean" } },
      required: ["a", "b"],
    },
  },
  "an index signature": {
    type: "{ [city: string]: string[] }",
    schema: {
      type: "object",
      additionalProperties: { type: "array", items: { type: "string" } },
    },
  },
  "one literal": { type: '"celsius"', schema: { type: "string", enum: ["celsius"] } },
  "a union of strings": {
    type: '"celsius" | "fahrenheit"',
    schema: { type: "string", enum: ["celsius", "fahrenheit"] },
  },
  "a union of numbers": { type: "-1 | 0 | 1", schema: { type: "number", enum: [-1, 0, 1] } },
  "a union of literals of several types": {
    type: '"auto" | 1 | 2 | false',
    schema: {
      anyOf: [
        { type: "string", enum: ["auto"] },
        { type: "number", enum: [1, 2] },
        { type: "boolean", enum: [false] },
      ],
    },
  },
  "a general union": {
    type: "string | number[]",
    schema: { anyOf: [{ type: "string" }, { type: "array", items: { type: "number" } }] },
  },
  "a union with null": {
    type: "string | null",
    schema: { anyOf: [{ type: "string" }, { type: "null" }] },
  },
  "a union with undefined, which is not required": {
    type: "string | undefined",
    schema: { type: "string" },
    required: false,
  },
  "an alias that may be undefined": {
    declared: "type Maybe = number | undefined;",
    type: "Maybe",
    schema: { type: "number" },
    required: false,
  },
  "a Date or null": {
    type: "Date | null",
    schema: { anyOf: [{ type: "string", format: "date-time" }, { type: "null" }] },
  },
  "an alias of a union, widened": {
    declared: 'type Unit = "c" | "f";',
    type: 'Unit | "k"',
    schema: { type: "string", enum: ["c", "f", "k"] },
  },
  "an interface that extends another, with descriptions": {
    declared: `
      interface Base { /** The booking's number. */ id: string }
      interface Booking extends Base {
        /**
         * Who travels.
         * @type {integer[]}
         */
        passengers: number[];
      }`,
    type: "Booking",
    schema: {
      type: "object",
      properties: {
        id: { type: "string", description: "The booking's number." },
        passengers: {
          type: "array",
          items: { type: "integer" },
          description: "Who travels.",
        },
      },
      required: ["id", "passengers"],
    },
  },
  "an interface that is declared in two parts": {
    declared: "interface Trip { from: string } interface Trip { to?: string }",
    type: "Trip",
    schema: {
      type: "object",
      properties: { from: { type: "string" }, to: { type: "string" } },
      required: ["from"],
    },
  },
  "an exported type that is declared after its use": {
    declared: "",
    type: "Later",
    schema: { type: "object", properties: { at: { type: "string" } }, required: ["at"] },
  },
  "an intersection": {
    declared: "type A = { a: string }; interface B { b?: number }",
    type: "A & B",
    schema: {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "number" } },
      required: ["a"],
    },
  },
  "a generic alias and its argument": {
    declared: "type Page<T, K = string> = { items: T[]; next?: K };",
    type: "Page<Page<number>>",
    schema: {
      type: "object",
      properties: {
        items: {
          type: "array",
          items: {
            type: "object",
            properties: {
              items: { type: "array", items: { type: "number" } },
              next: { type: "string" },
            },
            required: ["items"],
          },
        },
        next: { type: "string" },
      },
      required: ["items"],
    },
  },
  "the elements of a constant": {
    declared: 'const UNITS = ["c", "f"] as const;',
    type: "(typeof UNITS)[number]",
    schema: { type: "string", enum: ["c", "f"] },
  },
  "the elements of a constant that spreads another": {
    declared: 'const UNITS = ["c", "f"] as const; const ALL = [...UNITS, "k"] as const;',
    type: "(typeof ALL)[number]",
    schema: { type: "string", enum: ["c", "f", "k"] },
  },
  "an alias by the name of its constant": {
    declared: 'const Unit = ["c", "f"] as const; type Unit = (typeof Unit)[number];',
    type: "Unit",
    schema: { type: "string", enum: ["c", "f"] },
  },
  "the elements of an array that is not a constant": {
    declared: 'const UNITS = ["c", "f"];',
    type: "(typeof UNITS)[number]",
    schema: { type: "string" },
  },
  "the keys of a constant": {
    declared: "const PRICES = { tea: 2, cake: () => 3 };",
    type: "keyof typeof PRICES",
    schema: { type: "string", enum: ["tea", "cake"] },
  },
  "the values of a constant": {
    declared: 'const CODE = { rome: "FCO", paris: "CDG" } as const;',
    type: "(typeof CODE)[keyof typeof CODE]",
    schema: { type: "string", enum: ["FCO", "CDG"] },
  },
  "the keys of an interface": {
    declared: "interface Trip { from: string; to: string }",
    type: "keyof Trip",
    schema: { type: "string", enum: ["from", "to"] },
  },
  "a property of an interface": {
    declared: "interface Trip { seats?: number[] }",
    type: 'Trip["seats"]',
    schema: { type: "array", items: { type: "number" } },
    required: false,
  },
  Partial: {
    declared: "interface Trip { from: string }",
    type: "Partial<Trip>",
    schema: { type: "object", properties: { from: { type: "string" } } },
  },
  "Required of Pick": {
    declared: "interface Trip { from?: string; to: string }",
    type: 'Required<Pick<Trip, "from">>',
    schema: { type: "object", properties: { from: { type: "string" } }, required: ["from"] },
  },
  "Readonly of Omit": {
    declared: "interface Trip { from?: string; to: string }",
    type: 'Readonly<Omit<Trip, "from">>',
    schema: { type: "object", properties: { to: { type: "string" } }, required: ["to"] },
  },
  NonNullable: { type: "NonNullable<string | null>", schema: { type: "string" } },
  "a property called like a method of every object": {
    type: "{ constructor: string; __proto__: number }",
    schema: {
      type: "object",
      properties: Object.fromEntries([
        ["constructor", { type: "string" }],
        ["__proto__", { type: "number" }],
      ]),
      required: ["constructor", "__proto__"],
    },
  },
};

describe("the schema of a parameter is read from its type", () => {
  let read: Readonly<Record<string, Read>>;

  beforeAll(() => {
    const files = Object.values(rows).map(({ declared = "", type }, at) => [
      `module-${at}.ts`,
      `${declared}\nexport function tool(value: ${type}) {}\nexport interface Later { at: string }\n`,
    ]);
    read = readExports(Object.fromEntries(files));
  });

  it.each(Object.entries(rows).map(([title, row], at) => [title, row, at] as const))(
    "%s",
    (_, { schema, required = true }, at) => {
      const { parameters } = signatureIn(read[`module-${at}.ts`], "tool");
      expect(parameters).toMatchObject([{ name: "value", required }]);
      expect(parameters[0]?.schema).toEqual(schema);
    },
  );
});
