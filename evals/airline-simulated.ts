// The same agents, with users whom a model plays: what they say depends on what they are asked.
export { default } from "./airline.ts";
