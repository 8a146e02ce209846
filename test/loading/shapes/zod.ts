import { json, type Shape } from "./shape.ts";

/** Tools that describe themselves by zod, with what zod infers as types. */
export const zod: Shape = {
  packages: ["zod"],
  agents: "src/agents.ts",
  call: { name: "cancel", arguments: { reason: "late", count: 2 }, output: "late x2 refunded" },
  files: {
    "package.json": json({ type: "module" }),
    "tsconfig.json": json({
      compilerOptions: {
        module: "preserve",
        target: "es2022",
        strict: true,
        paths: { "@/*": ["./src/*"] },
      },
    }),
    "src/agents.ts": `
import { Agent, tool } from "swarm-eval";
import { Cancel, cancelSchema, Outcome } from "@/schemas";

const cancel = tool({
  name: "cancel",
  description: "Cancels.",
  parameters: cancelSchema,
  execute: ({ reason, count }: Cancel) => \`\${reason} x\${count} \${Outcome.Refunded}\`,
});
export default () => new Agent({ name: "Desk", functions: [cancel] });
`,
    "src/schemas.ts": `
import * as z from "zod";
export enum Reason { Late = "late", Ill = "ill" }
export const enum Outcome { Refunded = "refunded" }
export const cancelSchema = z.object({ reason: z.enum(Reason), count: z.number().int() });
export type Cancel = z.infer<typeof cancelSchema>;
`,
  },
};
