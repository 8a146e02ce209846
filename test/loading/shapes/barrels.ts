import { json, type Shape } from "./shape.ts";

/** Folders that are imported by their names, for a bundler; modules that import each other; types imported as values are. */
export const barrels: Shape = {
  agents: "src/agents/index.ts",
  call: { name: "greet", arguments: { guest: "Ana" }, output: "Hello Ana, of desk 3 (2 guests)" },
  files: {
    "package.json": json({ type: "module" }),
    "tsconfig.json": json({
      compilerOptions: {
        module: "esnext",
        moduleResolution: "bundler",
        target: "esnext",
        strict: true,
      },
    }),
    "src/agents/index.ts": `
import { Agent } from "swarm-eval";
import { greet, Guest } from "../tools";
import defaults from "../defaults.json";
const guests: Guest[] = [{ name: "Bo" }, { name: "Cy" }];
export default () => new Agent({ name: defaults.name, functions: [greet], instructions: guests.map(({ name }) => name).join() });
`,
    "src/defaults.json": json({ name: "Desk", desk: 3, "a-b": 1, default: 2 }),
    "src/tools/index.ts": `
export * from "./greet";
export * as guests from "./guests";
export { Guest } from "./guests";
`,
    "src/tools/greet.ts": `
import { desk } from "../defaults.json";
import { count, Guest } from ".";
import { guests } from "./";

/** Greets a guest. */
export function greet(guest: string): string {
  const known: Guest = { name: guest };
  return \`Hello \${known.name}, of desk \${desk} (\${count() + guests.list.length} guests)\`;
}
export { count } from "./guests/count";
`,
    "src/tools/guests/index.ts": `
export interface Guest { name: string }
export const list: Guest[] = [{ name: "Bo" }];
`,
    "src/tools/guests/count.ts": `
import { list, Guest } from "./index";
export const count = () => list.filter((one: Guest) => one.name !== "").length;
`,
  },
};
