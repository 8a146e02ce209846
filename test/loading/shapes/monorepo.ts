import { json, type Shape } from "./shape.ts";

/** Workspaces whose packages export their sources, and \`paths\` in a config that all of them extend. */
export const monorepo: Shape = {
  workspaces: { "@acme/core": "packages/core", "@acme/prices": "packages/prices" },
  agents: "apps/desk/evals/agents.ts",
  call: { name: "quote", arguments: { item: "lamp" }, output: "lamp: 40 EUR, 2 in stock" },
  files: {
    "package.json": json({ private: true, type: "module", workspaces: ["apps/*", "packages/*"] }),
    "tsconfig.base.json": `{
  // All projects extend this.
  "compilerOptions": {
    "module": "esnext",
    "moduleResolution": "bundler",
    "strict": true,
    "paths": { "@stock/*": ["./packages/stock/src/*"], "@stock": ["./packages/stock/src/index.ts"] },
  },
}
`,
    "apps/desk/package.json": json({ name: "desk", type: "module" }),
    "apps/desk/tsconfig.json": json({
      extends: "../../tsconfig.base.json",
      compilerOptions: {
        paths: { "@stock/*": ["../../packages/stock/src/*"], "~/*": ["./src/*"] },
      },
    }),
    "apps/desk/evals/agents.ts": `
import { Agent } from "swarm-eval";
import { quote } from "~/tools/quote";
export default () => new Agent({ name: "Desk", functions: [quote] });
`,
    "apps/desk/src/tools/quote.ts": `
import { Item, priceOf } from "@acme/prices";
import { label } from "@acme/core/label";
import { inStock } from "@stock/lookup";

/** Quotes a price. */
export function quote(item: "lamp" | "desk") {
  const known: Item = item;
  return \`\${label(item, priceOf(known))}, \${inStock(item)} in stock\`;
}
`,
    "packages/core/package.json": json({
      name: "@acme/core",
      type: "module",
      exports: { ".": "./src/index.ts", "./*": "./src/*.ts" },
    }),
    "packages/core/src/index.ts": `export { Currency } from "./currency";\n`,
    "packages/core/src/currency.ts": `export enum Currency { Euro = "EUR" }\n`,
    "packages/core/src/label.ts": `
import { Currency } from "@acme/core";
export const label = (name: string, price: number, currency = Currency.Euro) => \`\${name}: \${price} \${currency}\`;
`,
    "packages/prices/package.json": json({
      name: "@acme/prices",
      type: "module",
      main: "src/index",
    }),
    "packages/prices/tsconfig.json": json({ extends: "../../tsconfig.base.json" }),
    "packages/prices/src/index.ts": `
import { half } from "@stock";
export type Item = "lamp" | "desk";
export const priceOf = (item: Item) => half(item === "lamp" ? 80 : 300);
`,
    "packages/stock/src/index.ts": `export const half = (price: number) => price / 2;\n`,
    "packages/stock/src/lookup.ts": `export const inStock = (item: string) => item.length / 2;\n`,
  },
};
