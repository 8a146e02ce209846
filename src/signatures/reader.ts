export { readSource } from "./read-source.ts";
export { readFunctionText } from "./read-function-text.ts";
