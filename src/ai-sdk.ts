export { target, type TargetOptions } from "./targets/ai-sdk.ts";
