export { readSource } from "../functions/read-source.ts";
export { readSourceEffects } from "../effects/read-source-effects.ts";
export { readFunctionText, readTextEffects } from "../functions/read-function-text.ts";
