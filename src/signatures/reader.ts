export { readSource } from "./read-source.ts";
export { readSourceEffects } from "./read-source-effects.ts";
export { readFunctionText, readTextEffects } from "./read-function-text.ts";
