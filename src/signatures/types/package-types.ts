import { fileURLToPath } from "node:url";

/** This package's own `index.ts`, or the `index.d.ts` that is built of it. */
const own = fileURLToPath(import.meta.url).replace(
  /[\\/](?:(src)|dist)[\\/].*$/,
  (_, src?: string) => (src ? "/src/index.ts" : "/dist/index.d.ts"),
);

const declarations = `
export type ContextVariables = Record<string, unknown>;
export type AgentFunction = any;
export type Tool = any;
export type FactoryInput<World = unknown> = { readonly id: string; readonly trial: number; readonly world: World };
export type Assembly = any;
export declare class Agent { constructor(options?: any); [name: string]: any }
export declare class Result { constructor(options?: any); [name: string]: any }
export declare class Swarm { constructor(options?: any); [name: string]: any }
export declare function tool(options: any): any;
export declare function functionToJson(callable: any): any;
export declare function scriptedClient(script: any): any;
export declare function runDemoLoop(agent: any, options?: any): any;
export declare function defineConfig(config: any): any;
`;

/**
 * What the checker reads instead of this package's declarations, which lead to hundreds of files that no parameter of
 * a tool needs; undefined for any other file.
 */
export function declarationsOf(file: string): string | undefined {
  const isPackage = file === own || file.endsWith("/node_modules/swarm-eval/dist/index.d.ts");
  return isPackage ? declarations : undefined;
}
