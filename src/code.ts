export { bubblewrap } from "./code/executors/bubblewrap.ts";
export { container } from "./code/executors/container.ts";
export { localExecutor } from "./code/executors/local.ts";
export type { CodeExecutor, CodeRequest, Ran } from "./code/executor.ts";
export type { Limits } from "./code/limits.ts";
