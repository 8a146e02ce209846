import { json, type Shape } from "./shape.ts";

/** What `tsc` compiles to CommonJS, as `npm init` begins: `require`, `export =`, `__dirname`, and imports among them. */
export const commonjs: Shape = {
  agents: "src/agents.ts",
  call: {
    name: "rate",
    arguments: { from: "EUR" },
    output: "EUR 2 in src, json rates, lazy yes, cents 200, plain function",
  },
  files: {
    "package.json": json({ type: "commonjs" }),
    "tsconfig.json": json({
      compilerOptions: {
        module: "commonjs",
        target: "es2020",
        esModuleInterop: true,
        strict: true,
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

const folder = path.basename(__dirname);
const { name } = JSON.parse(fs.readFileSync(path.join(__dirname, "rates.json"), "utf8"));

/** Says a rate. */
export function rate(from: string) {
  const lazy = require("./lazy") as { yes: string };
  const table = new Table({ EUR: 2 });
  return \`\${from} \${table.of(from)} in \${folder}, json \${name}, lazy \${lazy.yes}, cents \${toCents(table.of(from))}, \${plain()} \${named}\`;
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
