import { json, type Shape } from "./shape.ts";

/** Enums and namespaces that many modules share, without any tsconfig.json. */
export const enums: Shape = {
  agents: "src/agents.ts",
  call: {
    name: "order",
    arguments: { size: "L", rush: true },
    output: "Large 2 Rush,Gift 12 tea <b>",
  },
  files: {
    "package.json": json({ type: "module" }),
    "src/agents.ts": `
import { Agent } from "swarm-eval";
import { Flags, Level, Shop, Size } from "./shared.ts";

type Options = Shop.Options;
/** Orders something. */
function order(size: "S" | "L", rush: boolean) {
  const known = size as Size;
  const options: Options = { flags: (rush ? Flags.Rush : Flags.None) | Flags.Gift };
  const label = Object.entries(Size).find(([, value]) => value === known)?.[0];
  return [label, Level.High, Shop.names(options.flags), Shop.Prices.of(known), Shop.item, <string>"<b>"].join(" ");
}
export default () => new Agent({ name: "Shop", functions: [order] });
`,
    "src/shared.ts": `
export enum Size { Small = "S", Large = "L" }
export enum Flags { None = 0, Rush = 1 << 0, Gift = 1 << 1 }
export const enum Level { Low, High = Low + 2 }
export namespace Shop {
  export interface Options { flags: Flags }
  export let item = "tea";
  export const names = (flags: Flags) =>
    [Flags.Rush, Flags.Gift].filter((flag) => flags & flag).map((flag) => Flags[flag]).join();
  export namespace Prices {
    const base = 10;
    export function of(size: Size): number { return base + (size === Size.Large ? 2 : 0); }
  }
}
declare global { var neverSet: string; }
`,
  },
};
