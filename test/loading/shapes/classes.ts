import { json, type Shape } from "./shape.ts";

/** A class for each agent, with parameter properties, fields that are assigned, private names, and decorators of the standard. */
export const classes: Shape = {
  agents: "src/agents.ts",
  call: {
    name: "seat",
    arguments: { row: 3 },
    output: "logged row 3 for Window by Seats, kept base, closed",
  },
  files: {
    "package.json": json({ type: "module" }),
    "tsconfig.json": json({
      compilerOptions: {
        module: "esnext",
        moduleResolution: "bundler",
        target: "es2022",
        useDefineForClassFields: false,
        strict: true,
      },
    }),
    "src/agents.ts": `
import { SeatsAgent } from "./seats-agent";
export default () => new SeatsAgent("Window").agent();
`,
    "src/base-agent.ts": `
import { Agent } from "swarm-eval";
export type Tools = ConstructorParameters<typeof Agent>[0]["functions"];

export abstract class BaseAgent {
  kept: string;
  constructor(protected readonly name: string) {
    this.kept = "base";
  }
  abstract get tools(): Tools;
  agent() {
    return new Agent({ name: this.name, functions: this.tools ?? [] });
  }
}
`,
    "src/seats-agent.ts": `
import { BaseAgent, Tools } from "./base-agent";
import { Lamp } from "./lamp";
import { Prefix } from "./logged";

export class SeatsAgent extends BaseAgent {
  // Assigned by the base; a field that is defined would hide it.
  override kept: string;
  #log: string[] = [];
  constructor(private readonly place: string, public readonly title = ((name: string) => name)("Seats")) {
    super(title);
  }
  get tools(): Tools {
    /** Seats a guest. */
    const seat = (row: number) => {
      this.#log.push(this.place);
      { using lamp = new Lamp(this.#log); }
      return \`\${new Prefix().text()}row \${row} for \${this.#log[0]} by \${this.title}, kept \${this.kept}, \${this.#log[1]}\`;
    };
    return [seat];
  }
}
`,
    "src/logged.ts": `
/** A decorator of the standard. */
export function logged(method: () => string, { kind }: ClassMethodDecoratorContext) {
  return kind === "method" ? () => "logged " + method() : method;
}
export class Prefix {
  @logged
  text() { return ""; }
}
`,
    "src/lamp.ts": `
export class Lamp {
  constructor(private log: string[]) {}
  [Symbol.dispose]() { this.log.push("closed"); }
}
`,
  },
};
