import { json, type Shape } from "./shape.ts";

/** A tsconfig.json that only refers to projects, which extend configs from packages. */
export const extending: Shape = {
  agents: "evals/agents.ts",
  call: { name: "look", arguments: { at: "sky" }, output: "sky: seen by eye, twice" },
  files: {
    "package.json": json({ type: "module" }),
    "tsconfig.json": json({
      files: [],
      references: [{ path: "./tsconfig.app.json" }, { path: "./evals" }],
    }),
    "tsconfig.app.json": json({
      extends: ["@acme/tsconfig/strict", "@acme/tsconfig"],
      include: ["src"],
    }),
    "evals/tsconfig.json": json({
      extends: "@acme/tsconfig/strict.json",
      compilerOptions: { paths: { "@app/*": ["../src/*"] } },
    }),
    "node_modules/@acme/tsconfig/package.json": json({
      name: "@acme/tsconfig",
      exports: {
        ".": "./tsconfig.json",
        "./strict": "./strict.json",
        "./strict.json": "./strict.json",
      },
    }),
    "node_modules/@acme/tsconfig/tsconfig.json": json({
      compilerOptions: {
        paths: { "@eyes/*": ["${configDir}/src/eyes/*"], typed: ["${configDir}/src/typed.d.ts"] },
      },
    }),
    "node_modules/@acme/tsconfig/strict.json": json({
      compilerOptions: {
        strict: true,
        experimentalDecorators: true,
        module: "esnext",
        moduleResolution: "bundler",
      },
    }),
    "evals/agents.ts": `
import { Agent } from "swarm-eval";
import { look } from "@app/look";
export default () => new Agent({ name: "Watch", functions: [look] });
`,
    "src/look.ts": `
import { seen } from "@eyes/eye";
import { times } from "typed";
import { Named } from "typed-package";
import { shout } from "typed-package/source.ts";

/** Looks. */
export function look(at: string) {
  const named: Named = { name: at };
  return \`\${named.name}: \${seen()}, \${shout(times(2))}\`;
}
`,
    "src/typed.d.ts": `export function times(count: number): string;\n`,
    "src/eyes/eye.ts": `
function by(what: string) {
  return (_target: object, _key: string, descriptor: PropertyDescriptor) => {
    const { value } = descriptor;
    descriptor.value = function () { return \`\${value.call(this)} by \${what}\`; };
  };
}
class Eye {
  @by("eye")
  see() { return "seen"; }
}
export const seen = () => new Eye().see();
`,
    "node_modules/typed/index.js": `exports.times = (count) => (count === 2 ? "twice" : "often");\n`,
    // A package that is published as TypeScript.
    "node_modules/typed-package/package.json": json({
      name: "typed-package",
      type: "module",
      exports: { ".": { types: "./index.d.ts" }, "./source.ts": "./source.ts" },
    }),
    "node_modules/typed-package/index.d.ts": `export interface Named { name: string }\n`,
    "node_modules/typed-package/source.ts": `
enum Ending { None = "" }
export const shout = (text: string): string => text + Ending.None;
`,
  },
};
