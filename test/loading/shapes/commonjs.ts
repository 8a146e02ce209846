import { json, type Shape } from "./shape.ts";

/**
 * What `tsc` compiles to CommonJS, as `npm init` begins: `require`, `export =`, `__dirname`, and imports among them; and
 * decorated classes that import each other.
 */
export const commonjs: Shape = {
  packages: ["reflect-metadata"],
  agents: "src/agents.ts",
  call: {
    name: "rate",
    arguments: { from: "EUR" },
    output:
      "EUR 2 in src, json rates, lazy yes, cents 200, plain function, Stay then undefined, Object",
  },
  files: {
    "package.json": json({ type: "commonjs" }),
    "tsconfig.json": json({
      compilerOptions: {
        module: "commonjs",
        target: "es2020",
        esModuleInterop: true,
        strict: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
      },
    }),
    "src/agents.ts": `
import { Agent } from "swarm-eval";
import { rate } from "./rates";
export default () => new Agent({ name: "Rates", functions: [rate] });
`,
    "src/rates.ts": `
import fs from "fs";
import * as path from "path";
import Table = require("./table");
import { toCents } from "./cents";
import plain from "plain";
import { named } from "plain";
import { Guest } from "./guest";
import { Stay } from "./stay";

const folder = path.basename(__dirname);
const { name } = JSON.parse(fs.readFileSync(path.join(__dirname, "rates.json"), "utf8"));

const typeOf = (of: object, property: string) => Reflect.getMetadata("design:type", of, property);
const types = \`\${typeOf(Guest.prototype, "last").name} then \${typeOf(Stay.prototype, "guest")}, \${typeOf(Stay.prototype, "host").name}\`;

/** Says a rate. */
export function rate(from: string) {
  const lazy = require("./lazy") as { yes: string };
  const table = new Table({ EUR: 2 });
  return \`\${from} \${table.of(from)} in \${folder}, json \${name}, lazy \${lazy.yes}, cents \${toCents(table.of(from))}, \${plain()} \${named}, \${types}\`;
}
if (require.main === module) throw new Error("not the program");
`,
    "src/rates.json": json({ name: "rates" }),
    "src/table.ts": `
interface Rates { [name: string]: number }
class Table {
  constructor(private readonly rates: Rates) {}
  of(name: string): number { return this.rates[name] ?? 0; }
}
export = Table;
`,
    "src/lazy.ts": `
enum Answer { Yes = "yes" }
const data = require("./rates");
exports.yes = data.rate.length === 1 ? Answer.Yes : "no";
`,
    "src/column.ts": `
import "reflect-metadata";
export const Column = (_type?: () => object): PropertyDecorator => () => {};
`,
    "src/guest.ts": `
import { Column } from "./column";
import { Stay } from "./stay";
export class Guest {
  @Column(() => Stay) last?: Stay;
}
`,
    "src/stay.ts": `
import { Relation } from "relations";
import { Column } from "./column";
import { Guest } from "./guest";
export class Stay {
  @Column(() => Guest) guest?: Guest;
  @Column(() => Guest) host?: Relation<Guest>;
}
`,
    // An ES module, which nothing is imported of that it does not export.
    "node_modules/relations/package.json": json({
      name: "relations",
      type: "module",
      main: "index.js",
    }),
    "node_modules/relations/index.js": "export {};\n",
    "node_modules/relations/index.d.ts": "export type Relation<T> = T;\n",
    "src/cents.js": `export const toCents = (amount) => amount * 100;\n`,
    // Compiled by tsc: its default export is a member, and its names are not to be seen without running it.
    "node_modules/plain/package.json": json({ name: "plain", version: "1.0.0" }),
    "node_modules/plain/index.js": `
Object.defineProperty(exports, "__esModule", { value: true });
exports.default = () => "plain";
for (const name of ["named"]) exports[name] = "function";
`,
  },
};
