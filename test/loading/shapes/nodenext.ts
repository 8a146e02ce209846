import { json, type Shape } from "./shape.ts";

/** Specifiers that name what `tsc` will write, and subpath imports. */
export const nodenext: Shape = {
  agents: "src/agents.ts",
  call: { name: "book", arguments: { seats: 2 }, output: "2 seats, 30 EUR, v1.2.0, a-b, clock 9" },
  files: {
    "package.json": json({
      type: "module",
      version: "1.2.0",
      imports: { "#money/*.js": "./src/money/*.js", "#clock": "./src/clock.mts" },
    }),
    "tsconfig.json": json({
      compilerOptions: {
        module: "nodenext",
        target: "es2023",
        strict: true,
        resolveJsonModule: true,
      },
    }),
    "src/agents.ts": `
import { Agent } from "swarm-eval";
import { book } from "./tools/book.js";
export default new Agent({ name: "Clerk", functions: [book] });
`,
    "src/tools/book.ts": `
import { format } from "#money/format.js";
import { hour } from "#clock";
import { Fare, fareOf } from "../fares.mjs";
import joined = require("../joined.cjs");
import { version } from "../../package.json";
const { half } = await import("./half.js");

/** Books seats. */
export function book(seats: number) {
  const fare: Fare = fareOf(seats);
  return \`\${seats} seats, \${format(half(fare.price))}, v\${version}, \${joined("a", "b")}, clock \${hour}\`;
}
`,
    "src/tools/half.tsx": `export const half = (price: number): number => price / 2;\n`,
    // What an earlier build left beside its source.
    "src/tools/half.js": `throw new Error("stale");\n`,
    "src/money/format.ts": `export const format = (price: number): string => price + " EUR";\n`,
    "src/clock.mts": `export const hour: number = 9;\n`,
    "src/fares.mts": `
export interface Fare { price: number }
export const fareOf = (seats: number): Fare => ({ price: seats * 30 });
`,
    "src/joined.cts": `
import path = require("node:path");
const joined = (...parts: string[]): string => path.join(...parts).replaceAll(path.sep, "-");
export = joined;
`,
  },
};
